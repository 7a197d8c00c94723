"""Pictures are drawn once and then moved; what a move sends makes the whole picture."""

import io
import zlib
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from threading import Barrier, BrokenBarrierError

import numpy as np
import pytest
from every_explorer import EXPLORERS, lent, places, sliders
from matplotlib import rcParams
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.patches import Rectangle
from PIL import Image

from xent_lib.explorers.coin import CoinExplorer
from xent_lib.picture import SHARPNESS, Handle, Picture
from xent_lib.pixels import deflated, packed
from xent_lib.stamp import drawn


@dataclass(frozen=True)
class Spot:
    x: float = 0.5
    y: float = 0.5
    title: str = "a spot"


class SpotPicture(Picture):
    width, height = 240, 160

    def __init__(self):
        super().__init__()
        self.drawings = 0

    def scene(self, state):
        return state.title

    def draw(self, state):
        self.drawings += 1
        self.axes = self.figure.add_subplot()
        self.axes.set(xlim=(0, 1), ylim=(0, 1), title=state.title)
        self.axes.plot([0, 1], [0, 1])
        (self.spot,) = self.axes.plot([], [], "o", markersize=12, zorder=5)
        self.moving(self.spot)

    def move(self, state):
        self.spot.set_data([state.x], [state.y])


@pytest.fixture
def picture():
    picture = SpotPicture()
    picture.show(Spot())
    return picture


def assembled(base, changes):
    """The picture that a page makes of its static part and the runs of a move."""
    colors, starts, lengths, counts = (part.astype(int) for part in changes)
    rows, columns = base.shape
    first = columns * np.repeat(np.arange(rows), counts) + starts
    within = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    at = np.repeat(first, lengths) + within
    page = base.ravel().copy()
    assert (page[at] != np.repeat(colors, lengths)).all(), "what did not change is sent"
    page[at] = np.repeat(colors, lengths)
    return page.reshape(base.shape)


def alike(some, others):
    """Whether two pictures are the same but for the rounding of a stamp's soft edge."""
    some, others = (pixels.view(np.uint8).astype(int) for pixels in (some, others))
    return abs(some - others).max() <= 2


def geometry(picture):
    """Limits of all axes, and where they are."""
    return [(a.get_xlim(), a.get_ylim(), a.get_position().bounds) for a in picture.figure.axes]


def moves(explorer, number=3):
    """Move each slider to some places and back, and stop at each; the static part stays."""
    for slider in sliders(explorer).values():
        start = slider.value
        for value in [*places(slider, number), start]:
            base = explorer.picture.base
            slider.value = value
            if explorer.picture.base is base:
                yield value


@pytest.fixture(params=EXPLORERS, ids=lambda kind: kind.__name__)
def explorer(request):
    return lent(request.param)


# Drawn once -----------------------------------------------------------------------------------


def test_the_static_part_is_drawn_once_however_often_the_state_moves(picture, rng):
    assert [picture.show(Spot(x, y)) for x, y in rng.random((50, 2))] == 50 * [False]
    assert picture.drawings == 1


def test_another_scene_is_drawn_once(picture):
    shown = [picture.show(Spot(x, 0.5, title)) for title in ("one", "two") for x in (0.1, 0.9)]
    assert shown == [True, False, True, False]
    assert picture.drawings == 3
    assert picture.axes.get_title(loc="left") == "two"


def test_no_move_makes_matplotlib_draw_the_figure(explorer, monkeypatch):
    drawn = []
    monkeypatch.setattr(FigureCanvasAgg, "draw", lambda canvas: drawn.append(canvas))
    assert all(drawn == [] for _move in moves(explorer))


# Exact ----------------------------------------------------------------------------------------


class WholePicture(SpotPicture):
    """The same figure, of which nothing moves."""

    def draw(self, state):
        super().draw(state)
        self.move(state)

    def moving(self, artist):
        return artist


def test_a_moved_picture_is_the_one_that_is_drawn_whole(picture, rng):
    for x, y in rng.random((5, 2)):
        picture.show(Spot(x, y))
        whole = WholePicture()
        whole.show(Spot(x, y))
        assert alike(picture.pixels(), whole.pixels())
        assert (whole.base == whole.pixels()).all()


def test_moving_away_and_back_leaves_no_trace(picture, rng):
    before = picture.pixels().copy()
    for x, y in rng.random((20, 2)):
        picture.show(Spot(x, y))
        assert (picture.pixels() != before).any()
    picture.show(Spot())
    assert (picture.pixels() == before).all()


def test_what_covers_most_of_the_picture_leaves_no_trace_either(picture):
    before = picture.pixels().copy()
    picture.spot.set_markersize(400)
    picture.show(Spot())
    assert (picture.pixels() != picture.base).mean() > 1 / 2
    picture.spot.set_markersize(12)
    picture.show(Spot())
    np.testing.assert_array_equal(picture.pixels(), before)


def test_a_drawing_that_failed_leaves_no_trace(picture, monkeypatch):
    before = picture.pixels().copy()

    def fail(renderer, artist):
        drawn(renderer, artist)
        raise RuntimeError

    with monkeypatch.context() as patch, pytest.raises(RuntimeError):
        patch.setattr("xent_lib.picture.drawn", fail)
        picture.show(Spot(0.1, 0.9))
    picture.show(Spot())
    np.testing.assert_array_equal(picture.pixels(), before)


def test_a_static_part_that_was_interrupted_is_drawn_again(picture, monkeypatch):
    before = picture.pixels().copy()
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(picture.canvas, "draw", interrupt)
        picture.show(Spot(title="another"))
    assert picture.show(Spot())
    np.testing.assert_array_equal(picture.pixels(), before)


def interrupt():
    raise KeyboardInterrupt


def test_two_threads_that_draw_leave_the_style_of_everybody_as_it_was(picture):
    before, both_inside = dict(rcParams), Barrier(2)

    class SlowPicture(SpotPicture):
        def draw(self, state):
            with suppress(BrokenBarrierError):
                both_inside.wait(timeout=0.2)  # in vain, if one waits for the other
            super().draw(state)

    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda _number: SlowPicture().show(Spot()), range(2)))
    assert dict(rcParams) == before


def test_the_static_part_and_the_runs_make_the_picture(picture, rng):
    for x, y in rng.random((20, 2)):
        picture.show(Spot(x, y))
        assert (assembled(picture.base, picture.changes()) == picture.pixels()).all()


def test_what_any_explorer_sends_makes_its_picture(explorer):
    for _move in moves(explorer):
        sent = explorer.picture.changes()
        whole = explorer.picture.pixels()
        assert (assembled(explorer.picture.base, sent) == whole).all()


def test_a_run_ends_with_its_row(picture):
    band = Rectangle((0, 0.25), 1, 0.5, transform=picture.figure.transFigure, fc="#123456", lw=0)
    picture.moving(picture.figure.add_artist(band))
    picture.show(Spot(y=-5))  # the spot is out of sight
    rows, columns = picture.base.shape
    _colors, starts, lengths, counts = picture.changes()
    assert (starts.astype(int) + lengths <= columns).all()
    inside = slice(rows // 4, 3 * rows // 4)
    assert (counts[inside] == 1).all() and not counts[: rows // 4].any()
    assert (starts == 0).all() and (lengths == columns).all()


def test_where_nothing_covers_the_static_part_nothing_is_sent(picture):
    picture.show(Spot(x=-5))
    colors, starts, lengths, counts = picture.changes()
    assert len(colors) == len(starts) == len(lengths) == 0
    assert not counts.any()


def test_inflating_gives_back_what_was_deflated(picture):
    runs = packed(picture.changes())
    assert zlib.decompress(deflated(runs)) == runs
    assert np.frombuffer(runs, np.uint32, 1)[0] == picture.changes()[0][0]
    rows = picture.base.shape[0]
    assert len(runs) == 8 * len(picture.changes()[0]) + 2 * rows


# Still ----------------------------------------------------------------------------------------


def test_no_axis_moves_while_a_slider_does(explorer):
    before = geometry(explorer.picture)
    for _move in moves(explorer):
        assert geometry(explorer.picture) == before


def test_a_picture_is_never_blank_and_never_changes_size(explorer):
    size = SHARPNESS * explorer.picture.height, SHARPNESS * explorer.picture.width
    opaque = np.frombuffer(b"\x00\x00\x00\xff", np.uint32)[0]
    for _move in moves(explorer):
        pixels = explorer.picture.pixels()
        assert pixels.shape == size
        assert (pixels & opaque == opaque).all()
        assert len(np.unique(pixels)) > 50  # white paper has one colour


def test_the_png_has_twice_the_shown_size_whatever_it_shows(picture):
    for state in (Spot(), Spot(x=-9), Spot(title="quite another title")):
        picture.show(state)
        png = Image.open(io.BytesIO(picture.png()))
        assert png.size == (2 * picture.width, 2 * picture.height)
        assert png.info["dpi"] == pytest.approx((192, 192), abs=0.1)
        shown = np.asarray(picture.canvas.buffer_rgba())[..., :3]
        assert (np.asarray(png) == shown).all()


# In the hand ----------------------------------------------------------------------------------


def test_a_place_on_the_page_is_found_again_in_the_data(picture, rng):
    for at in rng.random((20, 2)):
        picture.show(Spot(*at))
        handle = Handle(picture.spot, x="x", y="y", size=(20, 30))
        left, top, width, height = picture.place(handle)
        assert (width, height) == pytest.approx((20 / 240, 30 / 160))
        center = left + width / 2, top + height / 2
        assert picture.data_at(handle, *center) == pytest.approx(at)


def test_a_handle_lies_on_its_artist(picture):
    picture.show(Spot(0.25, 0.75))
    left, top, width, height = picture.place(Handle(picture.spot, x="x"))
    rows, columns = np.nonzero(picture.pixels() != picture.base)
    middle = (columns.mean() / (2 * 240), rows.mean() / (2 * 160))
    assert middle == pytest.approx((left + width / 2, top + height / 2), abs=0.005)


@pytest.mark.parametrize(
    ("fields", "cursor"),
    [({"x": "a"}, "ew-resize"), ({"y": "a"}, "ns-resize"), ({"x": "a", "y": "b"}, "grab")],
)
def test_the_cursor_says_how_a_handle_can_be_dragged(picture, fields, cursor):
    assert Handle(picture.spot, **fields).cursor == cursor


# On its way to the page -----------------------------------------------------------------------


def test_a_move_of_the_hand_is_answered_by_one_message(monkeypatch):
    explorer = CoinExplorer()
    sent = []
    channel = type(explorer.view.comm)
    monkeypatch.setattr(channel, "publish_msg", lambda comm, kind, data, **_: sent.append(data))
    move = {"page": "a", "move": 1, "value": 0.71}  # as it comes from the page
    explorer.controls["q"]._handle_custom_msg(move, [])
    assert explorer.state.q == 0.71
    (picture,) = [data for data in sent if data["method"] == "update"]
    assert set(picture["state"]) == {"status", "handles", "answers"}
    assert picture["buffer_paths"] == [["overlay"]]
    # Every window hears where the slider is.
    (answer,) = picture["state"]["answers"].values()
    assert answer["value"] == 0.71 and answer["taken"]["move"] == 1


@pytest.mark.parametrize("near", [True, False])
def test_a_page_on_this_machine_gets_runs_and_another_a_stream(near):
    explorer = CoinExplorer()
    explorer.view.near = near
    explorer.controls["q"].value = 0.7
    runs = packed(explorer.picture.changes())
    assert explorer.view.deflated == (not near)
    assert explorer.view.overlay == (runs if near else deflated(runs))
    assert zlib.decompress(explorer.view.base) == packed([explorer.picture.base])
