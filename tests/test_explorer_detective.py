"""DetectiveBoard: logs that training really gave, and causes that their numbers tell apart."""

import math

import numpy as np
import pytest

from xent_lib.explorers import detective
from xent_lib.explorers.detective import (
    CAUSES,
    EPOCHS,
    LETTERS,
    DetectiveBoard,
    DetectiveState,
    logs,
)

ANSWERS = {letter: log.cause for letter, log in logs().items()}


@pytest.fixture
def board():
    return DetectiveBoard()


def log_of(cause):
    (log,) = [log for log in logs().values() if log.cause == cause]
    return log


def test_each_log_has_a_cause_of_its_own_and_two_causes_have_none():
    assert list(logs()) == list(LETTERS)
    assert len(set(ANSWERS.values())) == 6
    assert set(CAUSES) - set(ANSWERS.values()) == {"bits", "sum"}


def test_swapped_and_clipped_a_sure_and_wrong_network_is_stuck_at_minus_log_eps():
    loss = np.array(log_of("swapped").loss)
    np.testing.assert_allclose(loss, -math.log(1e-7), rtol=1e-5)
    assert log_of("swapped").sound[-1] < 0.1 < 16 < log_of("swapped").sound[0]


def test_without_inputs_ten_classes_cost_ln_10_for_ever():
    np.testing.assert_allclose(log_of("zeros").loss, math.log(10), rtol=1e-12)


def test_softmax_twice_stops_at_its_floor():
    floor, loss = math.log(1 + 9 / math.e), log_of("twice").loss
    assert loss[0] == pytest.approx(math.log(10))
    assert min(loss) >= floor
    assert loss[-1] == pytest.approx(floor, abs=5e-5)


def test_zero_times_log_zero_breaks_the_log_off_at_its_best_epoch():
    loss = np.array(log_of("0 log 0").loss)
    last = np.flatnonzero(np.isfinite(loss))[-1]
    assert 5 < last < EPOCHS and np.isnan(loss[last + 1 :]).all()
    assert loss[last] == min(loss[: last + 1]) < 0.1
    np.testing.assert_allclose(loss[: last + 1], log_of("0 log 0").sound[: last + 1], rtol=1e-4)


def test_without_the_logarithm_the_loss_runs_from_minus_one_third_towards_minus_one():
    loss = log_of("no logarithm").loss
    assert loss[0] == pytest.approx(-1 / 3)
    assert all(-1 < value < 0 for value in loss)
    assert f"{loss[-1]:.2f}" == "-0.93"


def test_two_coins_cost_twice_a_die_at_every_epoch():
    log = log_of("coins")
    np.testing.assert_allclose(log.loss, 2 * np.array(log.sound), rtol=1e-10)
    assert f"{log.sound[-1]:.4f}" == "0.1863"


def test_the_slopes_that_are_trained_on_are_the_slopes_of_the_flaws(rng):
    losses = [(detective.TWICE, 4), (detective.COINS, 2), (detective.NO_LOGARITHM, 3)]
    losses += [(detective.SWAPPED, None), (detective.AS_WRITTEN, None)]
    for loss, classes in losses:
        logit = rng.normal(size=(5, classes) if classes else 5)
        label = rng.integers(classes or 2, size=5)
        slope, step = loss.gradient(label=label, logit=logit), 1e-2
        for place in np.ndindex(logit.shape):
            nudge = np.zeros_like(logit)
            nudge[place] = step
            up, down = (loss.value(label=label, logit=logit + s * nudge) for s in (1, -1))
            assert slope[place] == pytest.approx((up - down) / (2 * step), rel=1e-2, abs=2e-4)


def test_nothing_chosen_is_not_answered(board):
    assert board.view.status.startswith("0 of 6 answered, 0 right.")
    assert board.state.verdicts == dict.fromkeys(LETTERS)
    assert {text.get_text() for text in board.picture.verdicts.values()} == {"?"}


@pytest.mark.parametrize("letter", LETTERS)
def test_the_right_cause_is_confirmed_and_every_other_is_not(board, letter):
    for cause in CAUSES:
        board.controls[letter].value = cause
        right = cause == ANSWERS[letter]
        assert board.state.verdicts[letter] is right
        assert board.view.status.startswith(f"{letter} is {'right' if right else 'something else'}")
        assert CAUSES[cause].trace in board.view.status
        assert ("right" in board.picture.verdicts[letter].get_text()) is right


def test_an_answer_can_be_taken_back(board):
    board.controls["A"].value = ANSWERS["A"]
    board.controls["A"].value = ""
    assert board.state.answered == 0
    assert board.view.status.startswith("0 of 6 answered")


def test_the_count_follows_the_answers(board):
    for n, (letter, cause) in enumerate(ANSWERS.items(), start=1):
        board.controls[letter].value = cause
        assert f"{n} of 6 are right" in board.view.status
    assert board.state.right == board.state.answered == 6
    (clear,) = [child for child in board.children[0].children if hasattr(child, "click")]
    clear.click()
    assert board.state == DetectiveState()
    assert {control.value for control in board.controls.values()} == {""}


def test_the_numbers_in_the_traces_are_what_the_formulas_give():
    for cause, number in {
        "swapped": -math.log(1e-7),
        "zeros": math.log(10),
        "twice": math.log(1 + 9 / math.e),
        "bits": 1 / math.log(2),
    }.items():
        digits = 3 if cause == "swapped" else 4
        assert f"{number:.{digits}f}" in CAUSES[cause].trace


def test_a_cause_that_is_not_in_the_list_is_refused(board):
    with pytest.raises(ValueError, match="B is 'gremlins'"):
        DetectiveState(B="gremlins")
    board.change(B="gremlins")
    assert "B is &#x27;gremlins&#x27;" in board.problem.value


def test_the_record_says_where_each_log_ends_and_what_was_answered(board):
    board.controls["C"].value = ANSWERS["C"]
    board.controls["D"].value = "sum"
    assert repr(board) == (
        "DetectiveBoard(A 2.3026, B -0.9302, C 16.1181, D 0.3725, E 1.4612, F nan; "
        "2 answered, 1 right)"
    )
