"""RivalsExplorer: one right class, two rivals, and three formulas for what the output costs."""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from xent_lib import losses, mistakes
from xent_lib.animals import ANIMALS
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, listed
from xent_lib.marks import Bars, Reading
from xent_lib.numerals import numeral, percent, probability
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Picture
from xent_lib.state import Choice, Number, State, of

NAMES = ANIMALS[:3]  # the right class, and its rivals
K = len(NAMES)
FORMULAS = {
    "categorical": later("categorical"),
    "coins": later("a coin per class"),
    "printed": later("as printed"),
}
SMALLEST = 1e-300  # stands for 0 where a logit is needed
MOST_LOSS = 7.0
STEP = 1 / 90  # of the split, so that one of them gives (.1, .8, .1)
SPLITS = np.linspace(0, 1, 91)


@dataclass(frozen=True)
class RivalsState(State):
    """The probability `q` of the right class, the first, and how its rivals share the rest.

    `formula` is "categorical", "coins" (the article's level-3 formula, an output for each class)
    or "printed" (the same without a class index: one number, `q`, is the output for all classes).
    """

    q: float = of(Number(0, 1), 0.1, "Probability of the right class.")
    split: float = of(
        Number(0, 1, step=STEP),
        round(80 * STEP, 10),
        "Share of the first rival in the rest; any others share what is left alike.",
    )
    formula: str = of(
        Choice(FORMULAS, later("formula"), quiet=True),
        "categorical",
        "The die, the article's level-3 formula with a class index, the same as printed.",
    )

    def output_at(self, split):
        """What each class gets, if the first rival gets this share of what the right one leaves."""
        split = np.asarray(split, float)
        right = np.full_like(split, self.q)
        if self.formula == "printed":
            return np.stack([right] * K, axis=-1)
        first, other = (1 - self.q) * split, (1 - self.q) * (1 - split) / (K - 2)
        return np.stack([right, first, *[other] * (K - 2)], axis=-1)

    def split_for(self, rival, output):
        """The split that gives a rival (1, 2, …) this output."""
        share = output / max(1 - self.q, SMALLEST)
        return share if rival == 1 else 1 - (K - 2) * share

    @cached_property
    def output(self):
        return self.output_at(self.split)

    def loss_of(self, label, output):
        """Cost of each row of `output`, were the class `label` the right one."""
        rows = {"label": np.eye(K)[label], "reduction": "none"}
        if self.formula == "printed":
            return mistakes.coin_per_class_without_index(output=output[..., 0], **rows)
        if self.formula == "coins":
            return mistakes.coin_per_class(output=output, **rows)
        return losses.categorical_cross_entropy(output=output, **rows)

    @cached_property
    def loss_for_each_label(self):
        """Cost of the output, were the label this class or that."""
        return self.loss_of(np.arange(K), np.stack([self.output] * K))

    @property
    def loss(self):
        return float(self.loss_for_each_label[0])

    @cached_property
    def categorical(self):
        """What the die asks for the same q: "a coin per class" costs up to twice as much."""
        return float(losses.binary_cross_entropy(label=1, output=self.q))

    def curve(self):
        """Loss at each of SPLITS."""
        return self.loss_of(np.zeros(len(SPLITS), int), self.output_at(SPLITS))

    @cached_property
    def push(self):
        """Where one step of gradient descent pushes each logit: up is above 0."""
        logit = np.log(np.maximum(self.output, SMALLEST))
        if self.formula == "printed":  # one logit, so each coin pulls at the same one
            odds = logit[0] - np.log(max(1 - self.q, SMALLEST))
            slope = losses.binary_cross_entropy_gradient(
                label=np.eye(K)[0], logit=odds, reduction="sum"
            )
            return np.full(K, -slope.sum())
        gradient = {
            "categorical": losses.categorical_cross_entropy_gradient,
            "coins": mistakes.coin_per_class_gradient,
        }[self.formula]
        return -gradient(label=0, logit=logit)

    @cached_property
    def mass(self):
        """Probability that the formula leaves to the K one-hot labels, those that can occur."""
        if self.formula == "categorical":
            return float(self.output.sum())
        return float(losses.probability_of_exactly_one_head(self.output))

    @property
    def summary(self):
        output = " ".join(f"{q:.3f}" for q in self.output)
        return f"output={output}, formula={self.formula!r}, loss={self.loss:.4f}"

    @property
    def pushed(self):
        """What a step pushes, and by how much, in words."""
        words, pushes = _("the logits by {push}"), self.push
        if self.formula == "printed":
            words, pushes = _("the one logit by {push}"), pushes[:1]
        return words.format(push=", ".join(numeral(push, 3, signed=True) for push in pushes))

    @property
    def readout(self):
        names = [_(name) for name in NAMES]
        return _(
            "The label is {right}. Output {output}: the formula “{formula}” charges {loss} nats, "
            "the die {categorical}. It would charge {each} were the label {names}. One step pushes "
            "{pushed}. To one-hot labels it leaves {mass} of its probability."
        ).format(
            right=names[0],
            output=", ".join(numeral(q, 3) for q in self.output),
            formula=_(FORMULAS[self.formula]),
            loss=numeral(self.loss),
            categorical=numeral(self.categorical),
            each=", ".join(map(numeral, self.loss_for_each_label)),
            names=listed(names),
            pushed=self.pushed,
            mass=percent(self.mass),
        )


class RivalsPicture(Picture):
    """Output and label as bars, the push on each logit under them, the loss against the split."""

    height = 400

    def scene(self, state):
        return state.formula

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, height_ratios=[1.5, 1], width_ratios=[1, 1])
        self.bars = self.figure.add_subplot(grid[0, 0])
        self.arrows = self.figure.add_subplot(grid[1, 0], sharex=self.bars)
        self.loss = self.figure.add_subplot(grid[:, 1])
        self._draw_bars(state)
        self._draw_arrows(state)
        self._draw_loss(state)

    def _draw_bars(self, state):
        axes = self.bars
        axes.set(xlim=(-0.5, K - 0.25), ylim=(0, 1.12), yticks=[0, 0.5, 1])
        axes.set_title(_("label (hatched), output (solid)"))
        axes.bar(-0.2, 1, 0.36, fc="white", ec=DATA, hatch="///", lw=1.5)
        axes.set_xticks(range(K), [_(name) for name in NAMES], fontsize=13)
        axes.tick_params(axis="x", length=0)
        self.output = Bars(self, axes, np.arange(K) + 0.2, 0.36, GUESS, told=probability, size=13)

    def _draw_arrows(self, state):
        axes = self.arrows
        axes.set(ylim=(-2.2, 2.2), yticks=[-2, 0, 2])
        axes.axhline(0, color=MUTED, lw=1)
        axes.spines["bottom"].set_visible(False)
        axes.tick_params(axis="x", length=0, labelbottom=False)
        one = _("push on the one logit") if state.formula == "printed" else _("push on each logit")
        axes.set_title(one)
        axes.set_xlabel(_("loss, were this class the label"), labelpad=30)
        self.pushes = [
            self.moving(axes.plot([x, x], [0, 0], color=LOSS, lw=5, ms=14, markevery=[1])[0])
            for x in range(K)
        ]
        self.push_numbers = [
            self.moving(axes.text(x + 0.14, 0.12, "", va="bottom")) for x in range(K)
        ]
        below = {"transform": axes.get_xaxis_transform(), "ha": "center", "va": "top"}
        self.each = [self.moving(axes.text(x, -0.06, "", size=13, **below)) for x in range(K)]

    def _draw_loss(self, state):
        axes = self.loss
        axes.set(xlim=(-0.02, 1.02), ylim=(0, MOST_LOSS))
        axes.set_xlabel(share_of_the_rest())
        axes.set_title(_("loss (nats)") + "\n ")  # a second line, for the mass
        thin = {"color": MUTED, "lw": 1.5}
        self.bounds = [self.moving(axes.axhline(0, **thin)) for _n in range(2)]
        self.line = self.moving(axes.plot(SPLITS, 0 * SPLITS, color=LOSS, lw=3)[0])
        self.names = [
            self.moving(axes.text(0.5, 0, name, ha="center", va=va))
            for name, va in ((_("the die"), "top"), (_("twice the die"), "bottom"))
        ]
        # Over the axes, where the curve never comes.
        over = {"through": 0, "corner": (1, 1.085), "size": 13}
        self.cost = Reading(self, axes, LOSS, told=numeral, **over)
        self.mass = self.moving(axes.text(0, 1.02, "", transform=axes.transAxes, size=13))

    def move(self, state):
        self.output.put(state.output)
        each = zip(self.pushes, self.push_numbers, state.push, strict=True)
        for x, (arrow, number, push) in enumerate(each):
            arrow.set_data([x, x], [0, push])
            arrow.set_marker("^" if push > 0 else "v")
            arrow.set_visible(abs(push) > 5e-4)
            number.set_text(numeral(push, 3, signed=True))
            number.set_verticalalignment("bottom" if push > 0 else "top")
            number.set_y(0.12 if push > 0 else -0.12)
        for text, cost in zip(self.each, state.loss_for_each_label, strict=True):
            text.set_text(numeral(cost))
        self._move_loss(state)

    def _move_loss(self, state):
        self.line.set_ydata(state.curve())
        places = state.categorical, 2 * state.categorical
        for bound, name, y, gap in zip(self.bounds, self.names, places, (-0.2, 0.1), strict=True):
            bound.set_ydata([y, y])
            name.set_y(y + gap)
            shown = state.formula != "printed" and bool(y < MOST_LOSS)
            bound.set_visible(shown)
            name.set_visible(shown and 0.75 < y < 0.8 * MOST_LOSS)
        self.cost.put(state.split, state.loss)
        words = _("probability on one-hot labels: {mass}")
        self.mass.set_text(words.format(mass=percent(state.mass)))

    def handles(self, state):
        wide = {"size": (60, 32)}
        bars = [self.output.handle(0, y="q", **wide)]
        if state.formula != "printed":
            for rival in range(1, K):
                split = partial(state.split_for, rival)
                bars.append(self.output.handle(rival, y="split", inverse=split, **wide))
        return [*bars, self.cost.handle(x="split")]


def share_of_the_rest():
    """Name of what the split is."""
    return _("{rival}'s share of the rest").format(rival=_(NAMES[1]))


class RivalsExplorer(Explorer):
    """Share what the right class leaves between its rivals, and see which formula minds."""

    State = RivalsState
    Picture = RivalsPicture
    alt = later(
        "Left, a bar for the output of each class, the label hatched behind the first; under each "
        "an arrow for the push on its logit. Right, the loss against how the rivals share the rest."
    )
    looks = {"q": {"layout": {"width": "250px"}}, "split": {"layout": {"width": "375px"}}}

    def arrange(self):
        self.controls["q"].label = _("q({right})").format(right=_(NAMES[0]))
        self.controls["split"].label = share_of_the_rest()
        return [self.row("formula", "q", "split")]
