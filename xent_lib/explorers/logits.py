"""LogitsExplorer: three logits, a common shift, and three ways to make them probabilities."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses, mistakes
from xent_lib.animals import ANIMALS
from xent_lib.explorer import Explorer
from xent_lib.language import _, later
from xent_lib.marks import Bars, Reading
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Picture
from xent_lib.state import Choice, Number, State, of

CLASSES = ANIMALS[:3]  # and fields of the state
LIMIT = 10.0  # of a logit, either way
MOST_SHIFT = 1000.0
MOST_LOSS = 5.0  # shown; above it the mark waits at the edge


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def naive_softmax(logit):
    """exp(logit) / Σ exp(logit) as it is written: nan where an exponential overflows."""
    large = np.exp(np.asarray(logit, float))
    return large / large.sum(axis=-1, keepdims=True)


@np.errstate(divide="ignore", invalid="ignore")
def naive_cross_entropy(*, label, logit):
    """-log of the naive softmax: nan or infinite where that is nan or 0."""
    return 0.0 - np.log(naive_softmax(logit)[..., label])


def logit_of(animal):
    """The rule of a logit."""
    return Number(-LIMIT, LIMIT, animal, step=0.1, decimals=1)


FORMS = {"naive": later("naive"), "stable": later("stable"), "twice": later("softmax twice")}


@dataclass(frozen=True)
class LogitsState(State):
    """Three logits and a number added to all of them; which class is right; how q is made."""

    dog: float = of(logit_of("dog"), 2.0, "The logits.")
    cat: float = of(logit_of("cat"), 1.0)
    koala: float = of(logit_of("koala"), -1.0)
    shift: float = of(
        Number(0, MOST_SHIFT, later("shift of all"), step=1.0, decimals=0),
        0.0,
        "Added to all three.",
    )
    label: int = of(
        Choice(dict(enumerate(CLASSES)), later("right is")), 0, "The class that is right."
    )
    form: str = of(Choice(FORMS, later("form")), "naive", "How the logits become probabilities.")

    @cached_property
    def logit(self):
        """What the softmax is given: the three logits, shifted."""
        return np.array([self.dog, self.cat, self.koala]) + self.shift

    @cached_property
    def q(self):
        """What the network says, its guess, by the chosen form."""
        if self.form == "naive":
            return naive_softmax(self.logit)
        once = losses.softmax(self.logit)
        return losses.softmax(once) if self.form == "twice" else once

    def loss_of(self, logit):
        """What the right class costs by the chosen form, for each row of logits."""
        if self.form == "naive":
            return naive_cross_entropy(label=self.label, logit=logit)
        label = np.full(np.shape(logit)[:-1], self.label)
        if self.form == "twice":
            return mistakes.softmax_twice(
                label=label, output=losses.softmax(logit), reduction="none"
            )
        return losses.categorical_cross_entropy_from_logits(
            label=label, logit=logit, reduction="none"
        )

    @cached_property
    def loss(self):
        return float(self.loss_of(self.logit))

    @cached_property
    def textbook(self):
        """What the same logits cost with one softmax, made stable."""
        return float(
            losses.categorical_cross_entropy_from_logits(label=self.label, logit=self.logit)
        )

    @cached_property
    def floor(self):
        """Least loss that softmax twice can reach: the second one is given (1, 0, 0) at best."""
        return float(mistakes.softmax_twice(label=0, output=[1.0, 0.0, 0.0]))

    @cached_property
    def push(self):
        """Where one step of gradient descent pushes each logit: up is above 0.

        It is minus the slope of the loss: y - q, unless softmax is taken twice.
        """
        if self.form == "naive":
            return np.eye(3)[self.label] - self.q
        if self.form == "twice":
            return -mistakes.softmax_twice_gradient(label=self.label, logit=self.logit)
        return -losses.categorical_cross_entropy_gradient(label=self.label, logit=self.logit)

    @property
    def overflows(self):
        """What of the exponentials of these logits is too large for a float, if anything."""
        with np.errstate(over="ignore"):
            large = np.exp(self.logit)
            total = large.sum()
        if np.isinf(large).any():
            return _("exp({z:g}) overflows to inf, and inf/inf is nan, not a number.").format(
                z=self.logit.max()
            )
        if np.isinf(total):
            return _(
                "The sum of the exponentials overflows to inf, and each of them over inf is 0."
            )
        return ""

    def curve(self, z):
        """Loss for each logit `z` of the right class, before the shift, the others as they are."""
        logit = np.repeat(self.logit[None], len(z), axis=0)
        logit[:, self.label] = z + self.shift
        return self.loss_of(logit)

    @property
    def summary(self):
        logit = ", ".join(f"{z:.1f}" for z in self.logit)
        return (
            f"logit=({logit}), label={CLASSES[self.label]}, form={self.form}, loss={self.loss:.4f}"
        )

    @property
    def readout(self):
        if self.form == "naive" and self.overflows:
            words = _(
                "{why} q = ({q}); {right} is right and its loss is {loss}. Taken stably, the same "
                "logits cost {textbook}."
            )
        elif self.form == "twice":
            words = _(
                "After the second softmax q = ({q}); {right} is right and its loss is {loss}. It "
                "can never cost less than {floor}. With one softmax: {textbook}."
            )
        else:
            words = _(
                "q = ({q}); {right} is right and its loss is {loss}. One step pushes the logits by "
                "y − q = ({push})."
            )
        costs = {name: numeral(getattr(self, name)) for name in ("loss", "textbook", "floor")}
        pushes = {"q": _numbers(self.q), "push": _numbers(self.push, signed=True)}
        right = _(CLASSES[self.label])
        return words.format(why=self.overflows, right=right, **pushes, **costs)


def _numbers(values, signed=False):
    return ", ".join(numeral(value, 3, signed) for value in values)


class LogitsPicture(Picture):
    """Logits, probabilities, pushes, and the loss against the logit of the right class."""

    height = 410
    z = np.linspace(-LIMIT, LIMIT, 201)

    def scene(self, state):
        return state.label, state.form

    def draw(self, state):
        (logits, q), (pushes, loss) = self.figure.subplots(2, 2)
        self.logits, self.q, self.pushes, self.loss = logits, q, pushes, loss
        logits.set(
            title=_("z as bars, z + shift as numbers"),
            ylim=(-1.55 * LIMIT, 1.55 * LIMIT),
        )
        logits.set_yticks([-10, -5, 0, 5, 10])
        twice = state.form == "twice"
        q.set(title=_("q = softmax(softmax(z))") if twice else _("q = softmax(z)"), ylim=(0, 1.18))
        q.set_yticks([0, 0.5, 1])
        y = Rectangle((state.label - 0.42, 0), 0.84, 1, fill=False, ec=DATA, ls="--", lw=1.8)
        q.add_patch(y)
        q.text(state.label + 0.47, 0.97, _("y"), color=DATA, va="top")
        named = _("push on each logit") if twice else _("push on each logit: y − q")
        pushes.set(title=named, ylim=(-1.55, 1.55))
        names = [_(name) + (" ✓" if k == state.label else "") for k, name in enumerate(CLASSES)]
        for axes in (logits, q, pushes):
            axes.set(xlim=(-0.6, 2.8), xticks=range(3), xticklabels=names)
        for axes in (logits, pushes):
            axes.axhline(0, color=MUTED, lw=1)
        self._draw_loss(loss, state)
        self._make_moving()

    def _draw_loss(self, axes, state):
        twice = state.form == "twice"
        axes.set_title(" ")  # keeps the place of the loss
        axes.set(xlim=(-LIMIT - 0.4, LIMIT + 0.4), ylim=(0, MOST_LOSS))
        axes.set_xlabel(_("logit z of the right class, before the shift"))
        if twice:
            axes.axhline(state.floor, color=MUTED, ls=":")
            axes.text(-LIMIT, state.floor + 0.12, _("floor {f:.4f}").format(f=state.floor), size=11)
            self.once = self.moving(axes.plot([], [], color=MUTED, ls="--", lw=1.5)[0])
        else:
            self.once = None

    def _make_moving(self):
        (line,) = self.loss.plot([], [], color=LOSS)
        self.line = self.moving(line)
        words = _("loss {loss} (dashed: softmax once)") if self.once else _("loss {loss}")
        self.cost = Reading(
            self, self.loss, LOSS, lambda loss: words.format(loss=numeral(loss)), through=0,
            corner=(0, 1.05), no_number=("X", MOST_LOSS / 2), size=13, weight="normal",
        )  # fmt: skip
        small = {"size": 11}
        self.stems = Bars(self, self.logits, range(3), 0.3, GUESS, _tenths, gap=0.9, **small)
        self.bars = Bars(self, self.q, range(3), 0.64, GUESS, _thousandths, gap=0.03, **small)
        self.arrows = [
            self.moving(self.pushes.plot([k, k], [0, 0], color=LOSS, markevery=[1], ms=10)[0])
            for k in range(3)
        ]
        self.texts = [
            self.moving(self.pushes.text(k, 0, "", ha="center", size=11)) for k in range(3)
        ]

    def move(self, state):
        z = state.logit - state.shift
        self.stems.put(z, state.logit)
        self.bars.put(np.nan_to_num(state.q), state.q)
        for bar, number, q in zip(self.bars.bars, self.bars.numbers, state.q, strict=True):
            bar.set_visible(bool(q > 0))
            if q > 0.84:  # clear of the label's edge, which is at 1
                number.set_y(1 + self.bars.gap)
        for arrow, text, push in zip(self.arrows, self.texts, state.push, strict=True):
            arrow.set_ydata([0, push])
            arrow.set_marker("" if abs(push) < 0.01 else "^" if push > 0 else "v")
            _beside(text, np.nan_to_num(push), 0.22, numeral(push, 3, signed=True))
        self.line.set_data(self.z, state.curve(self.z))
        if self.once:
            logit = np.repeat(z[None], len(self.z), axis=0)
            logit[:, state.label] = self.z
            label = np.full(len(self.z), state.label)
            self.once.set_data(self.z, _once(label, logit))
        self.cost.put(z[state.label], state.loss)

    def handles(self, state):
        logits = [self.stems.handle(k, y=name) for k, name in enumerate(CLASSES)]
        return [*logits, self.cost.handle(x=CLASSES[state.label])]


def _tenths(z):
    return numeral(z, 1)


def _thousandths(q):
    return numeral(q, 3)


def _once(label, logit):
    return losses.categorical_cross_entropy_from_logits(label=label, logit=logit, reduction="none")


def _beside(text, y, gap, words):
    """Write above a bar that goes up, below one that goes down."""
    text.set(y=y + gap if y >= 0 else y - gap, va="bottom" if y >= 0 else "top", text=words)


class LogitsExplorer(Explorer):
    """Shift three logits, and see which ways to take a softmax survive it."""

    State = LogitsState
    Picture = LogitsPicture
    alt = later(
        "Four panels: the three logits as bars, the probabilities q made of them beside the label "
        "y, the push of one step on each logit as an arrow, and the loss as a curve over the "
        "logit of the right class, with a marker."
    )

    looks = {
        **dict.fromkeys(CLASSES, {"layout": {"width": "245px"}}),
        "shift": {"layout": {"width": "285px"}},
    }

    def arrange(self):
        return [self.row(*CLASSES, "shift"), self.row("label", "form")]
