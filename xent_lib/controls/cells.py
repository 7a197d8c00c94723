"""Which cell shows which widgets, so that a cell run again lets go of what it showed before."""

import gc

from IPython import get_ipython

_shown = {}  # for each cell: number of its run, and the widgets that this run has shown
_before = {}  # for each cell that is being run again: the widgets of its last run


def shown(widget):
    """Note that the cell being run shows `widget`; what no cell shows any more is closed."""
    shell = get_ipython()
    cell = getattr(shell, "parent_header", {}).get("metadata", {}).get("cellId")
    if cell is None:
        return  # a front end that does not say
    if _let_go not in shell.events.callbacks["post_run_cell"]:
        shell.events.register("post_run_cell", _let_go)
    run = shell.execution_count
    if _shown.get(cell, (run, ()))[0] != run:
        _before[cell] = _shown.pop(cell)[1]
    _shown.setdefault(cell, (run, []))[1].append(widget)


def _let_go(_result=None):
    here = {id(widget) for _run, widgets in _shown.values() for widget in widgets}
    gone = [w for widgets in _before.values() for w in widgets if id(w) not in here]
    _before.clear()
    for widget in gone:
        widget.close()
    if gone:
        gc.collect()  # a figure is a ring of references, and dozens would wait for Python to look
