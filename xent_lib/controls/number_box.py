"""NumberBox: a native number input that hands on what was typed, right or wrong."""

import traitlets

from xent_lib.controls.front_end import script, style
from xent_lib.controls.spoken import Spoken


class NumberBox(Spoken):
    """A labelled box for a whole number.

    It keeps whatever was typed, which the rule of its field takes or refuses with a sentence: the
    box of ipywidgets leaves out the point of 2.5 without a word, and takes 25.

    Parameters
    ----------
    value : int, float or str
        What stands in the box; a text where that is no number.
    max : int
        The arrows at the box go from 0 to this.
    description : str
        Its name, shown and read aloud.
    """

    _esm = script("number_box")
    _css = style("number_box")
    description = traitlets.Unicode().tag(sync=True)
    value = traitlets.Any(0).tag(sync=True)
    min = traitlets.Int(0).tag(sync=True)
    max = traitlets.Int().tag(sync=True)
    step = traitlets.Int(1).tag(sync=True)

    def __init__(self, value, **traits):
        super().__init__(value=value, **traits)
