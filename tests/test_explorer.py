"""An explorer of a state of two numbers: its controls, hand, complaints and playing."""

import asyncio
import gc
import subprocess
import sys
import weakref
from dataclasses import dataclass, replace

import ipywidgets as widgets
import pytest
from hands import drag

from xent_lib.controls import Slider
from xent_lib.controls.slider import nearest
from xent_lib.explorer import Explorer, belongings
from xent_lib.explorers.coin import CoinExplorer, CoinState
from xent_lib.picture import Handle, Picture


@dataclass(frozen=True)
class Point:
    x: float = 0.5
    y: float = 2.0
    note: str = ""

    def __post_init__(self):
        if self.note == "<b>":
            raise ValueError("note is <b>, but must not be bold.")
        if self.y > 4:
            raise ValueError(f"y is {self.y}, but it ends at 4.")

    @property
    def readout(self):
        return f"The point is at {self.x:.2f}, {self.y:.1f}."

    summary = readout


class PointPicture(Picture):
    width, height = 200, 150

    def draw(self, state):
        self.axes = self.figure.add_subplot()
        self.axes.set(xlim=(0, 1), ylim=(0, 4))
        self.point = self.moving(self.axes.plot([], [], "o")[0])

    def move(self, state):
        self.point.set_data([state.x], [state.y])

    def handles(self, state):
        return [Handle(self.point, x="x", y="y")]


class PointExplorer(Explorer):
    State, Picture, alt = Point, PointPicture, "A point."

    def build(self, state):
        return {
            "x": Slider("x", value=state.x),
            "y": Slider("y", value=state.y, max=4, step=0.5),
            "note": widgets.Text(state.note),
        }


@pytest.fixture
def explorer():
    return PointExplorer()


def values(explorer):
    return {name: control.value for name, control in explorer.controls.items()}


def shown(explorer):
    (x,), (y,) = explorer.picture.point.get_data()
    return x, y


# Controls and state ---------------------------------------------------------------------------


def test_a_control_sets_its_field_and_picture_and_readout_follow(explorer):
    explorer.controls["x"].value = 0.25
    assert explorer.state == Point(x=0.25)
    assert shown(explorer) == (0.25, 2)
    assert explorer.view.status == "The point is at 0.25, 2.0."


def test_a_state_set_in_code_moves_the_controls(explorer):
    explorer.state = Point(0.75, 3.5, "there")
    assert values(explorer) == {"x": 0.75, "y": 3.5, "note": "there"}
    assert shown(explorer) == (0.75, 3.5)


def test_an_explorer_starts_with_the_fields_it_is_given():
    assert values(PointExplorer(y=1)) == {"x": 0.5, "y": 1, "note": ""}


def test_two_explorers_share_nothing(explorer):
    other = PointExplorer()
    other.controls["x"].value = 0
    assert explorer.state == Point() and shown(explorer) == (0.5, 2)


def test_an_explorer_says_its_state(explorer):
    assert repr(explorer) == "PointExplorer(The point is at 0.50, 2.0.)"


# What a state refuses -------------------------------------------------------------------------


def test_what_the_state_refuses_is_said_and_the_last_state_kept(explorer):
    explorer.controls["x"].value = 0.1
    explorer.controls["note"].value = "<b>"
    assert explorer.state == Point(x=0.1)
    assert shown(explorer) == (0.1, 2)
    assert 'role="alert"' in explorer.problem.value
    assert "note is &lt;b&gt;, but must not be bold." in explorer.problem.value


def test_the_next_good_state_takes_the_complaint_away(explorer):
    explorer.controls["note"].value = "<b>"
    explorer.controls["note"].value = "plain"
    assert explorer.problem.value == ""
    assert explorer.state == Point(note="plain")


def test_what_was_refused_stays_in_its_control_while_another_moves(explorer):
    explorer.controls["note"].value = "<b>"
    explorer.controls["x"].value = 0.3
    assert explorer.state == Point(x=0.3)
    assert values(explorer) == {"x": 0.3, "y": 2, "note": "<b>"}
    assert "must not be bold" in explorer.problem.value


def test_what_was_refused_counts_once_another_control_allows_it():
    coin = CoinExplorer(heads=7, tails=3)
    for name, count in {"heads": 0, "tails": 0, "q": 0.3}.items():
        coin.controls[name].value = count
    assert coin.state == CoinState(q=0.3, heads=0, tails=3)
    assert "both 0" in coin.problem.value and coin.controls["tails"].value == 0
    coin.controls["heads"].value = 5
    assert coin.state == CoinState(q=0.3, heads=5, tails=0)
    assert coin.problem.value == ""


def test_what_is_mended_counts_no_more_while_something_else_is_still_refused(explorer):
    for fields in ({"note": "<b>"}, {"y": 9}, {"note": "plain"}):
        explorer.change(**fields)
    assert explorer.state == Point(note="plain") and "y is 9" in explorer.problem.value
    explorer.change(y=1)
    assert explorer.state == Point(y=1, note="plain") and explorer.problem.value == ""


def test_a_state_set_in_code_leaves_nothing_of_what_was_refused(explorer):
    explorer.controls["note"].value = "<b>"
    explorer.state = Point(x=0.9)
    assert values(explorer) == {"x": 0.9, "y": 2, "note": ""}
    assert explorer.problem.value == ""


def test_a_button_goes_to_a_state_or_says_why_not(explorer):
    right = explorer.button("right", lambda state: replace(state, x=1.0))
    bold = explorer.button("bold", lambda state: replace(state, note="<b>"))
    right.click()
    assert explorer.state == Point(x=1)
    bold.click()
    assert explorer.state == Point(x=1) and "bold" in explorer.problem.value


def test_an_error_of_ours_is_not_taken_for_a_complaint(explorer):
    with pytest.raises(ZeroDivisionError):
        explorer.attempt(lambda: 1 / 0)


# The hand -------------------------------------------------------------------------------------


def test_the_slider_follows_the_hand(explorer):
    drag(explorer, 0.31, 3)
    assert explorer.state == Point(0.31, 3)
    assert values(explorer) == {"x": 0.31, "y": 3, "note": ""}
    assert shown(explorer) == (0.31, 3)


def test_the_handle_follows_the_slider(explorer):
    explorer.controls["x"].value = 0.9
    (handle,) = explorer.view.handles
    assert handle["box"] == explorer.picture.place(Handle(explorer.picture.point))
    assert Handle(explorer.picture.point).at == (0.9, 2)
    assert handle["cursor"] == "grab"


def test_a_hand_beyond_the_axes_stays_at_the_sliders_end(explorer):
    drag(explorer, 7, -3)
    assert explorer.state == Point(1, 0)
    drag(explorer, -7, 30)
    assert explorer.state == Point(0, 4)


def test_a_hand_at_the_same_place_as_before_counts_again(explorer):
    place = {"page": "a", "handle": 0, "x": 0.5, "y": 0.5}
    for move in (1, 2):
        explorer.view._hear(explorer.view, {**place, "move": move}, [])
        there = explorer.state
        explorer.state = Point()
    assert there != Point()


def test_a_hand_between_two_steps_takes_the_nearer(explorer):
    drag(explorer, 0.3141, 1.3)
    assert explorer.state == Point(0.31, 1.5)


def test_a_hand_on_a_handle_that_went_away_moves_nothing(explorer):
    explorer.view.drag = {"handle": 1, "x": 0.9, "y": 0.9}
    assert explorer.state == Point() and explorer.problem.value == ""


def test_a_control_without_steps_takes_what_it_is_given():
    assert nearest(widgets.Text(), "any") == "any"


# Playing --------------------------------------------------------------------------------------


def right(state):
    """A hundredth to the right, up to the end."""
    return replace(state, x=round(state.x + 0.01, 2)) if state.x < 0.55 else None


def playing(explorer, script):
    """Run the coroutine `script` in an event loop, as a kernel's, while the explorer plays."""
    ended = []
    explorer.stopped = lambda: ended.append(explorer.state)

    async def session():
        explorer.play(right, every=0)
        await script()

    asyncio.run(session())
    return ended


async def let_it_run():
    for _turn in range(50):
        await asyncio.sleep(0)


def test_playing_ends_by_itself_when_there_is_no_next_state(explorer):
    ended = playing(explorer, let_it_run)
    assert explorer.state == Point(x=0.55) and shown(explorer) == (0.55, 2)
    assert ended == [Point(x=0.55)] and not explorer.playing


def test_playing_can_be_stopped_where_it_is(explorer):
    async def stop_at_the_third():
        while explorer.state.x < 0.53:
            assert explorer.playing, explorer.problem.value
            await asyncio.sleep(0)
        explorer.stop()
        assert not explorer.playing
        await let_it_run()

    ended = playing(explorer, stop_at_the_third)
    assert explorer.state == Point(x=0.53) and ended == [Point(x=0.53)]


def test_a_slider_can_be_moved_while_playing(explorer):
    async def reach_in():
        await asyncio.sleep(0)
        explorer.controls["y"].value = 0.5
        await let_it_run()

    playing(explorer, reach_in)
    assert explorer.state == Point(x=0.55, y=0.5)


def test_playing_anew_ends_the_first_play(explorer):
    async def play_again():
        explorer.play(lambda state: None)
        await let_it_run()

    ended = playing(explorer, play_again)
    assert explorer.state.x < 0.55 and len(ended) == 2


def test_stopping_what_does_not_play_does_nothing(explorer):
    explorer.stopped = lambda: pytest.fail("nothing was playing")
    explorer.stop()
    assert not explorer.playing


# Closing ----------------------------------------------------------------------------------------


def test_a_closed_explorer_closes_all_that_it_holds_and_is_forgotten():
    explorer = PointExplorer()
    held = weakref.ref(explorer)
    parts = [explorer, *belongings(explorer)]
    assert {explorer.view, explorer.problem, *explorer.controls.values()} < set(parts)
    assert {explorer.layout, explorer.problem.style} < set(parts)
    explorer.close()
    assert all(part.comm is None for part in parts)
    del explorer, parts
    gc.collect()
    assert held() is None


def test_a_closed_explorer_that_is_kept_keeps_nothing_that_was_drawn(explorer):
    """As a notebook's Out keeps every result."""
    drawn = [weakref.ref(one) for one in (explorer.picture.figure, *explorer.picture.figure.axes)]
    explorer.close()
    gc.collect()
    assert len(drawn) > 1 and not any(one() for one in drawn)
    assert repr(explorer).startswith("PointExplorer(")
    explorer.state = replace(explorer.state, x=0.75)  # and nothing goes wrong
    assert explorer.state.x == 0.75


def test_a_closed_explorer_speaks_no_language_when_the_collector_comes(explorer, monkeypatch):
    explorer.close()
    monkeypatch.setattr("xent_lib.language.speaking", None)  # nobody may set a context variable
    explorer.__del__()


def test_a_closed_explorer_plays_no_further(explorer):
    async def watch():
        explorer.play(lambda state: replace(state, x=1 - state.x), every=0)
        await asyncio.sleep(0.05)
        explorer.close()
        last = explorer.state
        await asyncio.sleep(0.05)
        return last

    assert asyncio.run(watch()) == explorer.state


def test_an_explorer_that_is_refused_leaves_nothing_to_complain_about(monkeypatch):
    complaints = []
    monkeypatch.setattr("sys.unraisablehook", complaints.append)

    def refused():
        try:
            CoinExplorer(heads=0, tails=0)
        except ValueError as error:
            return str(error)

    assert "heads and tails are both 0" in refused()
    gc.collect()
    assert complaints == []


def test_a_script_may_end_with_an_explorer_alive():
    script = "from xent_lib.explorers.coin import CoinExplorer; explorer = CoinExplorer()"
    finished = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True)
    assert (finished.returncode, finished.stderr) == (0, "")
