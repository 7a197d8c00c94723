"""BetExplorer: six answers, their costs, and the facts that settle them."""

from dataclasses import replace
from fractions import Fraction
from math import comb, log, prod

import numpy as np
import pytest
from every_explorer import lent
from hands import drag, handle, press

from xent_lib.bets import Claim
from xent_lib.explorers.bets import ANSWERS, BetExplorer, BetState, six_claims

ANSWERED = dict(zip(ANSWERS, (80, 60, 90, 99, 95, 70), strict=True))
TRUTH = [True, True, False, True, False, False]
LEFT = [0.8, 0.6, 0.1, 0.99, 0.05, 0.3]  # what the answers leave to what is so


@pytest.fixture
def explorer():
    return lent(BetExplorer, **ANSWERED)


@pytest.fixture
def revealed():
    return BetExplorer(**ANSWERED, revealed=True)


BIRTHDAY = float(1 - prod(Fraction(365 - k, 365) for k in range(23)))


def test_the_six_claims_are_settled_as_the_facts_are():
    assert [claim.truth for claim in six_claims()] == TRUTH


@pytest.mark.parametrize(
    ("number", "fact"),
    [
        (1, "3,932 sixes, 3,635 fives"),
        (2, f"{BIRTHDAY:.3f}, were all 365 days alike"),
        (3, f"178,079 did, which is {100 * 178_079 / 350_757:.2f} %"),
        (4, "5,076 g against 3,701 g"),
        (5, "15.0 mm, the Adélie 18.3, the Chinstrap 18.4"),
        (6, f"{comb(10, 5) / 2**10:.3f}"),
    ],
)
def test_every_claim_tells_the_fact_that_settles_it(number, fact):
    assert six_claims()[number - 1].because.endswith(fact)


def test_every_answer_costs_minus_the_log_of_what_it_left_to_what_is_so(revealed):
    np.testing.assert_allclose(revealed.state.costs, [-log(left) for left in LEFT], rtol=1e-13)


def test_the_running_mean_is_the_mean_of_the_costs_so_far(revealed):
    means = [-log(prod(LEFT[:n])) / n for n in range(1, 7)]
    np.testing.assert_allclose(revealed.state.running_mean, means, rtol=1e-13)


def test_six_times_no_idea_cost_ln_2_each():
    np.testing.assert_allclose(BetState().costs, log(2), rtol=1e-15)


@pytest.mark.parametrize("end", [1, 99])
def test_an_answer_at_the_end_costs_almost_nothing_or_ln_100(end):
    costs = BetState(**dict.fromkeys(ANSWERS, end)).costs
    right = [truth == (end == 99) for truth in TRUTH]
    np.testing.assert_allclose(costs, [-log(0.99) if r else log(100) for r in right], rtol=1e-13)


def test_no_cost_is_shown_before_the_reveal():
    explorer = BetExplorer(**ANSWERED)  # its own: a lent one may have been revealed before
    assert not hasattr(explorer.picture, "bars")
    assert "Nothing is revealed yet" in explorer.view.status
    assert "True" not in explorer.view.alt


def test_before_the_reveal_every_row_shows_what_its_answer_costs_either_way(explorer):
    p = np.array(list(ANSWERED.values())) / 100
    np.testing.assert_allclose(explorer.picture.if_true.get_xdata(), -np.log(p), rtol=1e-13)
    np.testing.assert_allclose(explorer.picture.if_false.get_xdata(), -np.log(1 - p), rtol=1e-13)


def test_a_slider_moves_its_own_row(explorer):
    explorer.controls["answer_2"].value = 25
    assert explorer.state.answer_2 == 25
    assert explorer.picture.if_true.get_xdata()[1] == pytest.approx(log(4))
    assert explorer.picture.if_true.get_xdata()[0] == pytest.approx(-log(0.8))


def test_the_readout_before_the_reveal_gives_the_best_and_the_worst_mean(explorer):
    larger = [0.8, 0.6, 0.9, 0.99, 0.95, 0.7]
    best, worst = (-np.log(x).mean() for x in (np.array(larger), 1 - np.array(larger)))
    assert f"the right way, they cost {best:.2f}" in explorer.view.status
    assert f"the wrong way, {worst:.2f}." in explorer.view.status


def test_the_reveal_draws_a_bar_a_cost_and_the_running_mean(revealed):
    widths = [bar.get_width() for bar in revealed.picture.bars]
    np.testing.assert_allclose(widths, [-log(left) for left in LEFT], rtol=1e-13)
    assert [t.get_text() for t in revealed.picture.values] == [f"{-log(x):.2f}" for x in LEFT]
    mean = revealed.picture.mean.get_xdata()
    assert mean[-1] == pytest.approx(-log(prod(LEFT)) / 6)


def test_the_readout_after_the_reveal_names_mean_and_costliest(revealed):
    mean = -log(prod(LEFT)) / 6
    assert f"{mean:.2f} in the mean" in revealed.view.status
    assert "number 5: it gave 0.05 to what is so, and that costs 3.00" in revealed.view.status
    assert "5. False: 15.0 mm" in revealed.view.alt


def test_the_button_reveals_all_six_and_fixes_the_answers(explorer):
    press(explorer, "Reveal all six")
    assert explorer.state.revealed
    assert all(slider.disabled for slider in explorer.controls.values())
    press(explorer, "Bet again")
    assert not any(slider.disabled for slider in explorer.controls.values())
    assert explorer.state == BetState(**ANSWERED)


def test_the_axis_is_the_same_before_and_after_the_reveal(explorer):
    def box():
        axes = explorer.picture.axes
        return axes.get_xlim(), axes.get_position().bounds

    before = box()
    assert before[0] == (0, pytest.approx(log(100)))
    explorer.change(revealed=True)
    limits, bounds = box()
    assert limits == before[0]
    np.testing.assert_allclose(bounds, before[1], atol=1e-9)


@pytest.mark.parametrize(("index", "percent"), [(2, 20), (8, 80)])
def test_a_mark_dragged_to_a_cost_sets_the_answer_that_costs_it(explorer, index, percent):
    assert handle(explorer, index).x == "answer_3"
    drag(explorer, log(5), None, index)
    assert explorer.controls["answer_3"].value == percent


def test_a_mark_dragged_out_of_the_picture_stops_at_the_end_of_its_slider(explorer):
    for x, percent in ((-1, 99), (2, 1)):
        explorer.view.drag = {"handle": 0, "x": x, "y": 0.5}
        assert explorer.state.answer_1 == percent


def test_nothing_can_be_dragged_after_the_reveal(revealed):
    assert revealed.view.handles == []


def test_the_notebook_keeps_the_answers_and_the_mean(explorer, revealed):
    answers = "p=[0.80, 0.60, 0.90, 0.99, 0.95, 0.70]"
    assert repr(explorer) == f"BetExplorer({answers}, not revealed)"
    assert repr(revealed) == f"BetExplorer({answers}, mean={-log(prod(LEFT)) / 6:.4f})"
    assert len(repr(revealed)) < 110


def test_other_claims_can_be_asked():
    claims = [(f"Claim {n}.", n % 2 == 0) for n in range(5)] + [Claim("Last.", True, "so")]
    explorer = BetExplorer(claims=claims, revealed=True)
    assert [slider.label for slider in explorer.controls.values()][::5] == [
        "1. Claim 0.",
        "6. Last.",
    ]
    assert explorer.state.verdicts[1:] == ["False", "True", "False", "True", "True: so"]


def test_a_state_set_from_code_moves_the_sliders(explorer):
    explorer.state = replace(explorer.state, answer_6=12)
    assert explorer.controls["answer_6"].value == 12


@pytest.mark.parametrize("answer", [0, 100, -5, float("nan")])
def test_an_answer_that_leaves_nothing_to_either_side_is_refused(answer):
    with pytest.raises(ValueError, match="^answer_2 is .* a number from 1 to 99"):
        BetState(answer_2=answer)


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([("One.", True)], "claims holds 1, but six"),
        (6 * ["One."], r"claims\[0\] is 'One.'"),
        (6 * [("One.", 1)], r"claims\[0\]: truth is 1"),
        (6 * [("", True)], "text is ''"),
    ],
)
def test_claims_that_are_none_are_refused_with_a_sentence(claims, words):
    with pytest.raises(ValueError, match=words):
        BetExplorer(claims=claims)


def test_the_truth_is_out_or_it_is_not():
    with pytest.raises(ValueError, match="revealed is 'no', but expected True or False"):
        BetExplorer(revealed="no")
