"""What is stamped stands where Matplotlib would put it, and looks the same."""

import itertools
from datetime import datetime

import numpy as np
import pytest
from every_explorer import EXPLORERS, lent
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Circle, Rectangle
from matplotlib.patheffects import withStroke
from matplotlib.text import Text
from test_picture import alike, moves

from xent_lib import language
from xent_lib.fonts import families
from xent_lib.stamp import can_stamp, drawn, stamp_text


@pytest.fixture
def canvas():
    return FigureCanvasAgg(Figure((4, 2), dpi=192))


def ink(canvas, draw):
    """Rows and columns that `draw` leaves darker than half, on white."""
    renderer = canvas.get_renderer()
    renderer.clear()
    draw(renderer)
    return np.argwhere(np.asarray(canvas.buffer_rgba())[..., 3] > 127)


@pytest.mark.parametrize("va", ["top", "center", "baseline", "bottom", "center_baseline"])
@pytest.mark.parametrize("ha", ["left", "center", "right"])
@pytest.mark.parametrize("words", ["0.167", "cost 1.7918 ▲", "∞"])
def test_a_stamped_text_covers_what_matplotlib_would_cover(canvas, words, ha, va):
    text = canvas.figure.text(0.5, 0.5, words, ha=ha, va=va, size=13)
    ours = ink(canvas, lambda renderer: stamp_text(renderer, text))
    theirs = ink(canvas, text.draw)
    for edge in (np.min, np.max):
        np.testing.assert_allclose(edge(ours, axis=0), edge(theirs, axis=0), atol=3)
    assert len(ours) == pytest.approx(len(theirs), rel=0.1)


def test_japanese_is_stamped_whole(canvas):
    with language.speaking("ja"), rc_context({"font.family": families()}):
        text = canvas.figure.text(0.5, 0.5, "損失の国 0.167 ⁻", ha="center", va="baseline", size=13)
    ours = ink(canvas, lambda renderer: stamp_text(renderer, text))
    theirs = ink(canvas, text.draw)
    for edge in (np.min, np.max):
        np.testing.assert_allclose(edge(ours, axis=0), edge(theirs, axis=0), atol=3)
    assert len(ours) == pytest.approx(len(theirs), rel=0.1)


def test_a_stamped_text_has_its_color(canvas):
    text = canvas.figure.text(0.5, 0.5, "█", size=20, color=(1, 0, 0))
    ink(canvas, lambda renderer: stamp_text(renderer, text))
    pixels = np.asarray(canvas.buffer_rgba())
    assert (pixels[pixels[..., 3] == 255] == [255, 0, 0, 255]).all()


def test_an_empty_or_hidden_text_leaves_no_ink(canvas):
    empty, hidden = canvas.figure.text(0.5, 0.5, ""), canvas.figure.text(0.5, 0.5, "here")
    hidden.set_visible(False)
    for text in (empty, hidden):
        assert len(ink(canvas, lambda renderer, text=text: drawn(renderer, text))) == 0


def test_mathematics_lines_and_boxes_are_left_to_matplotlib(canvas):
    figure = canvas.figure
    assert can_stamp(figure.text(0, 0, "0.5"))
    assert not can_stamp(figure.text(0, 0, "$p$"))
    assert not can_stamp(figure.text(0, 0, "two\nlines"))
    assert not can_stamp(figure.text(0, 0, "boxed", bbox={}))
    assert not can_stamp(figure.text(0, 0, "upright", rotation=90))
    assert not can_stamp(figure.text(0, 0, "pale", alpha=0.5))
    assert not can_stamp(figure.text(0, 0, "clear", alpha=0))
    assert not can_stamp(figure.text(0, 0, "pale by its colour", color=(1, 0, 0, 0.5)))


# Against Matplotlib itself ------------------------------------------------------------------------


@pytest.fixture
def axes(canvas):
    axes = canvas.figure.add_axes((0.13, 0.17, 0.71, 0.67))
    axes.set(xlim=(-1, 2), ylim=(0, 5))
    return axes


def both(canvas, artist):
    """What Matplotlib draws on white paper and what is stamped there, and the stamp's box."""
    papers = []
    for draw in (lambda renderer: artist.draw(renderer), lambda renderer: drawn(renderer, artist)):
        renderer = canvas.get_renderer()
        np.asarray(canvas.buffer_rgba())[...] = 255
        box = draw(renderer)
        papers.append(np.asarray(canvas.buffer_rgba()).astype(int))
    return *papers, box


def agree(canvas, artist):
    """The stamp is Matplotlib's own picture, and lies in a box that is not the whole paper."""
    theirs, ours, box = both(canvas, artist)
    assert abs(theirs - ours).max() <= 2  # the rounding of a soft edge
    inked = (ours != 255).any(axis=2)
    assert inked.any() and box != (0, inked.shape[0], 0, inked.shape[1])
    inked[box.part] = False
    assert not inked.any()


MARKERS = "o s D ^ v < > * P X".split()


@pytest.mark.parametrize("marker", MARKERS)
def test_a_marker_is_matplotlibs(canvas, axes, marker, rng):
    look = {"ms": 12, "mec": "white", "color": "#D55E00", "clip_on": False}
    (line,) = axes.plot([], [], marker, **look)
    for x, y in rng.uniform((-1, 0), (2, 5), (5, 2)):
        line.set_data([x], [y])
        agree(canvas, line)
    line.set(markerfacecolor="white", markeredgecolor="#0072B2", markeredgewidth=1.8, alpha=0.6)
    agree(canvas, line)
    line.set_clip_on(True)
    for corner in itertools.product((-1, 2), (0, 5)):
        line.set_data(*zip(corner, strict=True))
        agree(canvas, line)


def test_a_marker_beyond_the_paper_leaves_no_ink_and_none_is_lost_at_its_edge(canvas, axes):
    (line,) = axes.plot([], [], "o", color="black", ms=12, clip_on=False)
    right = axes.transData.inverted().transform((canvas.get_renderer().width, 0))[0]
    line.set_data([right], [2])
    agree(canvas, line)
    for x in (1e3, 1e30, -1e300, np.inf, np.nan):
        line.set_data([x], [2])
        theirs, ours, _box = both(canvas, line)
        assert (ours == 255).all() and (theirs == 255).all()


@pytest.mark.parametrize("width", [0.8, 1, 1.125, 2, 2.6, 6])
def test_a_line_along_an_axis_is_matplotlibs(canvas, axes, width, rng):
    (line,) = axes.plot([], [], color="#767676", lw=width)
    for x, y in rng.uniform((-1, 0), (2, 5), (5, 2)):
        for other in ((x, 5 - y), (1 - x, y)):
            line.set_data(*zip((x, y), other, strict=True))
            agree(canvas, line)
    upright = axes.axvline(0.3, ymax=0.88, color="#767676", lw=width)
    agree(canvas, upright)
    line.set_data([-9, 9], [1, 1])  # far beyond both edges
    agree(canvas, line)


@pytest.mark.parametrize("how", [{}, {"fc": "white"}, {"clip_on": False}])
def test_a_bar_is_matplotlibs(canvas, axes, how, rng):
    bar = axes.add_patch(Rectangle((0, 0), 1, 1, **{"fc": "#009E73", "lw": 0, **how}))
    for x, y, width, height in rng.uniform((-1, 0, -1, -1), (2, 5, 4, 6), (9, 4)):
        bar.set(xy=(x, y), width=width, height=height)
        if how.get("fc") == "white":
            theirs, ours, _box = both(canvas, bar)
            assert (theirs == ours).all()
        else:
            agree(canvas, bar)


def test_a_bar_that_a_circle_clips_is_matplotlibs(canvas, axes, rng):
    rim = axes.add_patch(Circle((0.5, 2.5), 1.2))
    bar = axes.add_patch(Rectangle((-1, 0), 3, 0, fc="#D55E00", lw=0))
    bar.set_clip_path(rim)
    for height in (*rng.uniform(1.4, 3.6, 5), 5):
        bar.set_height(height)
        agree(canvas, bar)
    axes.set_xlim(-2, 2)  # the circle is another one now
    agree(canvas, bar)


def test_an_empty_bar_leaves_no_ink(canvas, axes):
    bar = axes.add_patch(Rectangle((0, 0), 1, 0, fc="black", lw=0))
    for height in (0, 1e-9):
        bar.set_height(height)
        theirs, ours, _box = both(canvas, bar)
        assert (theirs == 255).all() and (ours == 255).all()


@pytest.mark.parametrize("clip", [True, False])
def test_a_bar_beyond_the_paper_leaves_no_ink(canvas, axes, clip):
    bar = axes.add_patch(Rectangle((0, 0), 1, 1, fc="black", lw=0, clip_on=clip))
    for corner in ((0, 9), (0, -9), (-9, 1), (9, 1)):
        bar.set_xy(corner)
        theirs, ours, box = both(canvas, bar)
        assert (theirs == 255).all() and (ours == 255).all() and not box


def test_what_is_not_plain_is_left_to_matplotlib(canvas, axes):
    made = [
        *axes.plot([0, 1], [1, 2], color="black"),  # slanted
        axes.annotate("here", (0, 1), (20, 20), textcoords="offset points"),
        *axes.plot([0, 1], [1, 1], "--", color="black"),
        *axes.plot([0, 1, 1.5], [1, 2, 2], "o-", color="black"),
        *axes.plot([0], [1], "o", color="black", path_effects=[withStroke(linewidth=3)]),
        *axes.plot([0], [1], "o", color="black", snap=False, ms=11),
        *axes.plot([0.013, 1], [1, 1], color="black", snap=False),
        *axes.plot([0], [1], color=[0, 0, 0], marker=[(0, 0), (1, 0), (0, 1)]),
        *axes.plot([0], [1], "o", fillstyle="left", markerfacecoloralt="red", ms=15),
        axes.add_patch(Rectangle((0.013, 1), 1, 1, fc="black", lw=0, snap=False)),
        axes.text(1.9, 2, "beyond the axes", clip_on=True),
        axes.text(0, 2, "sketched", sketch_params=(5, 20, 2)),
        axes.add_patch(Rectangle((0, 1), 1, 1, color="black")),  # with an edge
        axes.add_patch(Rectangle((0, 1), 1, 1, fc="black", lw=0, alpha=0.5)),
        axes.add_patch(Rectangle((0, 1), 1, 1, fc="white", ec="black", lw=0, hatch="//")),
        axes.add_patch(Rectangle((0, 1), 1, 1, angle=30, fc="black", lw=0)),
    ]
    for artist in made:
        theirs, ours, _box = both(canvas, artist)
        assert abs(theirs - ours).max() <= 2, artist
        assert (ours != 255).any()


def test_what_matplotlib_leaves_out_leaves_no_ink(canvas, axes):
    hidden = np.ma.masked_invalid([np.nan])
    made = [
        *axes.plot(hidden, [1], "o"),
        *axes.plot([0, 1], np.ma.array([1, 1], mask=[0, 1])),
        *axes.plot([0], [1], "o", markevery=[]),
        *axes.plot([], [], "o"),
        axes.text(np.nan, 1, "nowhere"),
        axes.text(np.inf, 1, "nowhere"),
    ]
    for artist in made:
        theirs, ours, _box = both(canvas, artist)
        assert (theirs == 255).all() and (ours == 255).all(), artist


def test_dates_and_names_stand_where_matplotlib_puts_them(canvas):
    axes = canvas.figure.add_axes((0.1, 0.1, 0.4, 0.8))
    days = [datetime(2024, 2, 28), datetime(2024, 3, 1)]
    (line,) = axes.plot(days, [1, 1], color="black")
    axes.autoscale_view()
    agree(canvas, line)
    names = canvas.figure.add_axes((0.6, 0.1, 0.3, 0.8))
    (line,) = names.plot(["heads"], [1], "o", color="black")
    names.autoscale_view()
    agree(canvas, line)


def test_what_is_hidden_leaves_no_ink(canvas, axes):
    (line,) = axes.plot([0], [1], "o", visible=False)
    bar = axes.add_patch(Rectangle((0, 0), 1, 1, fc="black", lw=0, visible=False))
    for artist in (line, bar):
        _theirs, ours, box = both(canvas, artist)
        assert (ours == 255).all() and not box


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_the_pictures_of_an_explorer_are_those_that_matplotlib_draws(kind, monkeypatch):
    explorer = lent(kind)
    picture = explorer.picture
    for _move in moves(explorer):
        ours = picture.pixels().copy()
        with monkeypatch.context() as patch:
            # Of texts the tests above say all.
            patch.setattr("xent_lib.stamp.STAMPS", {Text: stamp_text})
            picture.show(explorer.state)
        theirs = picture.pixels()
        assert alike(ours, theirs)
