"""OneOf: one of a few, as native radio buttons, so that group, name and state are known."""

import traitlets

from xent_lib.controls.front_end import script, style
from xent_lib.controls.spoken import Spoken


class OneOf(Spoken):
    """A row of options, one of them chosen.

    Parameters
    ----------
    options : list of (str, object)
        What is shown, and the value it stands for.
    value : object
        The chosen one.
    description : str
        Name of the group, shown and read aloud.
    quiet : bool
        Whether the name is only read aloud.
    """

    _esm = script("one_of")
    _css = style("one_of")
    description = traitlets.Unicode().tag(sync=True)
    quiet = traitlets.Bool(False).tag(sync=True)
    shown = traitlets.List(traitlets.Unicode(), help="of each option").tag(sync=True)
    index = traitlets.Int(0, help="of the chosen option").tag(sync=True)
    value = traitlets.Any()

    def __init__(self, options, value, description, **traits):
        self.options = tuple(options)
        shown = [words for words, _value in self.options]
        super().__init__(shown=shown, description=description, **traits)
        self.value = value

    @property
    def _values(self):
        return [value for _words, value in self.options]

    @traitlets.validate("index")
    def _known_index(self, proposal):
        return min(max(proposal["value"], 0), len(self.options) - 1)

    @traitlets.validate("value")
    def _known_value(self, proposal):
        if proposal["value"] not in self._values:
            raise traitlets.TraitError(f"{proposal['value']!r} is none of {self._values}")
        return proposal["value"]

    @traitlets.observe("index")
    def _choose(self, change):
        self.value = self._values[change["new"]]

    @traitlets.observe("value")
    def _mark(self, change):
        self.index = self._values.index(change["new"])
