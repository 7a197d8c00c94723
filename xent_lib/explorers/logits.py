"""LogitsExplorer: three logits, a common shift, and three ways to make them probabilities."""

from dataclasses import dataclass
from functools import cached_property

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses, mistakes
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Handle, Picture

CLASSES = ("dog", "cat", "koala")  # the article's animals
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


@dataclass(frozen=True)
class LogitsState:
    """Three logits and a number added to all of them; which class is right; how q is made."""

    dog: float = 2.0
    cat: float = 1.0
    koala: float = -1.0
    shift: float = 0.0
    label: int = 0
    form: str = "naive"

    def __post_init__(self):
        for name in CLASSES:
            if not -LIMIT <= getattr(self, name) <= LIMIT:
                raise ValueError(
                    _("{name} is {value}; expected a logit from -10 to 10.").format(
                        name=name, value=getattr(self, name)
                    )
                )
        if not 0 <= self.shift <= MOST_SHIFT:
            raise ValueError(_("shift is {value}; expected 0 to 1000.").format(value=self.shift))
        if self.label not in (0, 1, 2):
            raise ValueError(_("label is {value}; expected 0, 1 or 2.").format(value=self.label))
        if self.form not in ("naive", "stable", "twice"):
            raise ValueError(
                _("form is {value!r}; expected 'naive', 'stable' or 'twice'.").format(
                    value=self.form
                )
            )

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

    @cached_property
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
            return _("The sum of the exponentials overflows to inf, and anything over inf is 0.")
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
        told = _("q = ({q}); {right} is right and its loss is {loss}.").format(
            q=_numbers(self.q), right=_(CLASSES[self.label]), loss=numeral(self.loss)
        )
        if self.form == "naive" and self.overflows:
            return _("{why} {told} Taken stably, the same logits cost {textbook:.4f}.").format(
                why=self.overflows, told=told, textbook=self.textbook
            )
        if self.form == "twice":
            return _(
                "After the second softmax {told} It can never cost less than {floor:.4f}. "
                "With one softmax: {textbook:.4f}."
            ).format(told=told, floor=self.floor, textbook=self.textbook)
        return _("{told} One step pushes the logits by y − q = ({push}).").format(
            told=told, push=_numbers(self.push, signed=True)
        )


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
        (self.line,) = self.loss.plot([], [], color=LOSS)
        (self.mark,) = self.loss.plot([], [], "o", color=LOSS, ms=12, mec="white", clip_on=False)
        self.value = self.loss.text(0, 1.05, "", transform=self.loss.transAxes, size=13)
        for artist in (self.line, self.mark, self.value):
            self.moving(artist)
        self.stems = [self.moving(bar) for bar in self.logits.bar(range(3), [0] * 3, 0.3)]
        self.bars = [self.moving(bar) for bar in self.q.bar(range(3), [0] * 3, 0.64)]
        for bar in (*self.stems, *self.bars):
            bar.set_color(GUESS)
        self.arrows = [
            self.moving(self.pushes.plot([k, k], [0, 0], color=LOSS, markevery=[1], ms=10)[0])
            for k in range(3)
        ]
        self.texts = [
            [self.moving(axes.text(k, 0, "", ha="center", size=11)) for k in range(3)]
            for axes in (self.logits, self.q, self.pushes)
        ]

    def move(self, state):
        z = state.logit - state.shift
        for k, (q, push) in enumerate(zip(state.q, state.push, strict=True)):
            self.stems[k].set_height(z[k])
            self.bars[k].set(height=np.nan_to_num(q), visible=bool(q > 0))
            self.arrows[k].set_ydata([0, push])
            self.arrows[k].set_marker("" if abs(push) < 0.01 else "^" if push > 0 else "v")
            at_logit, at_q, at_push = (texts[k] for texts in self.texts)
            _beside(at_logit, z[k], 0.9, numeral(state.logit[k], 1))
            # Clear of the label's edge, which is at 1.
            _beside(at_q, 1 if q > 0.84 else np.nan_to_num(q), 0.03, numeral(q, 3))
            _beside(at_push, np.nan_to_num(push), 0.22, numeral(push, 3, signed=True))
        self.line.set_data(self.z, state.curve(self.z))
        if self.once:
            logit = np.repeat(z[None], len(self.z), axis=0)
            logit[:, state.label] = self.z
            label = np.full(len(self.z), state.label)
            self.once.set_data(self.z, _once(label, logit))
        at = np.nan_to_num(state.loss, nan=MOST_LOSS / 2)
        self.mark.set_data([z[state.label]], [min(at, MOST_LOSS)])
        self.mark.set_marker("X" if np.isnan(state.loss) else "o" if at <= MOST_LOSS else "^")
        words = _("loss {loss} (dashed: softmax once)") if self.once else _("loss {loss}")
        self.value.set_text(words.format(loss=numeral(state.loss)))

    def handles(self, state):
        z = [state.dog, state.cat, state.koala]
        at = min(np.nan_to_num(state.loss, nan=MOST_LOSS / 2), MOST_LOSS)
        return [
            *(Handle(self.logits, (k, z[k]), y=name) for k, name in enumerate(CLASSES)),
            Handle(self.loss, (z[state.label], float(at)), x=CLASSES[state.label]),
        ]


def _once(label, logit):
    return losses.categorical_cross_entropy_from_logits(label=label, logit=logit, reduction="none")


def _beside(text, y, gap, words):
    """Write above a bar that goes up, below one that goes down."""
    text.set(y=y + gap if y >= 0 else y - gap, va="bottom" if y >= 0 else "top", text=words)


def _buttons(name, options, value):
    return widgets.ToggleButtons(
        description=name, options=options, value=value,
        style={"button_width": "auto", "description_width": "56px"},
        layout={"display": "flex", "align_items": "center"},
    )  # fmt: skip


class LogitsExplorer(Explorer):
    """Shift three logits, and see which ways to take a softmax survive it.

    Parameters
    ----------
    dog, cat, koala : float
        The logits, -10 to 10.
    shift : float
        Added to all three, 0 to 1000.
    label : {0, 1, 2}
        The class that is right.
    form : {"naive", "stable", "twice"}
        How the logits become probabilities.
    """

    State = LogitsState
    Picture = LogitsPicture
    alt = _(
        "Four panels: the three logits as bars, the probabilities q made of them beside the label "
        "y, the push of one step on each logit as an arrow, and the loss as a curve over the "
        "logit of the right class, with a marker."
    )

    def build(self, state):
        span = {"min": -LIMIT, "max": LIMIT, "step": 0.1, "decimals": 1}
        span["layout"] = {"width": "245px"}
        names = [(_(name), k) for k, name in enumerate(CLASSES)]
        forms = [(_("naive"), "naive"), (_("stable"), "stable"), (_("softmax twice"), "twice")]
        return {
            **{name: Slider(_(name), value=getattr(state, name), **span) for name in CLASSES},
            "shift": Slider(
                _("shift of all"),
                value=state.shift,
                max=MOST_SHIFT,
                step=1.0,
                decimals=0,
                layout={"width": "285px"},
            ),  # fmt: skip
            "label": _buttons(_("right is"), names, state.label),
            "form": _buttons(_("form"), forms, state.form),
        }

    def arrange(self):
        dog, cat, koala, shift, label, form = self.controls.values()
        return [row(dog, cat, koala, shift), row(label, form)]
