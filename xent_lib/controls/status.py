"""Status: words that change in place, so that a screen reader says them."""

from pathlib import Path

import anywidget
import traitlets

from xent_lib.controls.front_end import front_end


class Status(anywidget.AnyWidget):
    """Plain text, announced whenever it changes; a line break in it is one on the page."""

    _esm = front_end("status")
    _css = Path(__file__).with_suffix(".css")
    text = traitlets.Unicode().tag(sync=True)
