"""Picture: a Matplotlib figure whose moving artists follow a state."""

import base64
import io
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from html import escape

import numpy as np
from matplotlib import rcParams
from matplotlib._pylab_helpers import Gcf
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.text import Text
from PIL import Image

from xent_lib.arguments import instance
from xent_lib.fonts import families
from xent_lib.language import _, attribute, spoken
from xent_lib.pixels import apart, runs, whole
from xent_lib.stamp import drawn, pixels_of
from xent_lib.style import STYLE, complete, wearing

# One colour, one meaning (Okabe and Ito); a marker, a dash or a hatch always repeats it.
DATA = "#0072B2"  # what happened
GUESS = "#D55E00"  # what the model says
LOSS = "#009E73"  # what it costs
MUTED = "#767676"  # what might have been
ACCURACY = "#000000"  # right or wrong
SWAPPED = "#882255"  # what it costs with label and output swapped, always dashed (Paul Tol)
# Species and what else has classes of its own, with a shape for each; EDGE runs round their marks.
KINDS = "#E69F00", "#CC79A7", "#56B4E9"
EDGE = "#333333"
QUIET = "#555555"  # words beside the words
FAINT = "#dddddd"  # lines to count by
PALE_SWAPPED = "#F3EAEE"  # the ground where the swap pulls less
PALE_DATA = "#CFE5F5"  # the ground of a hatch over what happened

PIXELS_PER_INCH = 96  # as browsers count, so that 11 points in a figure are 11 points on the page
SHARPNESS = 2  # device pixels a page pixel, for projectors and good screens


@dataclass(frozen=True)
class Handle:
    """A thing in the picture that a hand can drag in the place of a slider.

    Made of what it grips, so it lies where that is.

    Parameters
    ----------
    grips : Line2D or Rectangle
        The moving artist: a line by one of its points, a bar by the middle of its end.
    x, y : str, optional
        The field that a move along each axis sets.
    inverse : callable, optional
        The field's value where the hand is: a function of the data coordinate along that axis.
        Without, the coordinate itself.
    size : tuple of float
        What can be gripped, in page pixels.
    point : int
        Which point of the line.
    """

    grips: Artist
    x: str | None = None
    y: str | None = None
    size: tuple[float, float] = (36, 36)
    inverse: Callable[[float], float] = float
    point: int = 0
    at: tuple[float, float] = field(init=False)  # where it lies, in data coordinates of `axes`

    def __post_init__(self):
        object.__setattr__(self, "at", end_of(self.grips, self.point))

    @property
    def axes(self):
        return self.grips.axes

    @property
    def names(self):
        """Of the controls that it sets."""
        return [name for name in (self.x, self.y) if name]

    @property
    def cursor(self):
        return "grab" if self.x and self.y else "ew-resize" if self.x else "ns-resize"

    def sets(self, x, y):
        """The fields that a hand at (x, y), in data coordinates, sets."""
        return {name: self.inverse(float(at)) for name, at in ((self.x, x), (self.y, y)) if name}


def end_of(artist, point=0):
    """Where an artist can be gripped, in data coordinates: a point of a line, the end of a bar."""
    if isinstance(artist, Rectangle):
        return artist.get_x() + artist.get_width() / 2, float(artist.get_y() + artist.get_height())
    x, y = artist.get_data()
    return float(x[point]), float(y[point])


class Picture:
    """A figure with a static part that is drawn once and artists that follow a state.

    A picture says three things: `draw` makes the static part and hands each moving artist to
    `moving`; `move` puts those artists where the state wants them; `scene` names what the static
    part depends on, so that it is drawn again when that changes and only then.
    """

    width, height = 768, 360  # page pixels

    def __init__(self):
        inches = self.width / PIXELS_PER_INCH, self.height / PIXELS_PER_INCH
        with _own_style():
            self.figure = Figure(inches, dpi=PIXELS_PER_INCH * SHARPNESS, layout="constrained")
        self.canvas = FigureCanvasAgg(self.figure)
        self.base = None  # pixels of the static part
        self._scene = None
        self._owed = None  # the state that is shown and not drawn yet
        self._boxes = None  # that hold all which the moving artists changed, if known
        self._moving = []

    def scene(self, state):
        """What the static part depends on: hashable, compared by value."""
        return ()

    def draw(self, state):
        """Draw the static part into `self.figure`, empty at this point, and make what moves."""
        raise NotImplementedError

    def move(self, state):
        """Set the moving artists to `state`."""

    def handles(self, state):
        """What can be dragged, as `Handle`s."""
        return ()

    def moving(self, artist):
        """Take `artist` out of the static part, to be drawn over it at every move."""
        artist.set_animated(True)
        artist.set_in_layout(False)
        self._moving.append(artist)
        return artist

    def show(self, state):
        """Bring the picture to `state`; True if its static part had to be drawn again."""
        self._owed = None
        scene = self.scene(state)
        redraw = self.base is None or scene != self._scene
        with _own_style():
            if redraw:
                self._draw_base(state)
                self._scene = scene
            else:
                self._uncover()
            self._boxes = None
            self.move(state)
            renderer = self.canvas.get_renderer()
            self._boxes = apart(drawn(renderer, artist) for artist in self._moving)
        return redraw

    def stand(self, state):
        """Go to `state` without drawing it: that is done when its pixels are asked for.

        Only over the static part that is there; whether it is the one.
        """
        if self.base is None or self.scene(state) != self._scene:
            return False
        self._owed = state
        with _own_style():
            self.move(state)
        return True

    def let_go(self):
        """Forget all that was drawn, the figure and its artists too: it is not shown any more."""
        FigureCanvasAgg(self.figure)  # the pixels go now, and do not wait for the collector
        vars(self).clear()
        Picture.__init__(self)

    def _uncover(self):
        """Take the moving artists off the static part."""
        pixels = self._drawn()
        for box in [whole(pixels)] if self._boxes is None else self._boxes:
            pixels[box.part] = self.base[box.part]

    def _draw_base(self, state):
        self.base = None  # until it is whole: drawing can be interrupted
        self.figure.clear()
        self._moving.clear()
        self.draw(state)
        self.canvas.draw()
        # The layout is settled: from here on axes stay where they are.
        self.base = self._drawn().copy()

    def _drawn(self):
        """What was drawn last: uint32 RGBA, shape (rows, columns)."""
        return pixels_of(self.canvas)

    def pixels(self):
        """The picture as it is now: uint32 RGBA, shape (rows, columns)."""
        if self._owed is not None:
            self.show(self._owed)
        return self._drawn()

    def changes(self):
        """What the moving artists cover, as `runs` over the static part."""
        pixels = self.pixels()
        return runs(pixels, self.base, self._boxes)

    @contextmanager
    def glimpse(self, state, shown):
        """The pixels of `state`, while everything stands as it does there; then back to `shown`.

        Only for a state over the same static part.
        """
        self.show(state)
        try:
            yield self.pixels().copy()
        finally:
            self.stand(shown)

    def place(self, handle):
        """Box of a handle on the page, as shares of the picture: left, top, width, height."""
        x, y = self.on_page(handle.axes, handle.at)
        w, h = handle.size[0] / self.width, handle.size[1] / self.height
        return [x - w / 2, y - h / 2, w, h]

    def on_page(self, axes, at):
        """Where `at`, in data coordinates of `axes`, is: shares of the picture from top left."""
        x, y = axes.transData.transform(at) / SHARPNESS
        return x / self.width, 1 - y / self.height

    def data_at(self, handle, x, y):
        """Data coordinates in the handle's axes of a point given as shares of the picture."""
        rows, columns = self._drawn().shape
        return handle.axes.transData.inverted().transform((x * columns, (1 - y) * rows))

    def png(self):
        """The picture as it is now, as PNG bytes."""
        self.pixels()
        image = Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB")
        file = io.BytesIO()
        image.save(file, "png", optimize=True, dpi=(PIXELS_PER_INCH * SHARPNESS,) * 2)
        return file.getvalue()


class Still:
    """A picture that stays as it is, with words for who cannot see it.

    As HTML and not as a PNG: of all forms in which a notebook can keep a picture, this is the one
    whose alternative text JupyterLab, `nbconvert` and a page on the web all show.
    """

    def __init__(self, png, alt, width):
        self.png, self.alt, self.width = png, alt, width
        self.lang = attribute(spoken())

    def _repr_html_(self):
        data = base64.b64encode(self.png).decode()
        alt = escape(self.alt)
        source = f"data:image/png;base64,{data}"
        return f'<img{self.lang} src="{source}" alt="{alt}" width="{self.width}">'

    def __repr__(self):
        return self.alt


def show(figure, alt):
    """A Matplotlib figure as a `Still`, to be the last line of a cell.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Made by ``plt.subplots()`` or otherwise. Jupyter would show one of pyplot's a second time
        at the end of the cell, without words; it is taken off that list.
    alt : str
        What is to be seen in it, and what it means: read aloud where the picture cannot be seen.
    """
    instance("figure", figure, Figure, _("a figure of Matplotlib, such as plt.gcf()"))
    if not isinstance(alt, str) or not alt.strip():
        raise ValueError(_("alt is {!r:.60}, but a sentence was expected.").format(alt))
    file = io.BytesIO()
    # No name of a version in it: every Matplotlib that draws the same writes the same.
    how = {"dpi": SHARPNESS * PIXELS_PER_INCH, "metadata": {"Software": None}}
    plain = rcParams["font.family"]
    with wearing(complete({"font.family": families(plain)}, over=rcParams)):
        for text in figure.findobj(Text):
            if text.get_fontfamily() == plain:
                text.set_fontfamily(rcParams["font.family"])
        figure.savefig(file, format="png", **how)
    Gcf.destroy_fig(figure)
    return Still(file.getvalue(), alt, round(figure.get_figwidth() * PIXELS_PER_INCH))


def _own_style():
    """The pictures' style, whatever a notebook has set for plots of its own."""
    return wearing(_style_in(spoken()))


@cache
def _style_in(_language):
    return complete(STYLE | {"font.family": families()})
