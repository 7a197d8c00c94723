"""DieExplorer: a guess at a die, its rolls, and what the guess costs above the entropy."""

import math
from dataclasses import dataclass, replace
from functools import cached_property, partial

import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses
from xent_lib.animals import ANIMALS, key_of, typed_words
from xent_lib.datasets import die_rolls
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, listed, sentences
from xent_lib.marks import Bars, over
from xent_lib.numerals import numeral, percent, probability
from xent_lib.picture import DATA, GUESS, LOSS, Picture
from xent_lib.state import Choice, Number, State, Words, of

FACES = ("1", "2", "3", "4", "5", "6")
PIPS = "⚀⚁⚂⚃⚄⚅"
WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6")
LARGEST_WEIGHT, STEP = 10.0, 0.02
DEAREST = 4.0  # nats at the end of the cost axis
DATA_SETS = {
    "wolf": later("Wolf's 20,000 rolls"),
    "rolls": later("my rolls"),
    "photos": later("animal photographs"),
}
WEIGHT = Number(0, step=STEP, slider=(0, LARGEST_WEIGHT))


@dataclass(frozen=True)
class DieState(State):
    """Six weights whose shares are the guess, and the rolls that it has to explain.

    With photographs there are four classes, and the last two weights count for nothing.
    """

    w1: float = of(WEIGHT, 1.0, "Weights of the classes; the guess is each divided by their sum.")
    w2: float = of(WEIGHT, 1.0)
    w3: float = of(WEIGHT, 1.0)
    w4: float = of(WEIGHT, 1.0)
    w5: float = of(WEIGHT, 1.0)
    w6: float = of(WEIGHT, 1.0)
    data: str = of(
        Choice(DATA_SETS, later("to explain"), quiet=True),
        "wolf",
        "20,000 real rolls, the faces in `rolls`, or the animals in `photos`.",
    )
    rolls: str = of(Words(later("my rolls")), "6 2 5 6 1 6 3 6 5 6", "Faces 1 to 6.")
    photos: str = of(Words(later("they show")), ANIMALS[2], "Names of animals.")

    def refusal(self):
        if sum(self.weights) == 0:
            sentence = _("The weights of {names} are all 0: raise one of them.")
            return sentence.format(names=listed(self.shown_names))
        if self.n == 0:
            sentence = _(
                "{field} is empty, but a guess needs something to explain: any of {names}."
            )
            return sentence.format(field=self.data, names=listed(self.shown_names))

    @property
    def names(self):
        return ANIMALS if self.data == "photos" else FACES

    @property
    def shown_names(self):
        return [_(name) for name in self.names]

    @property
    def weights(self):
        return [getattr(self, name) for name in WEIGHTS[: len(self.names)]]

    @cached_property
    def counts(self):
        """How often each class came up."""
        if self.data == "wolf":
            return tuple(die_rolls().tolist())
        return counted(getattr(self, self.data), self.data, self.names)

    @property
    def n(self):
        return sum(self.counts)

    @cached_property
    def output(self):
        """The guess: the weights divided by their sum."""
        weights = np.array(self.weights) / max(self.weights)  # whose sum cannot overflow
        return weights / weights.sum()

    @cached_property
    def frequencies(self):
        return np.array(self.counts) / self.n

    @cached_property
    def loss(self):
        """Mean negative log-likelihood of the rolls, in nats."""
        label = np.arange(len(self.names))
        seen = {"label": label, "output": self.output[None], "count": self.counts}
        return (0.0 - losses.categorical_log_likelihood(**seen)) / self.n

    @cached_property
    def floor(self):
        """The least that any guess can cost: the entropy of the frequencies."""
        return losses.entropy(self.frequencies)

    @cached_property
    def gap(self):
        """What this guess costs above the floor: a Kullback-Leibler divergence."""
        return losses.kl_divergence(self.frequencies, self.output)

    def weight_for(self, name, share):
        """The weight `name` that gives its class this share while the other weights stay."""
        weight = getattr(self, name)
        others = sum(self.weights) - weight
        share = min(max(share, 0.0), 0.999)
        return others * share / (1 - share) if others > 0 else weight

    def with_weights(self, weights):
        return replace(self, **dict(zip(WEIGHTS, map(float, weights), strict=False)))

    def fair(self):
        return self.with_weights(np.ones(6))

    def loaded(self):
        """The last class two and a half times as likely as any other."""
        return self.with_weights([1.0] * (len(self.names) - 1) + [2.5])

    def at_the_frequencies(self):
        """Weights in proportion to the counts, as near as the steps of the sliders allow."""
        weights = LARGEST_WEIGHT / 2 * self.frequencies / self.frequencies.max()
        return self.with_weights(np.round(np.round(weights / STEP) * STEP, 10))

    @property
    def summary(self):
        guess = " ".join(f"{p:.3f}" for p in self.output)
        return f"guess={guess}, n={self.n}, loss={self.loss:.4f}, floor={self.floor:.4f}"

    @property
    def readout(self):
        if self.data == "photos":
            words = _(
                "The guess ({guess}) costs {loss} nats a photograph: {floor} that no guess can "
                "avoid, the entropy of the frequencies, and {gap} more, the KL divergence."
            )
        else:
            words = _(
                "The guess ({guess}) costs {loss} nats a roll: {floor} that no guess can avoid, "
                "the entropy of the frequencies, and {gap} more, the KL divergence."
            )
        if self.n > 1:
            words = sentences(words, _("Over all {n:,} that gap adds up to {total} nats."))
        guess = zip(self.shown_names, map(percent, self.output), strict=True)
        parts = {name: numeral(getattr(self, name)) for name in ("loss", "floor", "gap")}
        total = numeral(self.n * self.gap, 1)
        return words.format(guess=listed(map(": ".join, guess)), n=self.n, total=total, **parts)


def counted(text, field, names):
    """How often each of `names` stands in `text`, a list with spaces or commas."""
    words = typed_words(text)
    keys = [key_of(word, names) for word in words]
    if None in keys:
        index = keys.index(None)
        sentence = _("{field}[{index}] is {word!r}, but expected one of {names}.")
        known = listed(map(_, names))
        raise ValueError(sentence.format(field=field, index=index, word=words[index], names=known))
    return tuple(keys.count(name) for name in names)


class DiePicture(Picture):
    """Guess beside frequency for each class; below, the cost: a floor and a gap."""

    height = 345

    def scene(self, state):
        return state.data, state.counts

    def draw(self, state):
        self.bars, self.cost = self.figure.subplots(2, height_ratios=[3.2, 1])
        self._draw_bars(state)
        self._draw_cost(state)

    def _draw_bars(self, state):
        axes, k = self.bars, len(state.names)
        self.top = min(1.0, max(0.4, math.ceil(15 * state.frequencies.max()) / 10))
        axes.set(xlim=(-0.5, k - 0.5), ylim=(0, 1.12 * self.top), ylabel=_("probability"))
        axes.set_yticks(np.arange(0, self.top + 0.01, 0.1 if self.top <= 0.6 else 0.2))
        axes.bar(
            np.arange(k) - 0.2, state.frequencies, 0.36, fc="white", ec=DATA, hatch="///", lw=1.5,
            label=_("frequency in the data"),
        )  # fmt: skip
        self.guess = Bars(
            self, axes, np.arange(k) + 0.2, 0.36, GUESS, told=probability, top=self.top
        )
        axes.bar(0, 0, color=GUESS, label=_("guess: the weights divided by their sum"))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
        axes.set_xticks(range(k), [""] * k)
        axes.tick_params(axis="x", length=0)
        for x, (name, share) in enumerate(zip(state.shown_names, state.frequencies, strict=True)):
            sign, size = (name, 14) if state.data == "photos" else (PIPS[x], 26)
            below = axes.get_xaxis_transform()
            axes.text(x, -0.12, sign, size=size, ha="center", va="center", transform=below)
            over(axes, x - 0.2, share, probability(share), color=DATA, ha="center")

    def _draw_cost(self, state):
        axes = self.cost
        axes.set(xlim=(0, DEAREST), ylim=(0, 1), yticks=[])
        axes.set_xlabel(_("mean negative log-likelihood (nats)"))
        axes.spines["left"].set_visible(False)
        axes.barh(0.5, state.floor, 0.8, fc="white", ec=DATA, hatch="///", lw=1.5)
        self.gap = self.moving(axes.add_patch(Rectangle((state.floor, 0.1), 0, 0.8, color=LOSS)))
        self.sum = self.moving(
            axes.text(0, 1.25, "", transform=axes.transAxes, va="center", size=13)
        )
        self.beyond = self.moving(
            axes.text(DEAREST - 0.03, 0.5, "▶", color="white", size=22, ha="right", va="center")
        )
        axes.set_title(" ")  # keeps the place

    def move(self, state):
        self.guess.put(state.output)
        self.gap.set_width(min(state.loss, DEAREST) - state.floor)
        self.beyond.set_visible(bool(state.loss > DEAREST))
        words = _("cost {loss} = entropy {floor} (hatched) + gap {gap} (solid)")
        parts = {name: numeral(getattr(state, name)) for name in ("loss", "floor", "gap")}
        self.sum.set_text(words.format(**parts))

    def handles(self, state):
        return [
            self.guess.handle(n, y=name, size=(44, 30), inverse=partial(state.weight_for, name))
            for n, name in enumerate(WEIGHTS[: len(state.names)])
        ]


class DieExplorer(Explorer):
    """Load a die by six weights, and see what the guess costs on its rolls."""

    State = DieState
    Picture = DiePicture
    alt = later(
        "For each class two bars: how often it came up, hatched, and its probability in the guess. "
        "Below, a bar for the cost of the guess: the entropy of the frequencies, and the gap."
    )

    looks = dict.fromkeys(("rolls", "photos", *WEIGHTS), {"layout": {"width": "300px"}})

    def __init__(self, **fields):
        # The word that stands in the field is one of the language spoken.
        super().__init__(**{"photos": _(DieState.photos), **fields})

    def arrange(self):
        guesses = (
            self.button(later("Fair"), DieState.fair),
            self.button(later("Loaded"), DieState.loaded),
            self.button(later("The frequencies"), DieState.at_the_frequencies),
        )
        return [self.row("data", *guesses, "rolls", "photos"), self.row(*WEIGHTS)]

    def moved(self, state, fields):
        if "data" in fields:  # a text that was refused cannot be mended out of sight
            self.forget("rolls", "photos")
        return fields

    def dress(self, state):
        names = dict(zip(WEIGHTS, state.shown_names, strict=False))
        for weight in WEIGHTS:
            slider, used = self.controls[weight], weight in names
            slider.label = _("weight of {name}").format(name=names[weight]) if used else ""
            slider.layout.display = None if used else "none"
        for field in ("rolls", "photos"):
            self.controls[field].layout.display = None if state.data == field else "none"
