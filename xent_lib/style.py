"""The style of our pictures, worn by who draws one and by nobody else.

Matplotlib has one `rcParams` for all threads, and reads some of it only when it draws: the font of
a text, the width of a hatch. JupyterLab's messages come on a thread of their own, so a style that
is switched on there for a moment is also that of a plot which the notebook makes meanwhile, and
what the notebook sets meanwhile is lost when it is switched off. Here nothing is switched: the one
`rcParams` answers with our style inside `wearing`, in this thread and this task only.
"""

from contextlib import contextmanager
from contextvars import ContextVar

from matplotlib import RcParams, rcParams, rcParamsDefault

SMALLEST = 11  # points of any word in a picture; style sheets count on it

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
_worn = ContextVar("worn", default=None)


class _Wearable(RcParams):
    """Matplotlib's settings, with other answers for who wears a style."""

    def __getitem__(self, key):
        worn = _worn.get()
        return super().__getitem__(key) if worn is None else worn[key]


rcParams.__class__ = _Wearable  # the object is everywhere already


def complete(settings, over=rcParamsDefault):
    """All of Matplotlib's settings: these, and the others as in `over`."""
    # As dictionaries: a copy of the settings would ask for what is worn, and that is itself.
    return dict(dict.items(over)) | dict(dict.items(RcParams(settings)))


@contextmanager
def wearing(style):
    """Matplotlib's settings as in a `complete` style, here and for nobody else."""
    token = _worn.set(style)
    try:
        yield
    finally:
        _worn.reset(token)
