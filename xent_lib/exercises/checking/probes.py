"""The inputs on which a function shows what it computes."""

from dataclasses import dataclass, field

import numpy as np

from xent_lib.exercises.checking.running import attempt


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
    _answers: dict = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, *, note="", edge=False, **arguments):
        """An input from lists, which become arrays, and numbers."""
        arrays = {
            name: np.array(value) if isinstance(value, list) else value
            for name, value in arguments.items()
        }
        return cls(arrays, note, edge or bool(note))

    @property
    def size(self):
        """How many numbers a reader has to take in."""
        return sum(np.size(value) for value in self.arguments.values())

    def answer_of(self, function):
        """The `Answer` of a function that always answers alike: computed once."""
        if function not in self._answers:
            self._answers[function] = attempt(function, self.arguments)
        return self._answers[function]

    def in_the_other_form(self):
        """The same input with lists for arrays and arrays for lists."""
        others = {name: _other_form(value) for name, value in self.arguments.items()}
        return Probe(others, self.note, self.edge)

    def samples(self):
        """The input's samples, one at a time, where it has any.

        Two arguments of one length hold samples; a single one may be a sample itself.
        """
        arrays = [value for value in self.arguments.values() if np.ndim(value)]
        together = len(arrays) == len(self.arguments) > 1
        if not together or len({len(array) for array in arrays}) != 1:
            return []
        return [self.slice(n, n + 1) for n in range(len(arrays[0]))]

    def slice(self, first, last):
        """The input with some of its samples only."""
        chosen = {
            name: value[first:last] if np.ndim(value) else value
            for name, value in self.arguments.items()
        }
        return Probe(chosen, self.note)


def _other_form(value):
    if isinstance(value, np.ndarray):
        return value.tolist()
    return np.array(value) if isinstance(value, list) else value


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
