"""Text put together from stamped characters, for numbers that change with every move.

Matplotlib renders every glyph anew each time, and half a dozen numbers would take most of a move.
A stamp is rendered once; a text is then one small image.
"""

from functools import lru_cache

import numpy as np
from matplotlib.backends.backend_agg import RendererAgg
from matplotlib.colors import to_rgb, to_rgba


def can_stamp(text):
    """Whether `text` is plain: one line, upright, opaque, without mathematics or a box."""
    words = text.get_text()
    fancy = text.get_rotation() or text.get_bbox_patch() or text.get_path_effects()
    clipped = text.get_clip_on() and text.get_clip_path()
    translucent = to_rgba(text.get_color(), text.get_alpha())[3] < 1
    return not (fancy or clipped or translucent or "\n" in words or "$" in words)


def stamp_text(renderer, text):
    """Draw the Matplotlib `text` with `renderer`, from stamps."""
    words, font, dpi = text.get_text(), text.get_fontproperties(), renderer.dpi
    if not words or not text.get_visible():
        return
    color = to_rgb(text.get_color())
    image = np.concatenate([_stamp(c, font, color, dpi) for c in words], axis=1)
    rows, columns = image.shape[:2]
    x, y = text.get_transform().transform(text.get_unitless_position())
    left = {"left": 0, "center": columns / 2, "right": columns}[text.get_horizontalalignment()]
    above, below = _line(font, dpi)
    low = {
        "bottom": 0,
        "baseline": below,
        "center_baseline": below + above / 2,
        "center": rows / 2,
        "top": rows,
    }[text.get_verticalalignment()]
    graphics = renderer.new_gc()
    renderer.draw_image(graphics, round(x - left), round(y - low), image)
    graphics.restore()


@lru_cache(maxsize=256)
def _line(font, dpi):
    """Pixels above and below the baseline of any line in `font`."""
    measure = RendererAgg(1, 1, dpi)
    _, height, descent = measure.get_text_width_height_descent("lp", font, False)
    return round(height - descent), round(descent)


@lru_cache(maxsize=4096)
def _stamp(character, font, color, dpi):
    """RGBA of one character in its cell, the lowest row first: shape (rows, columns, 4)."""
    above, below = _line(font, dpi)
    measure = RendererAgg(1, 1, dpi)

    def width(words):
        return measure.get_text_width_height_descent(words, font, False)[0]

    # Between two others a character takes its advance; alone it would show its ink.
    columns = max(1, round(width(f"0{character}0") - width("00")))
    renderer = RendererAgg(columns, above + below, dpi)
    graphics = renderer.new_gc()
    graphics.set_foreground(color)
    renderer.draw_text(graphics, 0, above, character, font, 0)
    image = np.asarray(renderer.buffer_rgba())[::-1].copy()
    image[..., :3] = np.round(255 * np.array(color))  # under the soft edges as well
    return image
