"""DetectiveBoard: causes that the numbers of the logs tell apart."""

import math

import pytest
from every_explorer import lent

from tests.hands import press
from xent_lib.explorers.detective import CAUSES, DetectiveBoard, DetectiveState
from xent_lib.training import LETTERS, logs

ANSWERS = {letter: log.cause for letter, log in logs().items()}


@pytest.fixture
def board(undrawn):
    return lent(DetectiveBoard)


def test_each_log_has_a_cause_of_its_own_and_two_causes_have_none():
    assert list(logs()) == list(LETTERS)
    assert len(set(ANSWERS.values())) == 6
    assert set(CAUSES) - set(ANSWERS.values()) == {"bits", "sum"}


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
    press(board, "Clear the board")
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


def test_the_clues_can_be_heard(board):
    for words in (board.view.status, board.view.alt):
        assert f"A (K = 10) {math.log(10):.4f}, without" in words
        assert f"E (K = 10) {math.log(1 + 9 / math.e):.4f}, without" in words
        assert f"C (K = 2) {-math.log(1e-7):.4f}, without" in words
        assert "F (K = 2, float32) nan, without" in words


@pytest.mark.parametrize("last", ["Z", "a", 3])
def test_a_last_answer_that_is_no_letter_is_refused_with_a_sentence(last):
    with pytest.raises(ValueError, match=f"last is .?{last}.?, but expected one of"):
        DetectiveState(last=last)
