"""Spoken: what tells the page in which language a control's words are."""

import anywidget
import traitlets

from xent_lib import language


class Spoken(anywidget.AnyWidget):
    """A control whose words are in the language that was spoken when it was made.

    A screen reader chooses its voice by it.
    """

    lang = traitlets.Unicode(help="code of that language").tag(sync=True)

    @traitlets.default("lang")
    def _of_now(self):
        return language.spoken()
