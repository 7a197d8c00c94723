"""What moves, drawn from stamps: Matplotlib's pixels without its way to them.

Matplotlib renders each glyph and marker anew each time, which would take most of a move. A stamp is
rendered once and then laid where it belongs; and whoever lays it knows which pixels it can have
changed, so that no others need be looked at.
"""

from collections.abc import Hashable
from functools import lru_cache
from math import ceil, floor, isfinite
from operator import methodcaller
from weakref import WeakKeyDictionary

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.collections import Collection
from matplotlib.colors import to_rgb, to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch, Rectangle
from matplotlib.text import Text
from PIL import Image

from xent_lib.pixels import Box

NOTHING = Box(0, 0, 0, 0)
AS_IT_IS = GraphicsContextBase()  # of an image: neither paler nor clipped
UNMARKED = ("None", "none", "", " ", None)
# What a stamp of a line depends on, as `Line2D` calls it.
LOOK = {
    name: methodcaller(f"get_{name}")
    for name in (
        *("color", "linewidth", "linestyle", "solid_capstyle", "alpha"),
        *("marker", "fillstyle", "markersize", "markerfacecolor"),
        *("markerfacecoloralt", "markeredgecolor", "markeredgewidth"),
    )
}


def drawn(renderer, artist):
    """Draw an artist with `renderer`; the box outside of which no pixel has changed."""
    if not artist.get_visible():
        return NOTHING
    quick = STAMPS.get(type(artist))  # an Annotation is a Text, and stands elsewhere
    box = quick(renderer, artist) if quick else None
    if box is None:
        artist.draw(renderer)
        box = _reach(renderer, artist)
    return box


def _paper(renderer):
    """The box of the whole picture."""
    return Box(0, int(renderer.height), 0, int(renderer.width))


def pixels_of(renderer):
    """What is drawn: uint32 RGBA, shape (rows, columns)."""
    return np.asarray(renderer.buffer_rgba()).view(np.uint32)[..., 0]


def _reach(renderer, artist):
    """Where the artist is clipped to; all of the picture where it is not."""
    clip = _clip(renderer, artist)
    # Others may hold what is not clipped as they are; a filter may spread what is.
    held = isinstance(artist, (Line2D, Patch, Collection)) and not artist.get_agg_filter()
    if clip is None or not held:
        return _paper(renderer)
    box = Box(clip.top - 1, clip.bottom + 1, clip.left - 1, clip.right + 1)
    return box.within(_paper(renderer))


def _lay(renderer, image, left, low, inside=None):
    """Lay an image, its lowest row first, with its lower left corner there; its box.

    What is not on the paper and in the box `inside` is cut off.
    """
    rows, columns = image.shape[:2]
    height = int(renderer.height)
    box = Box(height - low - rows, height - low, left, left + columns)
    seen = box.within(_paper(renderer))
    if inside is not None:
        seen = seen.within(inside)
    if not seen:
        return NOTHING
    if seen != box:
        rows = slice(box.bottom - seen.bottom, box.bottom - seen.top)
        image = np.ascontiguousarray(image[rows, seen.left - left : seen.right - left])
    renderer.draw_image(AS_IT_IS, seen.left, height - seen.bottom, image)
    return seen


def _plain(artist):
    """Whether nothing changes how the artist is drawn, but what clips it."""
    changed = artist.get_path_effects() or artist.get_sketch_params() or artist.get_agg_filter()
    return not changed and artist.get_snap() is None


def _clip(renderer, artist):
    """The box that clips an artist; None where there is none."""
    clip = artist.get_clip_box() if artist.get_clip_on() else None
    return clip and _on_whole_pixels(renderer, clip.get_points())


def _on_whole_pixels(renderer, corners):
    """The box with these corners on the page, laid on whole pixels as Agg does it."""
    (left, low), (right, high) = corners.tolist()
    columns = sorted((floor(left + 0.5), floor(right + 0.5)))
    rows = sorted(floor(renderer.height - y + 0.5) for y in (low, high))
    return Box(*rows, *columns)


# Texts --------------------------------------------------------------------------------------------


def can_stamp(text):
    """Whether `text` is plain: one line, upright, opaque, without mathematics or a box."""
    words = text.get_text()
    fancy = text.get_rotation() or text.get_bbox_patch() or not _plain(text)
    clipped = text.get_clip_on() and (text.get_clip_path() or text.get_clip_box())
    translucent = to_rgba(text.get_color(), text.get_alpha())[3] < 1
    return not (fancy or clipped or translucent or "\n" in words or "$" in words)


def stamp_text(renderer, text):
    """Draw a text with `renderer`, from stamps; its box, or None if it is not plain."""
    words, font, dpi = text.get_text(), text.get_fontproperties(), renderer.dpi
    if not can_stamp(text):
        return None
    if not words:
        return NOTHING
    stamps = _alphabet(font, to_rgb(text.get_color()), dpi)
    image = np.concatenate([stamps[character] for character in words], axis=1)
    rows, columns = image.shape[:2]
    x, y = text.get_transform().transform(text.get_unitless_position())
    if not (isfinite(x) and isfinite(y)):
        return None
    left = {"left": 0, "center": columns / 2, "right": columns}[text.get_horizontalalignment()]
    above, below = _line(font, dpi)
    low = {
        "bottom": 0,
        "baseline": below,
        "center_baseline": below + above / 2,
        "center": rows / 2,
        "top": rows,
    }[text.get_verticalalignment()]
    return _lay(renderer, image, round(x - left), round(y - low))


@lru_cache(maxsize=256)
def _line(font, dpi):
    """Pixels above and below the baseline of any line in `font`."""
    measure = RendererAgg(1, 1, dpi)
    _, height, descent = measure.get_text_width_height_descent("lp", font, False)
    return round(height - descent), round(descent)


class Alphabet(dict):
    """Of each character its cell: RGBA, the lowest row first, of shape (rows, columns, 4)."""

    def __init__(self, font, color, dpi):
        self.font, self.color, self.dpi = font, color, dpi

    def __missing__(self, character):
        above, below = _line(self.font, self.dpi)
        measure = RendererAgg(1, 1, self.dpi)

        def width(words):
            return measure.get_text_width_height_descent(words, self.font, False)[0]

        # Between two others a character takes its advance; alone it would show its ink.
        columns = max(1, round(width(f"0{character}0") - width("00")))
        renderer = RendererAgg(columns, above + below, self.dpi)
        graphics = renderer.new_gc()
        graphics.set_foreground(self.color)
        renderer.draw_text(graphics, 0, above, character, self.font, 0)
        image = np.asarray(renderer.buffer_rgba())[::-1].copy()
        image[..., :3] = np.round(255 * np.array(self.color))  # under the soft edges as well
        self[character] = image
        return image


_alphabet = lru_cache(maxsize=256)(Alphabet)


# Markers and lines --------------------------------------------------------------------------------


def stamp_line(renderer, line):
    """Draw one marker, or one line along an axis, from a stamp; its box, or None if it is another.

    Agg lays both on whole pixels, so one stamp fits everywhere.
    """
    data = line.get_xydata()
    marked = line.get_marker() not in UNMARKED
    solid = len(data) == 2 and not marked and line.get_linestyle() == "-"
    some = line.get_markevery() is not None or line.get_clip_on() and line.get_clip_path()
    if not (len(data) == 1 and marked or solid) or some or not _plain(line):
        return None
    look = tuple(of(line) for of in LOOK.values())
    if not all(isinstance(part, Hashable) for part in look):
        return None
    at = line.get_transform().transform(data)
    if not np.isfinite(at).all() or solid and not (at[0] == at[1]).any():
        return None
    ends = [(floor(x + 0.5), floor(renderer.height - y + 0.5)) for x, y in at.tolist()]
    (left, bottom), (right, top) = ends[0], ends[-1]
    if abs(right - left) > renderer.width or abs(bottom - top) > renderer.height:
        return None
    image, before, below = _cut(look, right - left, bottom - top, renderer.dpi)
    clip = _clip(renderer, line)
    if marked and clip is not None:  # Agg draws the last pixel of a marker's clip, too
        clip = clip._replace(bottom=clip.bottom + 1, right=clip.right + 1)
    low = int(renderer.height) - bottom - below
    return _lay(renderer, image, left - before, low, clip)


@lru_cache(maxsize=1024)
def _cut(look, right, up, dpi):
    """A line that goes so far, cut out: RGBA, the lowest row first, and where it begins in there.

    That is so many columns from the left and rows from below.
    """
    look = dict(zip(LOOK, look, strict=True))
    points = look["markersize"] + look["markeredgewidth"] + look["linewidth"]
    margin = ceil(points * dpi / 72) + 2
    renderer = RendererAgg(abs(right) + 2 * margin, abs(up) + 2 * margin, dpi)
    x, y = margin - min(0, right), margin - min(0, up)
    ends = [(x, y)] if look["marker"] not in UNMARKED else [(x, y), (x + right, y + up)]
    Line2D(*zip(*ends, strict=True), **look).draw(renderer)
    return _inked(renderer, x, y)


def _inked(renderer, x, y):
    """What was drawn, cut out, and how far from its left and its lowest edge (x, y) lies."""
    image = np.asarray(renderer.buffer_rgba())[::-1].copy()
    ink = Image.fromarray(image[..., 3]).getbbox()
    left, low, right, above = ink or (0, 0, *image.shape[1::-1])
    return image[low:above, left:right].copy(), x - left, y - low


# Bars ---------------------------------------------------------------------------------------------


def fill(renderer, bar):
    """Fill a bar without an edge; its box, or None if it is of another kind."""
    color, to_page = bar.get_facecolor(), bar.get_data_transform()
    if not (bar.get_fill() and color[3] == 1 and _plain(bar)):
        return None
    if bar.get_linewidth() or bar.get_hatch() or bar.get_angle() or not to_page.is_separable:
        return None
    x, y = bar.get_xy()
    at = to_page.transform([(x, y), (x + bar.get_width(), y + bar.get_height())])
    if not np.isfinite(at).all():
        return None
    box, clip = _on_whole_pixels(renderer, at).within(_paper(renderer)), _clip(renderer, bar)
    if clip is not None:
        box = box.within(clip)
    if not box:  # an end before the paper's first pixel would count from its last
        return NOTHING
    shape = bar.get_clip_path() if bar.get_clip_on() else None
    if shape is not None:
        return _lay(renderer, *_shaped(renderer, shape, color), box)
    paint = np.round(255 * np.array(color)).astype(np.uint8)
    pixels_of(renderer)[box.part] = paint.view(np.uint32)[0]
    return box


def _shaped(renderer, shape, color):
    """What clips a bar, filled with its colour: an image, and where its lower left corner is."""
    path, to_page = shape.get_transformed_path_and_affine()
    where = path.vertices.tobytes(), to_page.get_matrix().tobytes()
    look = color, where, renderer.width, renderer.height
    known, cut = _SHAPES.get(shape, (None, None))
    if known != look:
        paper = RendererAgg(renderer.width, renderer.height, renderer.dpi)
        graphics = paper.new_gc()
        graphics.set_linewidth(0)
        paper.draw_path(graphics, path, to_page.frozen(), color)
        image, right, up = _inked(paper, 0, 0)
        cut = image, -right, -up
        _SHAPES[shape] = look, cut
    return cut


_SHAPES = WeakKeyDictionary()
STAMPS = {Text: stamp_text, Line2D: stamp_line, Rectangle: fill}
