"""Pixels: where two pictures differ, as runs of one colour, and their way to the page.

A picture is an array of uint32, RGBA, of shape (rows, columns), the top row first.
"""

import zlib
from typing import NamedTuple

import numpy as np


class Box(NamedTuple):
    """Some rows and columns of a picture, each from the first to before the last."""

    top: int
    bottom: int
    left: int
    right: int

    @property
    def part(self):
        """What of a picture lies in it: ``pixels[box.part]``."""
        return slice(self.top, self.bottom), slice(self.left, self.right)

    def __bool__(self):
        return self.top < self.bottom and self.left < self.right

    def touches(self, other):
        """Whether the two have a pixel in common."""
        return (
            self.top < other.bottom
            and other.top < self.bottom
            and self.left < other.right
            and other.left < self.right
        )

    def within(self, other):
        """What of it lies in `other`."""
        top, left = max(self.top, other.top), max(self.left, other.left)
        return Box(top, min(self.bottom, other.bottom), left, min(self.right, other.right))

    def around(self, other):
        """The least box that holds both."""
        top, left = min(self.top, other.top), min(self.left, other.left)
        return Box(top, max(self.bottom, other.bottom), left, max(self.right, other.right))


def whole(pixels):
    """The box of all pixels."""
    rows, columns = pixels.shape
    return Box(0, rows, 0, columns)


def apart(boxes):
    """Boxes that hold all of these, and of which no two touch."""
    found = []
    for box in filter(None, boxes):
        while others := [other for other in found if other.touches(box)]:
            for other in others:
                found.remove(other)
                box = box.around(other)
        found.append(box)
    return found


def runs(pixels, base, boxes=None):
    """Where `pixels` differ from `base`, as runs of one colour.

    Four arrays: of each run its RGBA, the column it starts at and its length, and of each row of
    the picture how many runs it has.

    Parameters
    ----------
    pixels, base : array of uint32, shape (rows, columns)
    boxes : list of Box, optional
        The two are the same outside of these, of which no two touch; without, they are compared
        everywhere.
    """
    rows, columns = pixels.shape
    boxes = [whole(pixels)] if boxes is None else boxes
    found = [_runs_in(box, pixels[box.part], base[box.part], columns) for box in boxes]
    first, length = np.concatenate([np.empty((2, 0), int), *found], axis=1)
    if len(boxes) > 1:
        order = np.argsort(first, kind="stable")  # each box's are in order
        first, length = first[order], length[order]
    row, column = np.divmod(first, columns)
    short = (column, length, np.bincount(row, minlength=rows))
    return [pixels.ravel()[first], *(numbers.astype(np.uint16) for numbers in short)]


def _runs_in(box, pixels, base, columns):
    """Where the runs in a box begin in the flat picture, and how long they are."""
    width = box.right - box.left
    pixels, base = pixels.ravel(), base.ravel()  # one long row is compared several times as fast
    differs = pixels != base
    goes_on = np.zeros(pixels.size + 1, bool)  # with the same colour as the pixel before
    np.equal(pixels[1:], pixels[:-1], out=goes_on[1:-1])
    goes_on[1:-1] &= differs[1:]
    goes_on[1:-1] &= differs[:-1]
    goes_on[::width] = False  # a run ends with its row, whatever the next one begins with
    first, last = ((differs > on).nonzero()[0] for on in (goes_on[:-1], goes_on[1:]))
    row = first // width
    return first + row * (columns - width) + (box.top * columns + box.left), last - first + 1


def packed(arrays):
    """The bytes of some arrays, one after the other."""
    return b"".join(array.tobytes() for array in arrays)


def laid(data, base):
    """The pixels that some `packed` `runs` make of the static part."""
    rows, columns = base.shape
    number = (len(data) - 2 * rows) // 8
    colors = np.frombuffer(data, np.uint32, number)
    start, length = (
        np.frombuffer(data, np.uint16, 2 * number, 4 * number).reshape(2, -1).astype(int)
    )
    row = np.repeat(np.arange(rows), np.frombuffer(data, np.uint16, rows, 8 * number))
    before = np.cumsum(length) - length  # pixels of the runs that come first
    at = np.repeat(row * columns + start - before, length) + np.arange(length.sum())
    pixels = base.copy()
    pixels.ravel()[at] = np.repeat(colors, length)
    return pixels


def deflated(data):
    """Bytes as a zlib stream.

    A live picture sends these and not PNGs: choosing filters for a PNG takes three times as long
    as the rest of a move, and every browser can inflate.
    """
    return zlib.compress(data, level=1)
