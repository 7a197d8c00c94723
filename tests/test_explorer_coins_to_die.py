"""Four coins and a die: the tosses against exact probabilities, the picture against the state."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from every_explorer import lent
from hands import drag as drag_to
from hands import press

from xent_lib.explorers.coins_to_die import (
    TOSSES,
    CoinsToDieExplorer,
    CoinsToDieState,
    chance,
)


@pytest.fixture
def explorer(undrawn):
    return lent(CoinsToDieExplorer)


def law(logit):
    """Probability of each of the 16 outcomes of four coins, by its definition."""
    p = 1 / (1 + np.exp(-np.asarray(logit)))
    return {toss: np.prod(np.where(toss, p, 1 - p)) for toss in product((0, 1), repeat=4)}


@pytest.mark.parametrize("logit", [(0, -1, -2, -0.5), (2, 0, 0, -2), (3, 3, -3, 1)])
def test_coins_with_one_head_are_exactly_a_die(logit):
    one = {toss: p for toss, p in law(logit).items() if sum(toss) == 1}
    state = CoinsToDieState(*logit)
    assert state.mass == pytest.approx(sum(one.values()))
    conditioned = [one[tuple(np.eye(4, dtype=int)[k])] / sum(one.values()) for k in range(4)]
    assert state.die == pytest.approx(conditioned)


def test_a_common_shift_changes_the_coins_and_not_the_die():
    state, shifted = CoinsToDieState(), CoinsToDieState(1, 0, -1, 0.5)
    assert (shifted.coins > state.coins).all()
    assert shifted.die == pytest.approx(state.die)


@pytest.mark.parametrize("tossed", range(5))
def test_a_thousand_tosses_come_close_to_what_they_should(tossed):
    state = CoinsToDieState(only_one=True, tossed=tossed)
    deviation = np.sqrt(TOSSES * state.mass * (1 - state.mass))
    assert abs(state.with_one_head - TOSSES * state.mass) < 4 * deviation
    spread = np.sqrt(state.die * (1 - state.die) / state.with_one_head)
    assert (np.abs(state.shares - state.die) < 4 * spread).all()


def test_without_the_tick_the_shares_are_not_the_dies():
    state = CoinsToDieState(2, 0, 0, -2)
    assert state.shares[0] < state.die[0] - 0.2
    assert replace(state, only_one=True).shares == pytest.approx(state.die, abs=0.08)


def test_the_shares_count_the_heads_that_are_kept(explorer):
    p = 1 / (1 + np.exp([0, 1, 2, 0.5]))
    heads = np.random.default_rng(0).random((TOSSES, 4)) < p
    assert explorer.state.shares == pytest.approx(heads.sum(0) / heads.sum())
    explorer.controls["only_one"].value = True
    kept = heads[heads.sum(1) == 1]
    assert explorer.state.with_one_head == len(kept)
    assert explorer.state.shares == pytest.approx(kept.mean(0))


def test_a_moved_logit_meets_the_same_chance_and_a_new_toss_another():
    state = CoinsToDieState()
    higher = replace(state, z2=0.0)
    assert (higher.heads >= state.heads).all() and higher.heads.sum() > state.heads.sum()
    assert (state.heads == CoinsToDieState().heads).all()
    assert (state.toss_again().heads != state.heads).any()
    with pytest.raises(ValueError):
        chance(0)[0] = 1


def test_bars_and_marks_follow_the_controls(explorer):
    explorer.controls["z3"].value = 1
    explorer.controls["only_one"].value = True
    state, picture = explorer.state, explorer.picture
    p = 1 / (1 + np.exp([0, 1, -1, 0.5]))
    assert [bar.get_height() for bar in picture.p.bars] == pytest.approx(p)
    counts = np.bincount(state.heads.sum(1), minlength=5)
    assert [bar.get_height() for bar in picture.counts.bars] == counts.tolist()
    assert [text.get_text() for text in picture.counts.numbers] == [str(n) for n in counts]
    assert [bar.get_height() for bar in picture.shares.bars] == pytest.approx(state.shares)
    die = np.exp([0, -1, 1, -0.5]) / np.exp([0, -1, 1, -0.5]).sum()
    assert picture.die.get_ydata() == pytest.approx(die)
    exactly_one = sum(q for toss, q in law([0, -1, 1, -0.5]).items() if sum(toss) == 1)
    assert picture.expected.get_ydata()[0] == pytest.approx(1000 * exactly_one)
    assert f"{counts[1]} of 1,000" in explorer.view.status
    assert f"{100 * exactly_one:.1f} % should" in explorer.view.status
    assert f"C {die[2]:.3f}".replace("0.", ".") in explorer.view.status


def test_tosses_that_are_thrown_away_are_outlines(explorer):
    explorer.controls["only_one"].value = True
    white = [bar.get_facecolor()[:3] == (1, 1, 1) for bar in explorer.picture.counts.bars]
    assert white == [True, False, True, True, True]


def test_the_button_tosses_again(explorer):
    before = explorer.state.heads
    press(explorer, "Toss again")
    assert explorer.state.tossed == 1
    assert (explorer.state.heads != before).any()


def test_where_no_toss_has_one_head_the_shares_are_empty_and_nothing_warns():
    explorer = CoinsToDieExplorer(z1=9, z2=9, z3=9, z4=9, only_one=True)
    assert explorer.state.with_one_head == 0
    assert explorer.state.shares.tolist() == [0, 0, 0, 0]
    assert "So none is left." in explorer.view.status
    assert CoinsToDieState(-50, -50, -50, -50).shares.tolist() == [0, 0, 0, 0]


@pytest.mark.parametrize("p", [0.1, 0.5, 0.9])
def test_a_coin_can_be_dragged_to_a_probability(explorer, p):
    drag(explorer, 1, p)
    assert explorer.state.coins[1] == pytest.approx(p, abs=0.013)
    assert explorer.controls["z2"].value == explorer.state.z2


def test_a_coin_dragged_out_of_the_picture_stops_at_the_ends_of_its_slider(explorer):
    drag(explorer, 0, 5)
    assert explorer.state.z1 == 3
    drag(explorer, 0, -5)
    assert explorer.state.z1 == -3


def drag(explorer, handle, y):
    drag_to(explorer, None, y, handle)


@pytest.mark.parametrize("logit", [float("inf"), float("nan")])
def test_a_logit_that_is_no_finite_number_is_refused(logit):
    with pytest.raises(ValueError, match="z2 is .*, but expected a finite number"):
        CoinsToDieState(z2=logit)


def test_its_name_in_a_notebook_says_the_state_in_one_line(explorer):
    shares = " ".join(f"{share:.3f}" for share in explorer.state.shares)
    assert repr(explorer).startswith("CoinsToDieExplorer(z=0.0 -1.0 -2.0 -0.5, one head=")
    assert repr(explorer).endswith(f", only_one=False, {shares})")
    assert len(repr(explorer)) < 110


@pytest.mark.parametrize("only_one", [None, "yes", 2])
def test_a_tick_is_true_or_false(only_one):
    with pytest.raises(ValueError, match="only_one is .*, but expected True or False"):
        CoinsToDieExplorer(only_one=only_one)
