"""The front end: a slider, a box, a choice, a picture to drag that says what it is, a status.

Core ipywidgets has both, but its slider has no name for a screen reader and lets JupyterLab's
letter keys through (``d d`` deletes the cell), and its image has no alternative text.
"""

from xent_lib.controls.number_box import NumberBox
from xent_lib.controls.one_of import OneOf
from xent_lib.controls.picture_view import PictureView
from xent_lib.controls.slider import Slider
from xent_lib.controls.status import Status

__all__ = ["NumberBox", "OneOf", "PictureView", "Slider", "Status"]
