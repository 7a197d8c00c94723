"""DescentExplorer: one weight, confidently wrong, sent downhill on two losses at once."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from xent_lib import losses
from xent_lib.explorer import Explorer
from xent_lib.language import _, later
from xent_lib.marks import Mark
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, LOSS, MUTED, Picture
from xent_lib.state import Count, Number, State, kept, of
from xent_lib.training import descent

STEPS = 60  # how far a run goes
STARTS = 0.01, 0.99  # from, to
EDGE = 6.5  # weights beyond it are shown at the edge
NAMES = (later("● cross-entropy"), later("■ squared error"))
STROKES = ((LOSS, "o", "-"), (MUTED, "s", "--"))


def costs(weight):
    """What a weight costs by either loss; input and label are 1, so that output = sigmoid(w)."""
    output = losses.sigmoid(weight)
    return (
        losses.binary_cross_entropy_from_logits(label=1, logit=weight, reduction="none"),
        losses.squared_error(label=1, output=output, reduction="none"),
    )


@dataclass(frozen=True)
class DescentState(State):
    """Where both weights started, as an output; how long their strides are; steps taken."""

    start: float = of(
        Number(*STARTS, later("q at the start")),
        0.01,
        "Output that both start from; the label is 1.",
    )
    learning_rate: float = of(
        Number(0.1, 8.0, later("learning rate"), step=0.1, decimals=1),
        1.0,
        "Length of a stride: how many times its slope a weight moves.",
    )
    step: int = kept(Count(STEPS), 0, "Steps taken.")

    @property
    def path(self):
        """Weight and slope on either loss, up to this step: shape (2, step + 1, 2)."""
        return descent(float(self.start), float(self.learning_rate), STEPS)[:, : self.step + 1]

    @property
    def weights(self):
        """The weight on cross-entropy, and that on squared error."""
        return self.path[:, -1, 0]

    @property
    def slopes(self):
        return self.path[:, -1, 1]

    @cached_property
    def outputs(self):
        """Outputs of both runs at every step so far."""
        return losses.sigmoid(self.path[..., 0])

    def next(self):
        """One step on, or None at the end."""
        return replace(self, step=self.step + 1) if self.step < STEPS else None

    @property
    def summary(self):
        ce, se = self.outputs[:, -1]
        rate = f"learning_rate={self.learning_rate:.1f}, step={self.step}"
        return f"start={self.start:.2f}, {rate}, cross_entropy→{ce:.4f}, squared_error→{se:.4f}"

    @property
    def readout(self):
        (ce, se), (ce_slope, se_slope) = self.outputs[:, -1], self.slopes
        return _(
            "The label is 1, the learning rate {rate:.1f}. At step {n} the output is {ce:.3f} with "
            "cross-entropy (slope {ce_slope}) and {se:.3f} with squared error (slope {se_slope})."
        ).format(
            rate=self.learning_rate,
            n=self.step,
            ce=ce,
            se=se,
            ce_slope=numeral(ce_slope),
            se_slope=numeral(se_slope),
        )


class DescentPicture(Picture):
    """Two hills over the weight with a ball on each, and below them both outputs over the steps."""

    height = 430

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, height_ratios=[1.35, 1])
        self.hills = [self.figure.add_subplot(grid[0, column]) for column in (0, 1)]
        self.history = self.figure.add_subplot(grid[1, :])
        self.starts, self.balls, self.tangents, self.slopes, self.lines = [], [], [], [], []
        for loss in (0, 1):
            self._draw_hill(loss)
        self._draw_history()

    def _draw_hill(self, loss):
        axes, (color, marker, dashes) = self.hills[loss], STROKES[loss]
        weight = np.linspace(-EDGE, EDGE, 301)
        axes.plot(weight, costs(weight)[loss], color=color, linestyle=dashes)
        top = (7.0, 1.15)[loss]
        axes.set(xlim=(-EDGE, EDGE), ylim=(-0.04 * top, top), xlabel=_("weight w"))
        axes.set_title(_(NAMES[loss]))
        axes.set_ylabel(_("cost"))
        line = axes.plot([], [], color="black", lw=2.6)[0]
        self.tangents.append(self.moving(line))
        look = {"mec": color, "mew": 1.6}
        self.starts.append(Mark(self, axes, color, marker, mfc="white", **look))
        self.balls.append(Mark(self, axes, color, marker, mew=1.6))
        corner = {"transform": axes.transAxes, "ha": "right", "va": "top", "size": 14}
        self.slopes.append(self.moving(axes.text(0.98, 0.97, "", **corner)))

    def _draw_history(self):
        axes = self.history
        axes.set(xlim=(0, STEPS), ylim=(-0.03, 1.3), xlabel=_("steps taken"), yticks=[0, 0.5, 1])
        axes.set_title(_("output q = sigmoid(w)"))
        axes.axhline(1, color=DATA, lw=1.2, linestyle=":")
        axes.text(STEPS, 1.06, _("label ★"), color=DATA, ha="right", va="bottom")
        for color, marker, dashes in STROKES:
            look = {"marker": marker, "markevery": [-1], "ms": 11, "mec": "white", "clip_on": False}
            line = axes.plot([], [], color=color, linestyle=dashes, **look)[0]
            self.lines.append(self.moving(line))

    def move(self, state):
        ends = np.clip(state.path[:, [0, -1], 0], -EDGE, EDGE)
        heights = costs(ends)
        reach, steps = np.array([-1.2, 1.2]), np.arange(state.step + 1)
        for loss, (start, weight) in enumerate(ends):
            (start_cost, cost), slope = heights[loss][loss], state.slopes[loss]
            self.starts[loss].put(start, start_cost)
            self.balls[loss].put(weight, cost)
            self.tangents[loss].set_data(weight + reach, cost + slope * reach)
            self.slopes[loss].set_text(_("slope {}").format(numeral(slope)))
            self.lines[loss].set_data(steps, state.outputs[loss])

    def handles(self, state):
        return [start.handle(x="start", inverse=start_at) for start in self.starts]


def start_at(weight):
    """The output at a weight, as near as a run can start to it."""
    return float(np.clip(losses.sigmoid(weight), *STARTS))


class DescentExplorer(Explorer):
    """Gradient descent from one start on cross-entropy and on squared error, side by side."""

    State = DescentState
    Picture = DescentPicture
    alt = later(
        "Two curves over the weight, the cross-entropy on the left and the squared error on the "
        "right, each with a ball that rolls down and a hollow mark where it started. Below, the "
        "outputs of both over the steps."
    )

    def arrange(self):
        # Pause is the same button: as wide as its longer word, its neighbours stay where they are.
        self.play_button = self.action(
            later("Play"), lambda: self.stop() if self.playing else self.run()
        )
        self.play_button.layout.width = "80px"
        step = self.button(later("Step"), self.one_step)
        reset = self.button(later("Reset"), self.rewound)
        return [self.row("start", "learning_rate", self.row(self.play_button, step, reset))]

    def run(self):
        """Play from here, or from the start if the end was reached."""
        if self.state.step == STEPS:
            self.state = replace(self.state, step=0)
        self.play(DescentState.next, every=0.08)
        self.play_button.description = _("Pause")

    def stopped(self):
        self.play_button.description = _("Play")

    def one_step(self, state):
        """The state after one more step; a run that plays is stopped."""
        self.stop()
        return state.next() or state

    def rewound(self, state):
        """The state before the first step; a run that plays is stopped."""
        self.stop()
        return replace(state, step=0)
