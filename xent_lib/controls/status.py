"""Status: words that change in place, so that a screen reader says them."""

import traitlets

from xent_lib.controls.front_end import script, style
from xent_lib.controls.spoken import Spoken


class Status(Spoken):
    """Plain text, announced whenever it changes; a line break in it is one on the page."""

    _esm = script("status")
    _css = style("status")
    text = traitlets.Unicode().tag(sync=True)
    news = traitlets.Bool(True, help="whether a change is said aloud").tag(sync=True)
    lost = traitlets.Unicode(help="what is said when Python was restarted").tag(sync=True)
