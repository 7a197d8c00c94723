"""Pictures that a notebook shows are compared with those it makes anew; nbval skips them.

A picture has to be the same to the pixel under the Matplotlib that stored it, but for a few pixels
that a processor may round another way. Other versions set letters and hint lines differently:
there its size counts, and most of its pixels.
"""

import io
import re
from functools import partial
from pathlib import Path

import matplotlib
import numpy as np
from nbval.plugin import IPyNbCell
from PIL import Image
from refresh_outputs import pngs

CONSTRAINTS = Path(__file__).resolve().parents[1] / "binder/constraints.txt"
STORED_BY = re.search(r"^matplotlib==(\S+)$", CONSTRAINTS.read_text(), re.MULTILINE)[1]
SAME = matplotlib.__version__ == STORED_BY
FEW = 50 / (1536 * 720)  # share of the pixels
MANY = 0.05
UNLIKE = 8  # of 255 levels in any channel


def compare_pictures(items):
    """Let every notebook cell among `items` compare its pictures as well."""
    for item in items:
        if isinstance(item, IPyNbCell):
            item.compare_outputs = partial(same_outputs, item)


def same_outputs(cell, made, stored, skip_compare=None):
    """nbval's own comparison, and then the pictures."""
    if not IPyNbCell.compare_outputs(cell, made, stored, skip_compare):
        return False
    complaint = difference(pictures(stored), pictures(made))
    if complaint:
        cell.comparison_traceback.append(complaint)
    return not complaint


def pictures(outputs):
    """Pixels of all pictures in some outputs: uint8 RGB."""
    images = [Image.open(io.BytesIO(png)) for output in outputs for png in pngs(output)]
    return [np.asarray(image.convert("RGB")) for image in images]


def difference(stored, made, same_version=SAME):
    """What is not the same, in a sentence; nothing where all is."""
    if len(stored) != len(made):
        return f"{len(stored)} pictures are stored and {len(made)} were made; refresh the outputs"
    for old, new in zip(stored, made, strict=True):
        if old.shape != new.shape:
            return f"a picture of {old.shape} pixels is stored, one of {new.shape} was made"
        unlike = (abs(old.astype(int) - new).max(axis=-1) > UNLIKE).mean()
        if unlike > (FEW if same_version else MANY):
            return (
                f"{100 * unlike:.2f} % of a stored picture's pixels are stale; refresh the outputs"
            )
    return ""
