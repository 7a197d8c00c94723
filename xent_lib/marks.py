"""What many pictures have: a mark that waits at its axis' edge, its value, bars with numbers."""

from math import inf, isnan

from matplotlib.patches import Rectangle

from xent_lib.picture import MUTED, Handle

WHOLE_PIXELS = 1.125  # points: a line of three, without soft edges, travels as one run a row


class Mark:
    """A marker that follows a point; beyond its axis it waits at the edge, as an arrow.

    Parameters
    ----------
    picture : Picture
    axes : Axes
    color : str
    shape : str
        Matplotlib's marker.
    no_number : tuple of str and float, optional
        Marker and height of what is no number; without, nothing is seen of it.
    **style
        Of the line that draws it.
    """

    def __init__(self, picture, axes, color, shape="o", no_number=None, **style):
        look = {"color": color, "ms": 12, "mec": "white", "clip_on": False, **style}
        (line,) = axes.plot([], [], shape, **look)
        self.line, self.axes = picture.moving(line), axes
        self.shape, self.no_number = shape, no_number

    def put(self, x, y):
        """Move it to (x, y). Where it is not seen it can be gripped all the same, at the top."""
        (left, right), (low, high) = self.axes.get_xlim(), self.axes.get_ylim()
        beyond = {"^": y > high, "v": y < low, "<": x < left, ">": x > right}
        shape = next((arrow for arrow, true in beyond.items() if true), self.shape)
        self.line.set_visible(bool(self.no_number) or not isnan(y))
        if isnan(y):
            shape, y = self.no_number or (self.shape, high)
        self.line.set_data([min(max(x, left), right)], [min(max(y, low), high)])
        if shape != self.line.get_marker():  # to make one takes longer than to lay its stamp
            self.line.set_marker(shape)

    def handle(self, **how):
        """It can be dragged where it is; `how` as for a `Handle`."""
        return Handle(self.line, **how)


class Reading(Mark):
    """A mark, a line down through it, and its value in a corner over the axes.

    Parameters
    ----------
    picture, axes, color, no_number
        As of a `Mark`.
    told : callable
        The value in words.
    through : float
        Up to which share of the axes' height the line goes; 0: none.
    corner : tuple of float
        Where the value stands, in shares of the axes: over them, where no curve ever comes.
    **style
        Of the value's text.
    """

    def __init__(
        self, picture, axes, color, told, through=1.0, corner=(1, 1.03), no_number=None, **style
    ):
        line = axes.axvline(0, ymax=through, color=MUTED, lw=WHOLE_PIXELS) if through else None
        self.through = line and picture.moving(line)
        super().__init__(picture, axes, color, no_number=no_number)
        place = {"transform": axes.transAxes, "ha": "right" if corner[0] else "left"}
        text = axes.text(*corner, "", **{"weight": "bold", **place, **style})
        self.value, self.told = picture.moving(text), told

    def put(self, x, y):
        super().put(x, y)
        self.value.set_text(self.told(y))
        if self.through:
            self.through.set_xdata([x, x])


def over(axes, x, y, words, **style):
    """Words a little over a point of the axes, clear of a line through it in every language.

    What a font calls its lowest line differs: a Japanese one would let digits touch the point.
    """
    how = {"textcoords": "offset points", "va": "baseline", **style}
    return axes.annotate(words, (x, y), (0, 3), **how)


class Bars:
    """Moving bars and the numbers at their ends.

    Parameters
    ----------
    picture : Picture
    axes : Axes
    middles : sequence of float
        Of the bars, along the axis.
    width : float
    color : str
    told : callable
        A height in words.
    top : float
        Bars end here; a number with ▲ says that its own is higher.
    gap : float
        Between a bar and its number, in data coordinates.
    **style
        Of the numbers.
    """

    def __init__(self, picture, axes, middles, width, color, told, top=inf, gap=0.0, **style):
        bars = [Rectangle((x - width / 2, 0), width, 0, color=color) for x in middles]
        self.bars = [picture.moving(axes.add_patch(bar)) for bar in bars]
        style = {"ha": "center", "va": "bottom", **style}
        self.numbers = [picture.moving(axes.text(x, 0, "", **style)) for x in middles]
        self.told, self.top, self.gap = told, top, gap

    def put(self, heights, values=None):
        """Move the bars to these heights; their numbers tell `values`, where those are others."""
        values = heights if values is None else values
        each = zip(self.bars, self.numbers, heights, values, strict=True)
        for bar, number, height, value in each:
            end = min(height, self.top)
            bar.set_height(end)
            number.set_y(end + self.gap if end >= 0 else end - self.gap)
            number.set_verticalalignment("bottom" if end >= 0 else "top")
            higher = height > 1.001 * self.top  # and not by rounding
            number.set_text(f"▲{self.told(value)}" if higher else self.told(value))

    def handle(self, index, **how):
        """A bar can be dragged by its end; `how` as for a `Handle`."""
        return Handle(self.bars[index], **how)
