"""PictureView: a live picture with alternative text, a status line and handles to drag."""

import sys

import traitlets

from xent_lib.controls.front_end import script, style
from xent_lib.controls.moved import Moved

IN_PAGE = sys.platform == "emscripten"  # the kernel, in the browser itself


class PictureView(Moved):
    """The page's side of a `Picture`.

    The static part (`base`) travels once. A move sends only the pixels that differ from it
    (`overlay`), so every message stands for itself, and one that is skipped is not missed. They
    are deflated on their way through a network, and not to a page on the same machine: inflating
    lets a page wait, and there a short message is no gain.
    """

    _esm = script("ahead", "picture_view")
    _css = style("picture_view")
    width = traitlets.Int(help="page pixels").tag(sync=True)
    height = traitlets.Int(help="page pixels").tag(sync=True)
    size = traitlets.List(help="columns and rows of the base").tag(sync=True)
    base = traitlets.Bytes(help="deflated RGBA of the static part").tag(sync=True)
    overlay = traitlets.Bytes(help="runs of one colour over the base").tag(sync=True)
    deflated = traitlets.Bool(True, help="whether the overlay is").tag(sync=True)
    near = traitlets.Bool(IN_PAGE, help="whether the page is on this machine").tag(sync=True)
    in_page = traitlets.Bool(IN_PAGE, help="whether the kernel runs in the page").tag(sync=True)
    alt = traitlets.Unicode(help="what the picture is of").tag(sync=True)
    status = traitlets.Unicode(help="what it shows now").tag(sync=True)
    playing = traitlets.Bool(False, help="whether it goes on by itself").tag(sync=True)
    lost = traitlets.Unicode(help="what is said when no answer comes").tag(sync=True)
    handles = traitlets.List(help="cursor, sliders' names, box in shares of the picture").tag(
        sync=True
    )
    answers = traitlets.Dict(help="by model: value and last move of a slider").tag(sync=True)
    version = traitlets.Int(help="in force of what is sent ahead").tag(sync=True)
    drag = traitlets.Dict(help="handle, and x, y of the hand in shares of the picture")

    def __init__(self, **traits):
        super().__init__(**traits)
        self.on_msg(self._say_so)

    def take(self, move):
        # A hand far outside wants no more than one at the edge, and no exponential to overflow.
        x, y = (min(max(move[name], -1), 2) for name in ("x", "y"))
        # With its number: a hand that comes to the same place once more counts again.
        self.drag = {"handle": move["handle"], "x": x, "y": y, "move": move["move"]}

    def _say_so(self, _view, content, _buffers):
        if "asked" in content:
            self.send({"asked": content["asked"]})
