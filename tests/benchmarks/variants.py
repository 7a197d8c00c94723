"""The ways of showing the coin's figure that are compared, and how each is driven."""

from dataclasses import dataclass
from textwrap import dedent


@dataclass(frozen=True)
class Variant:
    """One way to let a slider move a picture."""

    name: str
    kind: str  # how the page shows it, for meter.js
    handle: str  # what takes the arrow keys
    code: str  # of its cell, or of the whole app

    def __post_init__(self):
        object.__setattr__(self, "code", dedent(self.code).strip())


OURS = "input[type=range]"
HEAD = dedent("""
    import ipywidgets as widgets
    import matplotlib.pyplot as plt
    from coin_figure import CoinExplorer, CoinState, RedrawnCoinExplorer, plain
    from xent_lib.controls import Slider
""").strip()
# Every picture is drawn, as the others draw theirs; the first edition kept none.
DRAWN = """
from importlib.util import find_spec
if find_spec("xent_lib.frames"):
    from xent_lib import frames
    frames.AT_MOST = 0
"""
EXPLORER = DRAWN + "CoinExplorer()"
TEXT = """
    slider, label = Slider("guess q", value=0.5), widgets.Label(CoinState().readout)
    def say(change):
        label.value = CoinState(q=change["new"]).readout
    slider.observe(say, "value")
    widgets.VBox([slider, label])
"""
# By its classes, and not by %matplotlib: a notebook has one backend, and the next cell's is inline.
IPYMPL = """
    from ipympl.backend_nbagg import Canvas, FigureManager
    picture = plain()
    canvas = Canvas(picture.figure)
    manager = FigureManager(canvas, 1)
    def follow(change):
        picture.move(CoinState(q=change["new"]))
        canvas.draw_idle()
    slider = Slider("guess q", value=0.5)
    slider.observe(follow, "value")
    widgets.VBox([slider, canvas])
"""
INTERACT = """
    %matplotlib inline
    def show(q):
        plain(plt.figure, q)
        plt.show()
    widgets.interact(show, q=widgets.FloatSlider(0.5, min=0, max=1, step=0.01));
"""
MARIMO = """
    import marimo

    app = marimo.App()

    @app.cell
    def _():
        import marimo
        from coin_figure import plain
        return marimo, plain

    @app.cell
    def _(marimo):
        q = marimo.ui.slider(0, 1, 0.01, value=0.5)
        q
        return (q,)

    @app.cell
    def _(plain, q):
        plain(q=q.value).figure
        return

    if __name__ == "__main__":
        app.run()
"""

VARIANTS = [
    Variant("text only", "text", OURS, TEXT),
    Variant("explorer", "canvas", OURS, EXPLORER),
    Variant("site", "canvas", OURS, EXPLORER),  # with Python in the page
    Variant("explorer, all redrawn", "canvas", OURS, "RedrawnCoinExplorer()"),
    Variant("ipympl", "drawn", OURS, IPYMPL),
    Variant("interact", "image", ".noUi-handle", INTERACT),
    Variant("marimo", "image", "[role=slider]", MARIMO),
]
