"""The coin's figure, once for every way of showing it: copied beside the notebook and the app."""

from matplotlib import rc_context
from matplotlib.figure import Figure

from xent_lib.explorers.coin import CoinExplorer, CoinPicture, CoinState
from xent_lib.picture import PIXELS_PER_INCH
from xent_lib.style import STYLE

INCHES = CoinPicture.width / PIXELS_PER_INCH, CoinPicture.height / PIXELS_PER_INCH


class RedrawnPicture(CoinPicture):
    """Draws everything anew for every state."""

    def scene(self, state):
        return object()


class RedrawnCoinExplorer(CoinExplorer):
    """The same explorer, were its picture not drawn once and then moved."""

    Picture = RedrawnPicture


class PlainPicture(CoinPicture):
    """The same artists in a figure of somebody else, who draws all of it."""

    def __init__(self, figure):
        self.figure = figure
        with rc_context(STYLE):
            self.draw(CoinState())

    def moving(self, artist):
        return artist


def plain(make_figure=Figure, q=0.5):
    """A figure of one page pixel a pixel, laid out once, and the picture that moves in it."""
    picture = PlainPicture(make_figure(figsize=INCHES, dpi=PIXELS_PER_INCH))
    # Constrained layout would cost the others tens of milliseconds a drawing: they are spared it.
    picture.figure.subplots_adjust(0.06, 0.08, 0.98, 0.93, wspace=0.9, hspace=0.5)
    picture.move(CoinState(q=q))
    return picture
