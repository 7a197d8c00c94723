"""What is bet on: a claim's truth is found again by other means, and no side always wins."""

import json
import re
from math import exp, isclose, log
from pathlib import Path

import numpy as np
import pytest

from xent_lib import claims
from xent_lib.claims.claim import Claim, claim
from xent_lib.datasets import penguins

NOTEBOOKS = sorted((Path(__file__).resolve().parents[1] / "notebooks").glob("*.ipynb"))


WOLF = 3246, 3449, 2897, 2841, 3635, 3932


def sigmoid(z):
    return 1 / (1 + np.exp(-z))


def on_squared_error(rate, steps):
    """Output of one weight behind a sigmoid, from 0.01, label 1: squared error by hand."""
    w = log(0.01 / 0.99)
    for _step in range(steps):
        q = sigmoid(w)
        w -= rate * 2 * (q - 1) * q * (1 - q)
    return sigmoid(w)


def birds():
    measured = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    grams = measured.body_mass_g
    return (grams - grams.mean()) / grams.std(), measured.label


def best_common_coin():
    _x, y = birds()
    share = y.mean()
    return -share * log(share) - (1 - share) * log(1 - share)


def best_coin_a_bird():
    """Least mean cost of sigmoid(w x + b): by Newton, not by gradient descent."""
    x, y = birds()
    rows, weights = np.stack([x, np.ones_like(x)], axis=1), np.zeros(2)
    for _step in range(30):
        q = sigmoid(rows @ weights)
        curvature = rows.T @ (rows * (q * (1 - q))[:, None])
        weights -= np.linalg.solve(curvature, rows.T @ (q - y))
    q = sigmoid(rows @ weights)
    return -np.mean(y * np.log(q) + (1 - y) * np.log(1 - q))


def swapped_by_hand(steps):
    """Share of birds right after so many steps of the clipped swap, whose slope in z is known."""
    x, y = birds()
    pull = log(1e-7) - log(1 - 1e-7)  # slope in q where y = 1; its opposite where y = 0
    w = b = 0.0
    for _step in range(steps):
        q = sigmoid(w * x + b)
        slope = (2 * y - 1) * pull * q * (1 - q) / len(x)
        w, b = w - slope @ x, b - slope.sum()
    return np.mean((w * x + b > 0) == (y == 1))


def slope_of_the_swap(z):
    q = sigmoid(z)
    return -log(1e-7) * q * (1 - q)


def unseen_loss_after(*looked_at):
    """Loss on 114 birds kept back, of 8 tanh units trained on the others, in plain NumPy."""
    kept = penguins().measured("bill_length_mm", "bill_depth_mm")
    x, y = np.stack([kept.bill_length_mm, kept.bill_depth_mm], axis=1), np.eye(3)[kept.label]
    order = np.random.default_rng(0).permutation(342)
    seen, unseen = order[:228], order[228:]
    x = (x - x[seen].mean(0)) / x[seen].std(0)
    v, c = np.random.default_rng(0).normal(scale=0.5**0.5, size=(2, 8)), np.zeros(8)
    w, b, found = np.zeros((8, 3)), np.zeros(3), []
    for step in range(max(looked_at) + 1):
        units = np.tanh(x @ v + c)
        q = np.exp(units @ w + b)
        q /= q.sum(axis=1, keepdims=True)
        if step in looked_at:
            found.append(-np.log((q * y).sum(axis=1))[unseen].mean())
        slope = (q - y)[seen] / 228
        back = slope @ w.T * (1 - units[seen] ** 2)
        w, b = w - 8 * units[seen].T @ slope, b - 8 * slope.sum(0)
        v, c = v - 8 * x[seen].T @ back, c - 8 * back.sum(0)
    return found


# Each one says again, without the library's mathematics, whether the claim is true.
ORACLES = {
    # level 1
    "ever_smaller_outputs": lambda: 0.9999**2 - 0.99**2 < 0.1,
    "ten_steps_on_squared_error": lambda: on_squared_error(rate=1, steps=10) > 0.5,
    "guess_equals_truth": lambda: 0.7**0.7 * 0.3**0.3 == 1,  # exp(−H)
    "six_times_no_idea": lambda: 100 > 2**6,
    "long_strides": lambda: on_squared_error(rate=8, steps=60) > 0.9,
    "certain_and_undecided": lambda: log(2) == float("inf"),
    # level 2
    "sure_and_wrong": lambda: 100 > exp(4),
    "known_coin": lambda: 0.7**-0.7 * 0.3**-0.3 > exp(0.5),
    "squared_error_at_minus_six": lambda: 2 * sigmoid(6) * sigmoid(6) * sigmoid(-6) > 0.1,
    "fair_or_bent": lambda: 0.5**10 > 0.7**7 * 0.3**3 / 2,
    "a_coin_a_bird": lambda: best_coin_a_bird() < best_common_coin() / 3,
    "swapped_ten_steps": lambda: swapped_by_hand(10) >= 0.9,
    "sum_and_product": lambda: abs(log(0.8) + log(0.7) + log(0.6) - log(0.8 * 0.7 * 0.6)) < 1e-12,
    "pull_of_the_swap": lambda: slope_of_the_swap(-6) > slope_of_the_swap(0),
    "nine_in_ten": lambda: 0.99**9 * 0.01 >= max(q**9 * (1 - q) for q in (0.8, 0.9, 0.95)),
    # level 3
    "seven_heads": lambda: max(range(101), key=lambda k: (k / 100) ** 7 * (1 - k / 100) ** 3) == 70,
    "one_coin_for_all": lambda: best_common_coin() < 0.5,
    "pull_at_one_fifth": lambda: slope_of_the_swap(log(0.25)) > 0.8,
    "calling_it_fair": lambda: 20_000 * log(6) - sum(n * log(20_000 / n) for n in WOLF) >= 100,
    "sum_over_three_labels": lambda: 2 * 0.1 * 0.2 * 0.9 + 0.9 * 0.8 * 0.9 == 1,
    "eight_labels": lambda: isclose((0.9 + 0.1) * (0.8 + 0.2) * (0.1 + 0.9), 1),
    "a_against_b": lambda: exp(0 - -1) > 2,
    "second_softmax": lambda: exp(1) / (exp(1) + 2) > exp(-0.5),
    "unseen_birds": lambda: np.diff(unseen_loss_after(10, 1000)).item() < 0,
    "other_rivals": lambda: (1 - 0.4) * (1 - 0.1) != (1 - 0.25) ** 2,
    "ten_coins": lambda: 0.9**9 > 0.5,
    "swapped_for_four": lambda: 0.97 * log(1) + 0.03 * float("inf") < 1,
}


def asked_in(path):
    """Names of the claims that a notebook bets on, each once."""
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    return list(dict.fromkeys(re.findall(r'bets\.(?:ask|place|settle)\("(\w+)"\)', code)))


@pytest.mark.parametrize("name", claims.CLAIMS)
def test_a_claim_is_true_or_false_as_other_means_find_it(name):
    assert bool(claims.named(name).truth) == bool(ORACLES[name]())


@pytest.mark.parametrize("name", claims.CLAIMS)
def test_a_claim_is_a_sentence_and_its_reason_computes_something(name):
    said = claims.named(name)
    assert re.fullmatch(r"[^a-z].*[.?]", said.text)
    assert re.search(r"\d", said.because) and said.because.endswith(".")


def test_no_claim_is_left_without_an_oracle_and_no_oracle_without_a_claim():
    assert set(ORACLES) == set(claims.CLAIMS)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_whoever_always_says_no_or_always_yes_wins_nothing(path):
    names = asked_in(path)
    share = np.mean([claims.named(name).truth for name in names])
    assert len(names) >= 6
    assert 0.4 <= share <= 0.6


def test_every_claim_is_bet_on_in_the_notebook_of_its_level():
    for path, level in zip(NOTEBOOKS, ("level1", "level2", "level3"), strict=True):
        made = {n for n, make in claims.CLAIMS.items() if make.__module__.endswith(level)}
        assert set(asked_in(path)) == made


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_bet_that_is_placed_is_settled_after_a_widget(path):
    cells = json.loads(path.read_text("utf-8"))["cells"]
    code = ["".join(cell["source"]) for cell in cells if cell["cell_type"] == "code"]
    for name in re.findall(r'bets\.place\("(\w+)"\)', "\n".join(code)):
        placed, settled = (
            next(n for n, source in enumerate(code) if f'bets.{verb}("{name}")' in source)
            for verb in ("place", "settle")
        )
        assert any("Explorer(" in source for source in code[placed:settled])


def test_two_claims_of_one_name_are_refused():
    def six_times_no_idea():
        return Claim("It rains.", True)

    with pytest.raises(ValueError, match="six_times_no_idea names two claims"):
        claim(six_times_no_idea)


@pytest.mark.parametrize("name", claims.CLAIMS)
def test_a_claim_has_a_true_minus_before_its_numbers(name):
    found = claims.named(name)
    assert not re.search(r"(?<!\w)-\d", found.text + found.because)
