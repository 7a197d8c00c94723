"""Real data that ships with the package: coin flips, die rolls and penguins."""

import csv
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from xent_lib.arguments import instance, numbers, whole
from xent_lib.language import _

MEASURES = ("bill_length_mm", "bill_depth_mm", "flipper_length_mm", "body_mass_g")


class CoinFlips(NamedTuple):
    """How many of `flips` coin flips landed on the side they started from."""

    same_side: int
    flips: int


class Scale(NamedTuple):
    """Mean and spread of some measures: the ruler on which millimetres and grams are alike."""

    mean: np.ndarray
    spread: np.ndarray

    def standardised(self, measured):
        """Measures on the scale on which these birds have mean 0 and spread 1."""
        return (numbers("measured", measured) - self.mean) / self.spread

    def measured(self, x):
        """Standardised measures in millimetres and grams again."""
        return self.mean + numbers("x", x) * self.spread


@dataclass(frozen=True, eq=False, repr=False)
class Penguins:
    """Some penguins: one array a column, one entry a bird, all read-only.

    Attributes
    ----------
    species, island, sex : array of str, shape (N,)
        `sex` is "female", "male", or "" where nobody could tell.
    bill_length_mm, bill_depth_mm, flipper_length_mm, body_mass_g : array of float, shape (N,)
        NaN where a bird was not measured.
    year : array of int, shape (N,)
    classes : tuple of str
        The species that `label` counts, in this order.
    """

    species: np.ndarray
    island: np.ndarray
    bill_length_mm: np.ndarray
    bill_depth_mm: np.ndarray
    flipper_length_mm: np.ndarray
    body_mass_g: np.ndarray
    sex: np.ndarray
    year: np.ndarray
    classes: tuple[str, ...] = ("Adelie", "Chinstrap", "Gentoo")

    def __post_init__(self):
        for column in self._columns().values():
            column.setflags(write=False)

    def __len__(self):
        return len(self.species)

    def __repr__(self):
        counts = ", ".join(f"{np.sum(self.species == kind)} {kind}" for kind in self.classes)
        return f"Penguins({counts})"

    def __getitem__(self, index):
        """The birds that a mask, a slice or an array of indices picks."""
        picked = {name: np.atleast_1d(column[index]) for name, column in self._columns().items()}
        return Penguins(**picked, classes=self.classes)

    @property
    def label(self):
        """Class index of each bird: the place of its species in `classes`."""
        return np.array([self.classes.index(kind) for kind in self.species], dtype=int)

    def of(self, *species):
        """The birds of these species; `label` then counts the species in the order given.

        >>> penguins().of("Adelie", "Gentoo")
        Penguins(152 Adelie, 124 Gentoo)
        """
        _among(self.classes, "species", species)
        if len(set(species)) < len(species):
            sentence = _("species is {species}, but each is one class and is named once.")
            raise ValueError(sentence.format(species=species))
        birds = self[np.isin(self.species, species)]
        return Penguins(**birds._columns(), classes=species)

    def measured(self, *measures):
        """The birds for which every one of these measures is known.

        >>> len(penguins().measured("bill_length_mm", "bill_depth_mm"))
        342
        """
        _among(MEASURES, "measures", measures)
        return self[np.all([np.isfinite(getattr(self, name)) for name in measures], axis=0)]

    def table(self, *measures):
        """The measures as they are: shape (N,) for one, (N, M) for M of them."""
        _among(MEASURES, "measures", measures)
        columns = [getattr(self, name) for name in measures]
        return columns[0] if len(columns) == 1 else np.column_stack(columns)

    def scale(self, *measures):
        """Mean and spread of these measures."""
        table = self.table(*measures)
        return Scale(table.mean(axis=0), table.std(axis=0))

    def standardised(self, *measures, like=None):
        """The measures with mean 0 and spread 1, as a network likes them: shape as of `table`.

        Parameters
        ----------
        *measures : str
        like : Penguins, optional
            Birds whose mean and spread count; these birds' own unless told otherwise. What a
            network was not trained on is measured with the ruler of what it was trained on.

        >>> x = penguins().measured("body_mass_g").standardised("body_mass_g")
        >>> round(x.std(), 3)
        np.float64(1.0)
        """
        if like is not None:
            instance("like", like, Penguins, _("some penguins, such as penguins().of(…)"))
        return (self if like is None else like).scale(*measures).standardised(self.table(*measures))

    def split(self, unseen, seed=0):
        """Two flocks drawn by lot: those to train on, and `unseen` birds that are kept back.

        >>> seen, unseen = penguins().measured("body_mass_g").split(unseen=114)
        >>> len(seen), len(unseen)
        (228, 114)
        """
        unseen = whole("unseen", unseen, least=1, most=len(self) - 1)
        order = np.random.default_rng(whole("seed", seed, least=0)).permutation(len(self))
        return self[order[:-unseen]], self[order[-unseen:]]

    def _columns(self):
        names = [field.name for field in fields(self) if field.name != "classes"]
        return {name: getattr(self, name) for name in names}


def coin_flips():
    """350,757 flips of real coins, of which 178,079 landed on the side they started from.

    Source: F. Bartoš et al., "Fair coins tend to land on the same side they started: evidence
    from 350,757 flips", arXiv 2310.04153. Licence: none needed; two counts are facts.

    >>> coin_flips()
    CoinFlips(same_side=178079, flips=350757)
    """
    same, other = (int(row["flips"]) for row in _rows("coin_flips.csv"))
    return CoinFlips(same_side=same, flips=same + other)


def die_rolls():
    """How often each face, one to six, came up in 20,000 rolls of one white die.

    Source: rolled by Rudolf Wolf in Zürich in the nineteenth century; the counts as in
    E. T. Jaynes, "Where do we stand on maximum entropy?" (1978). Licence: none needed; six
    counts are facts.

    >>> die_rolls()
    array([3246, 3449, 2897, 2841, 3635, 3932])
    """
    rolls = np.array([int(row["rolls"]) for row in _rows("die_rolls.csv")])
    rolls.setflags(write=False)
    return rolls


def penguins():
    """344 penguins of three species, measured near Palmer Station, Antarctica, 2007 to 2009.

    Two birds have no measures and eleven no known sex. The file says NA; here a missing measure
    is NaN and an unknown sex is "", so neither can pass for a value.

    Source: K. B. Gorman, T. D. Williams, W. R. Fraser, PLoS ONE 9(3) e90081 (2014); collected as
    "palmerpenguins" by A. M. Horst, A. P. Hill and K. B. Gorman, doi:10.5281/zenodo.3960218.
    Licence: CC0.

    >>> penguins()
    Penguins(152 Adelie, 68 Chinstrap, 124 Gentoo)
    """
    rows = _rows("penguins.csv")
    words = {name: [row[name] for row in rows] for name in ("species", "island")}
    sex = ["" if row["sex"] == "NA" else row["sex"] for row in rows]
    measures = {name: [_measure(row[name]) for row in rows] for name in MEASURES}
    columns = words | measures | {"sex": sex, "year": [int(row["year"]) for row in rows]}
    return Penguins(**{name: np.array(column) for name, column in columns.items()})


def _rows(name):
    text = files("xent_lib").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


def _measure(text):
    return np.nan if text == "NA" else float(text)


def _among(known, argument, names):
    if not names:
        sentence = _("{argument} is empty; name at least one of {known}.")
        raise ValueError(sentence.format(argument=argument, known=", ".join(known)))
    for index, name in enumerate(names):
        if not (isinstance(name, str) and name in known):
            sentence = _("{argument}[{index}] is {name}; expected one of {known}.")
            told = dict(argument=argument, index=index, known=", ".join(known))
            raise ValueError(sentence.format(name=f"{name!r:.60}", **told))
