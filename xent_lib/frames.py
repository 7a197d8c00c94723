"""Frames: what a page was sent of the last states, for a hand that goes to and fro."""

from collections import OrderedDict

AT_MOST = 3_000_000  # bytes of the pictures of one explorer


class Frames:
    """The bytes of pictures and what was told beside them, by what they depend on.

    Drawing and putting into words are three quarters of what a move costs the kernel. What was
    shown, or sent ahead, is kept until newer frames need its place.
    """

    def __init__(self):
        self._kept = OrderedDict()  # the one that was asked for last comes last
        self._size = 0

    def get(self, key):
        """What was kept under `key`, or None."""
        if key in self._kept:
            self._kept.move_to_end(key)
        return self._kept.get(key)

    def keep(self, key, data, told):
        """Keep the bytes of a picture and what was told beside it; both, as `get` gives them."""
        self._forget(key)
        self._kept[key] = data, told
        self._size += len(data)
        while self._size > AT_MOST:
            self._forget(next(iter(self._kept)))
        return data, told

    def clear(self):
        self._kept.clear()
        self._size = 0

    def _forget(self, key):
        data, _told = self._kept.pop(key, (b"", None))
        self._size -= len(data)
