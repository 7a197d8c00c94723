"""DieExplorer: a guess at a die, its rolls, and what the guess costs above the entropy."""

import math
from dataclasses import dataclass, replace
from functools import cached_property

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses
from xent_lib.controls import Slider
from xent_lib.datasets import die_rolls
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.numerals import numeral, probability
from xent_lib.picture import DATA, GUESS, LOSS, Handle, Picture

FACES = ("1", "2", "3", "4", "5", "6")
PIPS = "⚀⚁⚂⚃⚄⚅"
ANIMALS = (_("dog"), _("cat"), _("koala"), _("penguin"))
WEIGHTS = ("w1", "w2", "w3", "w4", "w5", "w6")
LARGEST_WEIGHT, STEP = 10.0, 0.02
DEAREST = 4.0  # nats at the end of the cost axis


@dataclass(frozen=True)
class DieState:
    """Six weights whose shares are the guess, and the rolls that it has to explain.

    `data` is "wolf" (20,000 real rolls), "rolls" (faces listed in `rolls`) or "photos" (animals
    listed in `photos`: then there are four classes, and the last two weights count for nothing).
    """

    w1: float = 1.0
    w2: float = 1.0
    w3: float = 1.0
    w4: float = 1.0
    w5: float = 1.0
    w6: float = 1.0
    data: str = "wolf"
    rolls: str = "6 2 5 6 1 6 3 6 5 6"
    photos: str = ANIMALS[2]

    def __post_init__(self):
        for name in WEIGHTS:
            weight = getattr(self, name)
            if not 0 <= weight < math.inf:
                raise ValueError(
                    _("{name} is {weight}, but a weight is 0 or more and finite.").format(
                        name=name, weight=weight
                    )
                )
        if sum(self.weights) == 0:
            sentence = _("The weights of {names} are all 0: raise one of them.")
            raise ValueError(sentence.format(names=", ".join(self.names)))
        if self.data not in ("wolf", "rolls", "photos"):
            raise ValueError(
                _('data is {data!r}, but it is "wolf", "rolls" or "photos".').format(data=self.data)
            )
        if self.n == 0:
            sentence = _("{field} is empty, but a guess needs something to explain: type {names}.")
            raise ValueError(sentence.format(field=self.data, names=_(" or ").join(self.names)))

    @property
    def names(self):
        return ANIMALS if self.data == "photos" else FACES

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
        words = _(
            "The guess ({guess}) costs {loss} nats a {draw}: {floor} that no guess can avoid, the "
            "entropy of the frequencies, and {gap} more, the KL divergence."
        )
        if self.n > 1:
            words = words + " " + _("Over all {n:,} that gap adds up to {total} nats.")
        return words.format(
            guess=", ".join(
                f"{name}: {p:.1%}" for name, p in zip(self.names, self.output, strict=True)
            ),
            loss=numeral(self.loss),
            draw=_("photograph") if self.data == "photos" else _("roll"),
            floor=numeral(self.floor),
            gap=numeral(self.gap),
            n=self.n,
            total=numeral(self.n * self.gap, 1),
        )


def counted(text, field, names):
    """How often each of `names` stands in `text`, a list with spaces or commas."""
    words = text.lower().replace(",", " ").split()
    for index, word in enumerate(words):
        if word not in names:
            raise ValueError(
                _("{field}[{index}] is {word!r}, but it must be {names}.").format(
                    field=field, index=index, word=word, names=_(" or ").join(names)
                )
            )
    return tuple(words.count(name) for name in names)


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
        guess = [Rectangle((x + 0.02, 0), 0.36, 0, color=GUESS) for x in range(k)]
        self.guess = [self.moving(axes.add_patch(bar)) for bar in guess]
        self.numbers = [
            self.moving(axes.text(x + 0.2, 0, "", ha="center", va="bottom")) for x in range(k)
        ]
        axes.bar(0, 0, color=GUESS, label=_("guess: the weights divided by their sum"))
        axes.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2, borderaxespad=0)
        axes.set_xticks(range(k), [""] * k)
        axes.tick_params(axis="x", length=0)
        for x, (name, share) in enumerate(zip(state.names, state.frequencies, strict=True)):
            sign, size = (name, 14) if state.data == "photos" else (PIPS[x], 26)
            below = axes.get_xaxis_transform()
            axes.text(x, -0.12, sign, size=size, ha="center", va="center", transform=below)
            axes.text(x - 0.2, share, probability(share), color=DATA, ha="center", va="bottom")

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
        for bar, number, p in zip(self.guess, self.numbers, state.output, strict=True):
            beyond = p > 1.001 * self.top
            bar.set_height(min(p, self.top))
            number.set_y(min(p, self.top))
            number.set_text(f"▲{probability(p)}" if beyond else probability(p))
        self.gap.set_width(min(state.loss, DEAREST) - state.floor)
        self.beyond.set_visible(bool(state.loss > DEAREST))
        words = _("cost {loss} = entropy {floor} (hatched) + gap {gap} (solid)")
        parts = {name: numeral(getattr(state, name)) for name in ("loss", "floor", "gap")}
        self.sum.set_text(words.format(**parts))

    def handles(self, state):
        return [
            Handle(self.bars, (x + 0.2, min(p, self.top)), y=name, size=(44, 30))
            for x, (name, p) in enumerate(zip(WEIGHTS, state.output, strict=False))
        ]


class DieExplorer(Explorer):
    """Load a die by six weights, and see what the guess costs on its rolls.

    Parameters
    ----------
    w1, w2, w3, w4, w5, w6 : float
        Weights of the classes; the guess is each weight divided by their sum.
    data : {"wolf", "rolls", "photos"}
        20,000 real rolls, the faces in `rolls`, or the animals in `photos` (then four classes).
    rolls, photos : str
        Faces 1 to 6, or names of animals, with spaces between.
    """

    State = DieState
    Picture = DiePicture
    alt = _(
        "For each class two bars: how often it came up, hatched, and its probability in the guess. "
        "Below, a bar for the cost of the guess: the entropy of the frequencies, and the gap."
    )

    def build(self, state):
        text = {"continuous_update": False, "layout": {"width": "300px"}}
        weight = {"max": LARGEST_WEIGHT, "step": STEP, "layout": {"width": "300px"}}
        return {
            "data": widgets.ToggleButtons(
                options=[
                    (_("Wolf's 20,000 rolls"), "wolf"),
                    (_("my rolls"), "rolls"),
                    (_("animal photographs"), "photos"),
                ],
                value=state.data,
            ),
            "rolls": widgets.Text(state.rolls, description=_("my rolls"), **text),
            "photos": widgets.Text(state.photos, description=_("they show"), **text),
            **{name: Slider("", value=getattr(state, name), **weight) for name in WEIGHTS},
        }

    def arrange(self):
        data, rolls, photos, *weights = self.controls.values()
        data.style.button_width = "auto"
        guesses = (
            self.button(_("Fair"), DieState.fair),
            self.button(_("Loaded"), DieState.loaded),
            self.button(_("The frequencies"), DieState.at_the_frequencies),
        )
        return [row(data, *guesses, rolls, photos), row(*weights)]

    def change(self, **fields):
        if "data" in fields:  # a text that was refused cannot be mended out of sight
            self.forget("rolls", "photos")
        super().change(**fields)

    def dragged(self, handle, x, y):
        """The weight that gives the bar the share `y` while the other weights stay."""
        state = self.state
        weight = getattr(state, handle.y)
        others = sum(state.weights) - weight
        y = min(max(y, 0.0), 0.999)
        return {handle.y: others * y / (1 - y) if others > 0 else weight}

    def _show(self):
        names = self.state.names
        for index, weight in enumerate(WEIGHTS):
            slider = self.controls[weight]
            used = index < len(names)
            slider.label = _("weight of {name}").format(name=names[index]) if used else ""
            slider.layout.display = None if used else "none"
        for field in ("rolls", "photos"):
            self.controls[field].layout.display = None if self.state.data == field else "none"
        super()._show()
