"""SwapExplorer: what an output costs, and what training does, with label and output swapped."""

from dataclasses import dataclass
from functools import cached_property, partial

import numpy as np

from xent_lib import losses, mistakes
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, sentences
from xent_lib.marks import Mark
from xent_lib.numerals import numeral
from xent_lib.picture import LOSS, MUTED, PALE_SWAPPED, SWAPPED, Picture
from xent_lib.state import Choice, Number, State, of
from xent_lib.training import SWAP_STEPS, coin_run, pulls_less, two_species

LABELS = (0.0, 0.1, 0.9, 1.0)
HIGHEST = 5.5  # nats, where the axis of the training runs ends


@dataclass(frozen=True)
class SwapState(State):
    """One output and one label, the right way round and swapped."""

    output: float = of(Number(0, 1, later("output q")), 0.5, "What the network says.")
    label: float = of(
        Choice({label: f"{label:g}" for label in LABELS}, later("label")),
        1.0,
        "What happened, hard or smoothed.",
    )
    eps: float = of(
        Choice({0.0: later("none"), 1e-15: "1e-15", 1e-7: "1e-7"}, later("clipping")),
        1e-7,
        "Clipping of what the swapped loss takes the logarithm of; 0 clips nothing.",
    )

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

    @cached_property
    def pulls_less(self):
        """Outputs, from and to, that the swap pulls to the label less; None: it is infinite."""
        return pulls_less(self.label, self.eps)

    @property
    def smoothing(self):
        """How far the label is from 0 or 1, for every bird of the training runs."""
        return round(min(self.label, 1 - self.label), 12)

    @cached_property
    def runs(self):
        """Two training runs, the right way round and swapped."""
        # A smoothed label is clipped by none of these.
        eps = 0.0 if self.smoothing else self.eps
        return coin_run(False, self.smoothing), coin_run(True, self.smoothing, eps)

    @property
    def summary(self):
        right, swapped = self.costs
        return (
            f"output={self.output:.2f}, label={self.label:g}, eps={self.eps:g}, "
            f"right={right:.4f}, swapped={swapped:.4f}"
        )

    @property
    def readout(self):
        now = _(
            "Label {label:g}, output {output:.2f}: the right way round costs {right} (slope "
            "{right_slope} in the logit), swapped {swapped} ({swapped_slope})."
        ).format(
            label=self.label,
            output=self.output,
            right=cost_as_text(self.costs[0]),
            swapped=cost_as_text(self.costs[1]),
            right_slope=numeral(self.slopes[0]),
            swapped_slope=numeral(self.slopes[1]),
        )
        return sentences(now, self._where(), self._ending())

    def _where(self):
        """From where on the swap pulls less, in words."""
        if self.pulls_less is None:
            return _("Swapped, its slope is infinite wherever 0 < q < 1.")
        (low, high), up = self.pulls_less, self.label > 0.5
        words = (
            _("Swapped, it pulls up less below q = {edge:.3f}.")
            if up
            else _("Swapped, it pulls down less above q = {edge:.3f}.")
        )
        return words.format(edge=high if up else low)

    def _ending(self):
        """How the two training runs end, in words."""
        right, swapped = self.runs
        ends = {
            "steps": SWAP_STEPS,
            "n": len(two_species().label),
            "right": right.losses[-1],
            "right_sure": right.sure[-1],
            "right_birds": round(right.right[-1]),
        }
        if swapped.steps[-1] < SWAP_STEPS:
            return _(
                "After {steps:,} steps, right way: {right:.3f} nats a bird, {right_birds} of {n} "
                "right, {right_sure:.3f} sure; swapped there is no first step."
            ).format(**ends)
        return _(
            "After {steps:,} steps, right way: {right:.3f} nats a bird, {right_birds} of {n} "
            "right, {right_sure:.3f} sure; swapped: {swapped:.3f}, {swapped_birds}, "
            "{swapped_sure:.3f}, and ever surer."
        ).format(
            **ends,
            swapped=swapped.losses[-1],
            swapped_sure=swapped.sure[-1],
            swapped_birds=round(swapped.right[-1]),
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
        now, end = (self.figure.add_subplot(grid[1, column]) for column in (0, 1))
        cells = self._draw_table(now, ((0.68, _("cost")), (1.0, _("slope"))))
        self.numbers = [[self.moving(text) for text in line] for line in cells]
        headings = (0.55, _("nats a bird")), (0.8, _("right")), (1.0, _("sure"))
        for line, run in zip(self._draw_table(end, headings), state.runs, strict=True):
            share = run.right[-1] / len(two_species().label)
            for text, number in zip(line, (run.losses[-1], share, run.sure[-1]), strict=True):
                text.set_text(f"{number:.3f}" if run.steps[-1] == SWAP_STEPS else "–")

    def _draw_costs(self, state):
        axes = self.cost
        hard = state.label in (0, 1)
        self.top = 1.1 * float(state.swapped(1 - state.label)) if hard and state.eps else 5.0
        axes.set(xlim=(-0.02, 1.02), ylim=(0, self.top), xlabel=_("output q"), ylabel=_("nats"))
        axes.set_title(_("what q costs, label y = {label:g}").format(label=state.label), pad=9)
        if state.pulls_less:
            self._draw_where(axes, *state.pulls_less)
        # Even in the logit: near 0 and 1 the curves are steep.
        q = np.r_[0, losses.sigmoid(np.linspace(-38, 38, 601)), 1]
        # An infinite cost would leave a gap where the curve leaves the axes.
        axes.plot(q, np.minimum(state.right(q), 2 * self.top), color=LOSS)
        swapped = state.swapped(q)
        if np.isfinite(swapped).all():
            axes.plot(q, swapped, "--", color=SWAPPED)
        else:
            axes.axhline(0.985 * self.top, color=SWAPPED, linestyle="--")
            words = _("swapped: ∞ for every q but {label:g}").format(label=state.label)
            axes.text(0.5, 0.93 * self.top, words, ha="center", va="top")
        self.marks = [
            Mark(self, axes, color, shape) for shape, color in (("o", LOSS), ("s", SWAPPED))
        ]

    def _draw_where(self, axes, low, high):
        """Where the swap pulls less than the right way round."""
        axes.axvspan(low, high, color=PALE_SWAPPED, lw=0, zorder=0)
        edge, left = (high, True) if low == 0 else (low, False)
        axes.axvline(edge, color=SWAPPED, lw=1, linestyle=":")
        words = (
            _("swapped, it pulls less:\n◂ up, q < {edge:.3f}")
            if left
            else _("swapped, it pulls less:\ndown, q > {edge:.3f} ▸")
        )
        style = {"ha": "left" if left else "right", "va": "top", "size": 11}
        style["transform"] = axes.get_xaxis_transform()
        axes.text(edge + (0.02 if left else -0.02), 0.99, words.format(edge=edge), **style)

    def _draw_runs(self, axes, state):
        axes.set_xscale("symlog", linthresh=10)
        axes.set(xlim=(0, SWAP_STEPS), ylim=(0, HIGHEST), xlabel=_("steps"))
        ticks = (0, 10, 100, 1000, 5000)
        axes.set_xticks(ticks, [f"{tick:,}" for tick in ticks])
        axes.minorticks_off()
        low = state.smoothing
        words = _("two trainings, labels {low:g} and {high:g}")
        axes.set_title(words.format(low=low, high=1 - low), pad=9)
        axes.set_ylabel(_("nats a bird, charged the right way"))
        for run, color, style in zip(state.runs, (LOSS, SWAPPED), ("-", "--"), strict=True):
            axes.plot(run.steps, run.losses, style, color=color)
            if run.steps[-1] < SWAP_STEPS:
                axes.plot([run.steps[-1]], run.losses[-1:], "X", color=color, ms=12, clip_on=False)
                axes.text(1, run.losses[-1], _("swapped: no first step"), va="center")

    def _draw_table(self, axes, headings):
        axes.set(xlim=(0, 1), ylim=(0, 3))
        axes.set_axis_off()
        for x, heading in headings:
            axes.text(x, 2.5, heading, ha="right", va="center", color=MUTED)
        lines = []
        names = (_("right way"), LOSS, "-o"), (_("swapped"), SWAPPED, "--s")
        for y, (name, color, style) in zip((1.5, 0.5), names, strict=True):
            axes.plot([0, 0.05, 0.1], [y] * 3, style, color=color, mec="white", ms=9, markevery=[1])
            axes.text(0.13, y, name, va="center")
            lines.append([axes.text(x, y, "", ha="right", va="center") for x, _head in headings])
        return lines

    def move(self, state):
        for mark, cost in zip(self.marks, state.costs, strict=True):
            mark.put(state.output, cost)
        for line, cost, slope in zip(self.numbers, state.costs, state.slopes, strict=True):
            line[0].set_text(numeral(cost))
            line[1].set_text(numeral(slope))

    def handles(self, state):
        return [mark.handle(x="output") for mark in self.marks]


class SwapExplorer(Explorer):
    """Swap label and output of binary cross-entropy, and see what it costs and what it trains.

    Both trainings begin sure and wrong, at the weight -6, and are charged with one ruler: the
    right way round, with the labels that they are trained on.
    """

    State = SwapState
    Picture = SwapPicture
    alt = later(
        "Left, the cost of an output q the right way round and swapped, with a marker on each, and "
        "shaded where the swapped one pulls less. Right, on a logarithmic axis of 5,000 steps, the "
        "mean cost of 274 penguins while a network is trained on either, and below it the share "
        "of birds that end right and how sure the network then is."
    )

    def arrange(self):
        return [self.row("output"), self.row("label", "eps")]
