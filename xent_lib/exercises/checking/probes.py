"""The inputs on which a function shows what it computes."""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Probe:
    """One input.

    Attributes
    ----------
    arguments : dict
        Values by the parameter's name, in the order of the parameters.
    note : str
        For an input at the edge of the exercise: what to tell who finds no finite answer there.
        Such a function counts as correct all the same.
    edge : bool
        Whether a wrong function may fail here in its own way and still be recognised.
    """

    arguments: dict
    note: str = ""
    edge: bool = False

    @property
    def size(self):
        """How many numbers a reader has to take in."""
        return sum(np.size(value) for value in self.arguments.values())


def as_lists(probe, note):
    """The same input as plain lists."""
    lists = {name: np.asarray(value).tolist() for name, value in probe.arguments.items()}
    return Probe(lists, note=note, edge=True)


def single_samples(probe):
    """The input's samples, one at a time, where all its arguments have them.

    Two arguments of one length hold samples; a single one may be a sample itself.
    """
    arrays = [value for value in probe.arguments.values() if np.ndim(value)]
    together = len(arrays) == len(probe.arguments) > 1
    if not together or len({len(array) for array in arrays}) != 1:
        return []
    return [
        Probe({name: value[n : n + 1] for name, value in probe.arguments.items()}, probe.note)
        for n in range(len(arrays[0]))
    ]


def chances(rng, count):
    """Probabilities of two digits, neither 0 nor 1 nor one half, no two alike."""
    hundredths = np.r_[3:50, 51:98]
    return rng.choice(hundredths, count, replace=False) / 100


def hard_labels(rng, count):
    """0s and 1s, both of them there."""
    return rng.permutation(np.r_[0, 1, rng.integers(0, 2, count - 2)])


def rows(rng, count, classes):
    """Distributions over the classes, of three digits each."""
    while True:
        weights = rng.dirichlet(np.ones(classes), count).round(3)
        weights[:, -1] = (1 - weights[:, :-1].sum(axis=1)).round(3)
        if weights.min() > 0.01:
            return weights


def one_hot_rows(rng, count, classes):
    """One-hot labels, the classes of which are not all the same."""
    while True:
        index = rng.integers(0, classes, count)
        if count == 1 or np.ptp(index):
            return np.eye(classes, dtype=int)[index]
