"""Picture: a Matplotlib figure whose moving artists follow a state."""

import io
import zlib
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from matplotlib import rc_context, rcdefaults, rcParams
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from xent_lib.stamp import can_stamp, stamp_text

# One colour, one meaning (Okabe and Ito); a marker, a dash or a hatch always repeats it.
DATA = "#0072B2"  # what happened
GUESS = "#D55E00"  # what the model says
LOSS = "#009E73"  # what it costs
MUTED = "#767676"  # what might have been

STYLE = {
    "font.size": 12,
    "axes.titlesize": 13,
    "axes.labelsize": 12,
    "xtick.labelsize": 11,
    "ytick.labelsize": 11,
    "legend.fontsize": 11,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.titlelocation": "left",
    "lines.linewidth": 2.2,
    "hatch.linewidth": 1.2,
    "legend.frameon": False,
}
PIXELS_PER_INCH = 96  # as browsers count, so that 11 points in a figure are 11 points on the page
SHARPNESS = 2  # device pixels a page pixel, for projectors and good screens
BAND = 48  # rows of pixels that are compared column by column at once


@dataclass(frozen=True)
class Handle:
    """A thing in the picture that a hand can drag in the place of a slider.

    `at` is its place in data coordinates of `axes`; `x` and `y` name the controls that a move
    along each axis sets; `size` is what can be gripped, in page pixels.
    """

    axes: Axes
    at: tuple[float, float]
    x: str | None = None
    y: str | None = None
    size: tuple[float, float] = (36, 36)

    @property
    def cursor(self):
        return "grab" if self.x and self.y else "ew-resize" if self.x else "ns-resize"


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
        self._background = None
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
        scene = self.scene(state)
        redraw = self._background is None or scene != self._scene
        if redraw:
            self._draw_base(state)
            self._scene = scene
        else:
            self.canvas.restore_region(self._background)
        self.move(state)
        for artist in self._moving:
            if isinstance(artist, Text) and can_stamp(artist):
                stamp_text(self.canvas.get_renderer(), artist)
            else:
                self.figure.draw_artist(artist)
        return redraw

    def _draw_base(self, state):
        self.figure.clear()
        self._moving.clear()
        with _own_style():
            self.draw(state)
            self.canvas.draw()
        # The layout is settled: from here on axes stay where they are.
        self._background = self.canvas.copy_from_bbox(self.figure.bbox)
        self.base = self.pixels().copy()

    def pixels(self):
        """The picture as it is now: uint32 RGBA, shape (rows, columns)."""
        return np.asarray(self.canvas.buffer_rgba()).view(np.uint32)[..., 0]

    def changes(self):
        """What the moving artists cover: boxes (left, top, width, height) and their pixels.

        Boxes are found by comparing pixels with the static part, so that no artist's idea of its
        own extent is trusted: first the strips of rows that changed, then the columns in each. A
        tall strip is cut into bands, for a curve that climbs leaves most of its box as it was.
        """
        pixels = self.pixels()
        changed = pixels != self.base
        boxes = []
        strips = _runs(changed.any(axis=1))
        bands = [(y, min(y + BAND, end)) for top, end in strips for y in range(top, end, BAND)]
        for top, bottom in bands:
            strip = changed[top:bottom]
            for left, right in _runs(strip.any(axis=0)):
                rows = np.flatnonzero(strip[:, left:right].any(axis=1))
                boxes.append((left, top + int(rows[0]), right - left, int(rows[-1] - rows[0]) + 1))
        return boxes, [pixels[y : y + h, x : x + w] for x, y, w, h in boxes]

    def place(self, handle):
        """Box of a handle on the page, as shares of the picture: left, top, width, height."""
        x, y = handle.axes.transData.transform(handle.at) / (PIXELS_PER_INCH * SHARPNESS)
        x, y = x * PIXELS_PER_INCH, self.height - y * PIXELS_PER_INCH
        w, h = handle.size
        return [
            (x - w / 2) / self.width,
            (y - h / 2) / self.height,
            w / self.width,
            h / self.height,
        ]

    def data_at(self, handle, x, y):
        """Data coordinates in the handle's axes of a point given as shares of the picture."""
        rows, columns = self.base.shape
        return handle.axes.transData.inverted().transform((x * columns, (1 - y) * rows))

    def png(self):
        """The picture as it is now, as PNG bytes."""
        image = Image.fromarray(np.asarray(self.canvas.buffer_rgba())).convert("RGB")
        file = io.BytesIO()
        image.save(file, "png", optimize=True, dpi=(PIXELS_PER_INCH * SHARPNESS,) * 2)
        return file.getvalue()


@contextmanager
def _own_style():
    """The pictures' style, whatever a notebook has set for plots of its own."""
    with rc_context():
        rcdefaults()
        rcParams.update(STYLE)
        yield


def deflated(blocks):
    """Blocks of pixels, one after the other, as one zlib stream.

    A live picture sends these and not PNGs: choosing filters for a PNG takes three times as long
    as the rest of a move, and every browser can inflate.
    """
    return zlib.compress(b"".join(block.tobytes() for block in blocks), level=1)


def _runs(flags, gap=16):
    """(start, stop) of the runs of True in `flags`; runs closer than `gap` count as one."""
    where = np.flatnonzero(flags)
    if where.size == 0:
        return []
    breaks = np.flatnonzero(np.diff(where) > gap)
    starts = where[np.r_[0, breaks + 1]]
    stops = where[np.r_[breaks, -1]] + 1
    return list(zip(starts.tolist(), stops.tolist(), strict=True))
