"""A stamped text stands where Matplotlib would put it, and looks the same."""

import numpy as np
import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from xent_lib import language
from xent_lib.fonts import families
from xent_lib.stamp import can_stamp, stamp_text


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
        assert len(ink(canvas, lambda renderer, text=text: stamp_text(renderer, text))) == 0


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
