"""Moves that come in any order from any page: the last one counts, and each is answered."""

from math import nan

import pytest

from xent_lib.controls import Slider
from xent_lib.explorers.coin import CoinExplorer


class Wire:
    """What the kernel sends for a widget, in place of a connection."""

    def __init__(self, widget):
        self.widget, self.sent = widget, []
        widget.send_state = self.keep

    def keep(self, key=None):
        keys = [key] if isinstance(key, str) else list(key)
        self.sent.append({name: getattr(self.widget, name) for name in keys})

    def hear(self, **move):
        self.widget._handle_custom_msg(move, [])


def move(slider, value):
    """A hand's first move of a slider."""
    slider._handle_custom_msg({"page": "a", "move": 1, "value": value}, [])


@pytest.fixture
def slider():
    return Slider("guess q", value=0.5)


def test_a_move_sets_the_value_and_is_answered_with_it(slider):
    wire = Wire(slider)
    wire.hear(page="a", move=3, value=0.61)
    assert slider.value == 0.61
    (answer,) = wire.sent
    assert answer["value"] == 0.61
    assert (answer["taken"]["page"], answer["taken"]["move"]) == ("a", 3)


def test_a_move_that_comes_late_or_twice_is_answered_and_changes_nothing(slider):
    wire = Wire(slider)
    wire.hear(page="a", move=3, value=0.61)
    for late in (2, 3):
        wire.hear(page="a", move=late, value=0.2)
        assert slider.value == 0.61
        assert wire.sent[-1]["value"] == 0.61 and wire.sent[-1]["taken"]["move"] == 3


def test_each_window_has_numbers_of_its_own_and_both_hear_what_counts(slider):
    wire = Wire(slider)
    wire.hear(page="a", move=9, value=0.61)
    wire.hear(page="b", move=1, value=0.3)
    assert slider.value == 0.3
    assert wire.sent[-1] == {"value": 0.3, "taken": slider.taken}
    assert slider.taken["page"] == "b"


@pytest.mark.parametrize("value", [nan, float("inf")])
def test_what_is_no_place_on_a_slider_is_answered_with_the_place_it_has(slider, value):
    wire = Wire(slider)
    wire.hear(page="a", move=1, value=value)
    assert slider.value == 0.5
    assert wire.sent == [{"taken": slider.taken}] and slider.taken["move"] == 1


def test_a_value_off_its_step_is_answered_with_the_step(slider):
    wire = Wire(slider)
    wire.hear(page="a", move=1, value=7)
    assert wire.sent[-1]["value"] == 1.0


def test_a_drag_s_answer_comes_in_one_message_with_its_picture():
    explorer = CoinExplorer()
    wire = Wire(explorer.view)
    wire.hear(page="a", move=1, handle=0, x=0.2, y=0.5)
    (answer,) = wire.sent
    assert {"overlay", "status", "handles", "taken"} <= set(answer)
    assert answer["taken"]["ms"] > 0
    assert explorer.controls["q"].value == explorer.state.q != 0.5


def test_a_slider_s_answer_comes_in_one_message_with_its_picture():
    explorer = CoinExplorer()
    q, wire, own = explorer.controls["q"], Wire(explorer.view), []
    q.comm.publish_msg = lambda kind, data, **_: own.append(data)
    move(q, value=0.2)
    (answer,) = wire.sent
    assert {"overlay", "status", "handles", "answers"} <= set(answer)
    assert answer["answers"] == {q.model_id: {"value": 0.2, "taken": q.taken}}
    assert q.taken["ms"] > 0 and not own


@pytest.mark.parametrize("value", [nan, 7, 0.5])
def test_a_slider_beside_a_picture_is_answered_whatever_it_was_asked(value):
    explorer = CoinExplorer(q=0.5)
    q, wire = explorer.controls["q"], Wire(explorer.view)
    move(q, value=value)
    (answer,) = wire.sent
    assert answer["answers"] == {q.model_id: {"value": explorer.state.q, "taken": q.taken}}


def test_a_value_that_code_sets_is_told_by_the_slider_itself():
    explorer = CoinExplorer(q=0.5)
    q = explorer.controls["q"]
    move(q, value=0.2)
    wire = Wire(q)
    explorer.change(q=0.3)
    assert wire.sent == [{"value": 0.3}]
    assert explorer.view.answers == {}  # the old answer is not for a page that is loaded now


def test_what_goes_wrong_in_a_move_is_answered_and_the_slider_speaks_again(monkeypatch):
    explorer = CoinExplorer(q=0.5)
    q, wire = explorer.controls["q"], Wire(explorer.view)
    with monkeypatch.context() as patch, pytest.raises(ZeroDivisionError):
        patch.setattr(q, "take", lambda move: 1 / 0)
        q._hear(q, {"page": "a", "move": 1, "value": 0.2}, [])
    assert wire.sent[-1]["answers"][q.model_id]["value"] == 0.5
    own = Wire(q)
    q.value = 0.6
    assert {"value": 0.6} in own.sent
