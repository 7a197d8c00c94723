"""SwapExplorer: what an output costs, and what training does, with label and output swapped."""

from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from xent_lib import losses, mistakes
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.network import BINARY_CROSS_ENTROPY, Network
from xent_lib.numerals import numeral
from xent_lib.picture import LOSS, MUTED, Handle, Picture
from xent_lib.training import swapped_loss
from xent_lib.training import two_species as birds

SWAPPED = "#CC79A7"  # the reddish purple of Okabe and Ito, always dashed
LABELS = (0.0, 0.1, 0.9, 1.0)
CLIPPING = (0.0, 1e-15, 1e-7)
STEPS, LEARNING_RATE, START = 100, 1, -6.0  # both runs begin sure and wrong: w = -6
HIGHEST = 5.5  # nats, where the axis of the training runs ends


class Run(NamedTuple):
    """A training run: mean −log likelihood of the birds before each step, and how many are right.

    A run ends early where a step would be infinite.
    """

    losses: tuple[float, ...]
    right: int

    @property
    def steps(self):
        return len(self.losses) - 1


@lru_cache(maxsize=32)
def trained(swapped, smoothing, eps=0.0):
    """A run on the 274 birds, with labels 0 and 1 or smoothed by so much."""
    x, happened = birds().x, birds().label
    label = np.where(happened == 1, 1 - smoothing, smoothing)
    network = Network(1, 1, loss=swapped_loss(eps) if swapped else BINARY_CROSS_ENTROPY)
    network.weights = [np.array([[START]])]
    # Both runs are held against what happened, with one ruler.
    score = partial(losses.binary_cross_entropy_from_logits, label=happened)
    seen = [float(score(logit=network.logits(x)))]
    try:
        for _step in network.descend(x, label, steps=STEPS, learning_rate=LEARNING_RATE):
            seen.append(float(score(logit=network.logits(x))))
    except ValueError:  # an infinite step is not taken
        pass
    return Run(tuple(seen), int(((network.logits(x) > 0) == (happened == 1)).sum()))


@dataclass(frozen=True)
class SwapState:
    """One output and one label, the right way round and swapped."""

    output: float = 0.5
    label: float = 1.0
    eps: float = 1e-7

    def __post_init__(self):
        if not 0 <= self.output <= 1:
            sentence = _("output is {value}, but expected a probability from 0 to 1.")
            raise ValueError(sentence.format(value=self.output))
        for name, known in (("label", LABELS), ("eps", CLIPPING)):
            if (value := getattr(self, name)) not in known:
                sentence = _("{name} is {value}, but expected one of {known}.")
                known = ", ".join(f"{number:g}" for number in known)
                raise ValueError(sentence.format(name=name, value=value, known=known))

    def right(self, output):
        """Cost of each output, the right way round: never clipped."""
        return losses.binary_cross_entropy(label=self.label, output=output, reduction="none")

    def swapped(self, output):
        """Cost of each output with the two swapped, the label clipped to [eps, 1 - eps]."""
        return mistakes.swapped(label=self.label, output=output, eps=self.eps, reduction="none")

    @cached_property
    def costs(self):
        """Cost of the output: the right way round, swapped."""
        return float(self.right(self.output)), float(self.swapped(self.output))

    @cached_property
    def slopes(self):
        """Slopes of the two in the logit of the output."""
        logit = log_odds(self.output)
        right = losses.binary_cross_entropy_gradient(label=self.label, logit=logit)
        swapped = mistakes.swapped_gradient(label=self.label, logit=logit, eps=self.eps)
        return float(right), float(swapped)

    @property
    def smoothing(self):
        """How far the label is from 0 or 1, for every bird of the training runs."""
        return round(min(self.label, 1 - self.label), 12)

    @cached_property
    def runs(self):
        """Two training runs, the right way round and swapped."""
        return trained(False, self.smoothing), trained(True, self.smoothing, self.eps)

    @property
    def summary(self):
        right, swapped = self.costs
        return (
            f"output={self.output:.2f}, label={self.label:g}, eps={self.eps:g}, "
            f"right={right:.4f}, swapped={swapped:.4f}"
        )

    @property
    def readout(self):
        right_run, swapped_run = self.runs
        return _(
            "Label {label:g}, output {output:.2f}: the right way round costs {right} (slope "
            "{right_slope} in the logit), swapped {swapped} ({swapped_slope}). After {steps} steps "
            "on {n} birds: right way {right_run:.3f} nats a bird, swapped {swapped_run}."
        ).format(
            label=self.label,
            output=self.output,
            right=cost_as_text(self.costs[0]),
            swapped=cost_as_text(self.costs[1]),
            right_slope=numeral(self.slopes[0]),
            swapped_slope=numeral(self.slopes[1]),
            steps=right_run.steps,
            n=len(birds().label),
            right_run=right_run.losses[-1],
            swapped_run=f"{swapped_run.losses[-1]:.3f}"
            if swapped_run.steps
            else _("no run: the first step is infinite"),
        )


def log_odds(output):
    """Log-odds of a probability, infinite at 0 and 1."""
    surprise = partial(losses.binary_cross_entropy, output=output)
    return float(surprise(label=0) - surprise(label=1))


def cost_as_text(cost):
    """A cost to four digits, ∞, or what NumPy calls 0·log 0."""
    return _("nan (0·log 0)") if np.isnan(cost) else numeral(cost)


class SwapPicture(Picture):
    """Left the cost against the output, right two training runs; a small table under each."""

    height = 440

    def scene(self, state):
        return state.label, state.eps

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, height_ratios=[3.4, 1])
        self.cost = self.figure.add_subplot(grid[0, 0])
        self._draw_costs(state)
        self._draw_runs(self.figure.add_subplot(grid[0, 1]), state)
        tables = [self.figure.add_subplot(grid[1, column]) for column in (0, 1)]
        headings = (_("cost"), _("slope")), (_("nats a bird"), _("birds right"))
        cells = [
            self._draw_table(axes, names) for axes, names in zip(tables, headings, strict=True)
        ]
        self.numbers = [[self.moving(text) for text in line] for line in cells[0]]
        for line, run in zip(cells[1], state.runs, strict=True):
            line[0].set_text(f"{run.losses[-1]:.3f}")
            line[1].set_text(_("{right} of {n}").format(right=run.right, n=len(birds().label)))

    def _draw_costs(self, state):
        axes = self.cost
        hard = state.label in (0, 1)
        self.top = 1.1 * float(state.swapped(1 - state.label)) if hard and state.eps else 5.0
        axes.set(xlim=(-0.02, 1.02), ylim=(0, self.top), xlabel=_("output p"), ylabel=_("nats"))
        axes.set_title(_("what p costs, label y = {label:g}").format(label=state.label))
        # Even in the logit: near 0 and 1 the curves are steep.
        p = np.r_[0, losses.sigmoid(np.linspace(-38, 38, 601)), 1]
        # An infinite cost would leave a gap where the curve leaves the axes.
        axes.plot(p, np.minimum(state.right(p), 2 * self.top), color=LOSS)
        swapped = state.swapped(p)
        if np.isfinite(swapped).all():
            axes.plot(p, swapped, "--", color=SWAPPED)
        else:
            axes.axhline(0.985 * self.top, color=SWAPPED, linestyle="--")
            words = _("swapped: ∞ for every p but {label:g}").format(label=state.label)
            axes.text(0.5, 0.93 * self.top, words, ha="center", va="top")
        self.marks = [
            self.moving(axes.plot([], [], shape, color=color, ms=12, mec="white", clip_on=False)[0])
            for shape, color in (("o", LOSS), ("s", SWAPPED))
        ]

    def _draw_runs(self, axes, state):
        axes.set(xlim=(0, STEPS), ylim=(0, HIGHEST), xlabel=_("steps"), ylabel=_("nats a bird"))
        low = state.smoothing
        title = _("two trainings, labels {low:g} and {high:g}")
        axes.set_title(title.format(low=low, high=1 - low))
        for run, color, style in zip(state.runs, (LOSS, SWAPPED), ("-", "--"), strict=True):
            axes.plot(run.losses, style, color=color)
            if run.steps < STEPS:
                axes.plot([run.steps], run.losses[-1:], "X", color=color, ms=12, clip_on=False)
                words = _("swapped: no first step")
                axes.text(4, run.losses[-1], words, va="center")

    def _draw_table(self, axes, headings):
        axes.set(xlim=(0, 1), ylim=(0, 3))
        axes.set_axis_off()
        for x, heading in zip((0.68, 1.0), headings, strict=True):
            axes.text(x, 2.5, heading, ha="right", va="center", color=MUTED)
        lines = []
        names = (_("right way"), LOSS, "-o"), (_("swapped"), SWAPPED, "--s")
        for y, (name, color, style) in zip((1.5, 0.5), names, strict=True):
            axes.plot([0, 0.05, 0.1], [y] * 3, style, color=color, mec="white", ms=9, markevery=[1])
            axes.text(0.13, y, name, va="center")
            lines.append([axes.text(x, y, "", ha="right", va="center") for x in (0.68, 1.0)])
        return lines

    def move(self, state):
        for mark, cost, shape in zip(self.marks, state.costs, "os", strict=True):
            mark.set_data([state.output], [min(cost, self.top)])
            # Beyond the axis the mark waits at its edge, as an arrow.
            mark.set_marker("^" if cost > self.top else shape)
        for line, cost, slope in zip(self.numbers, state.costs, state.slopes, strict=True):
            line[0].set_text(numeral(cost))
            line[1].set_text(numeral(slope))

    def handles(self, state):
        # A cost that is not a number has no mark, but its handle stays under the hand.
        places = [float(np.fmin(cost, self.top)) for cost in state.costs]
        return [Handle(self.cost, (state.output, place), x="output") for place in places]


class SwapExplorer(Explorer):
    """Swap label and output of binary cross-entropy, and see what it costs and what it trains.

    Parameters
    ----------
    output : float
        What the network says.
    label : {0, 0.1, 0.9, 1}
        What happened, hard or smoothed.
    eps : {0, 1e-15, 1e-7}
        Clipping of what the swapped loss takes the logarithm of; 0 clips nothing.
    """

    State = SwapState
    Picture = SwapPicture
    alt = _(
        "Left, the cost of an output p the right way round and swapped, with a marker on each. "
        "Right, the mean cost of 274 penguins while a network is trained on either. Under each a "
        "small table of numbers."
    )

    def build(self, state):
        label = widgets.ToggleButtons(
            options=[(f"{label:g}", label) for label in LABELS],
            value=state.label,
            description=_("label"),
        )
        names = (_("none"), "1e-15", "1e-7")
        eps = widgets.ToggleButtons(
            options=list(zip(names, CLIPPING, strict=True)),
            value=state.eps,
            description=_("clipping"),
        )
        for buttons in (label, eps):
            buttons.style = {"button_width": "60px", "description_width": "56px"}
        return {"output": Slider(_("output p"), value=state.output), "label": label, "eps": eps}

    def arrange(self):
        output, label, eps = self.controls.values()
        return [row(output), row(label, eps)]
