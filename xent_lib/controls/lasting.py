"""Lasting: what a page shows of a widget where it cannot live."""

from IPython.display import display

from xent_lib.language import attribute, spoken

VIEW = "application/vnd.jupyter.widget-view+json"
# A page that has the widget shows only that; one that has not shows the still and no error.
EITHER = """<style>
.jp-OutputArea-child:has(.xent-still):has(+ .jp-OutputArea-child .xent-explorer),
.jp-OutputArea-child:has(.xent-still) + .jp-OutputArea-child > .jp-OutputArea-output:not(:has(*))
  { display: none }
</style>"""


class Lasting:
    """Of a widget that leaves a still behind.

    A notebook that is opened another day has a new kernel, which knows nothing of its widgets:
    JupyterLab would say "model not found". So a still goes to an output of its own, before the
    widget's; it is also what GitHub, `nbconvert` and a notebook that was never run here show.
    """

    language = None  # a code, where it is another than that of the notebook

    def still(self):
        """HTML of the widget as it is now, with words on what brings it to life."""
        raise NotImplementedError

    def _repr_mimebundle_(self, **kwargs):
        lang = attribute(self.language or spoken())
        html = f'{EITHER}\n<div class="xent-still"{lang}>{self.still()}</div>'
        return {**super()._repr_mimebundle_(**kwargs), "text/html": html}

    def _ipython_display_(self):
        bundle = self._repr_mimebundle_()
        live = bundle.pop(VIEW)
        display(bundle, raw=True)
        display({VIEW: live}, raw=True)
