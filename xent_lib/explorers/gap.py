"""GapExplorer: one output, one label, and four ways to say how far apart they are."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from xent_lib import losses
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, listed
from xent_lib.marks import Mark
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, QUIET, Handle, Picture
from xent_lib.state import Choice, Number, State, of

TOP = 5.0  # where the axis of costs ends: just above the 4.6 of 99 % on the wrong side
LINE = -0.42  # height of the number line below the curves


class Gap(NamedTuple):
    """One way to measure a gap: its loss, its slope in the output, and how it is drawn."""

    formula: str
    name: str
    loss: object
    slope: object
    marker: str
    dashes: str
    color: str = MUTED
    formula_of_0: str = ""  # where it is another for the label 0

    def formula_for(self, label):
        """Its formula, for one label."""
        return self.formula if label else self.formula_of_0 or self.formula

    def value(self, label, output):
        return self.loss(label=label, output=output, reduction="none")


_CROSS_ENTROPY = losses.binary_cross_entropy, losses.binary_cross_entropy_slope
_ABSOLUTE = losses.absolute_error, losses.absolute_error_slope
_SQUARED = losses.squared_error, losses.squared_error_slope
_ZERO_ONE = losses.zero_one_error, losses.zero_one_error_slope
GAPS = {
    "cross_entropy": Gap(
        "−ln q", later("cross-entropy"), *_CROSS_ENTROPY, "o", "-", LOSS, "−ln (1 − q)"
    ),
    "absolute": Gap("|y − q|", later("absolute error"), *_ABSOLUTE, "D", "-."),
    "squared": Gap("(y − q)²", later("squared error"), *_SQUARED, "s", "--"),
    "zero_one": Gap(later("wrong side of 0.5?"), later("0/1 error"), *_ZERO_ONE, "X", ":"),
}
SLOPES = {
    "none": later("none"),
    **{key: gap.name for key, gap in GAPS.items()},
    "all": later("all"),
}


@dataclass(frozen=True)
class GapState(State):
    """An output `q`, the label that came, and whose slopes are drawn: all, none or one name."""

    q: float = of(Number(0, 1, later("output q")), 0.3, "The output: the probability of label 1.")
    label: int = of(
        Choice({0: "y = 0", 1: "y = 1"}, later("label"), quiet=True), 1, "What happened."
    )
    slopes: str = of(Choice(SLOPES, later("slopes")), "none", "Whose slopes are drawn.")

    @cached_property
    def values(self):
        """What each gap comes to, by name."""
        return {name: float(gap.value(self.label, self.q)) for name, gap in GAPS.items()}

    @cached_property
    def shown_slopes(self):
        """The slopes that are drawn, by name."""
        names = GAPS if self.slopes == "all" else [self.slopes] if self.slopes in GAPS else []
        return {n: float(GAPS[n].slope(label=self.label, output=self.q)) for n in names}

    @property
    def summary(self):
        words = "q={:.2f}, label={}, cross_entropy={cross_entropy:.4f}, squared={squared:.4f}"
        return words.format(self.q, self.label, **self.values)

    @property
    def readout(self):
        return _("The output says {output} and the label is {label}: {costs}.").format(
            output=numeral(self.q, 2), label=self.label, costs=listed(map(self._told, GAPS))
        )

    def _told(self, name):
        """One cost in words, with its slope where that is drawn."""
        words = _("{name} {cost}")
        if name in self.shown_slopes:
            words = _("{name} {cost} (slope {slope})")
        slope = slope_in_words(self.shown_slopes.get(name))
        cost = numeral(self.values[name], 3)
        return words.format(name=_(GAPS[name].name), cost=cost, slope=slope)


class GapPicture(Picture):
    """Four curves over the output, a point on each, and a table of their values and slopes."""

    height = 370

    def scene(self, state):
        return state.label

    def draw(self, state):
        grid = self.figure.add_gridspec(1, 2, width_ratios=[1.1, 1])
        self.axes = self.figure.add_subplot(grid[0])
        self._draw_curves(state.label)
        self._draw_number_line(state.label)
        self._draw_table(self.figure.add_subplot(grid[1]), state.label)

    def _draw_curves(self, label):
        q = np.linspace(0, 1, 401)
        self.axes.set(xlim=(-0.03, 1.03), ylim=(LINE - 0.3, TOP), xlabel=_("output q"))
        self.axes.set_yticks(range(6))
        self.axes.set_title(_("what the gap costs, if the label is {y}").format(y=label), pad=9)
        for gap in GAPS.values():
            cost = gap.value(label, q)
            if gap.marker == "X":
                cost[q == 0.5] = np.nan  # keeps the jump a jump
            self.axes.plot(q, cost, color=gap.color, linestyle=gap.dashes)
        self.tangents = {
            name: self.moving(self.axes.plot([], [], color="black", lw=2.6)[0]) for name in GAPS
        }
        self.points = {
            name: Mark(self, self.axes, gap.color, gap.marker, ms=11, clip_on=gap.color == MUTED)
            for name, gap in GAPS.items()
        }

    def _draw_number_line(self, label):
        self.axes.axhline(0, color=MUTED, lw=0.8, zorder=0)
        self.axes.plot([0, 1], [LINE, LINE], color=MUTED, lw=1)
        self.gap = self.moving(self.axes.plot([], [], color=GUESS, lw=6, alpha=0.45)[0])
        self.moving(self.axes.plot([label], [LINE], "*", color=DATA, ms=17, mec="white")[0])
        self.output = self.moving(self.axes.plot([], [], "o", color=GUESS, ms=13, mec="white")[0])

    def _draw_table(self, axes, label):
        axes.set(xlim=(-0.01, 1), ylim=(0, 5.4))
        axes.set_axis_off()
        for x, words in ((0.72, _("cost")), (1, _("slope"))):
            axes.text(x, 4.9, words, ha="right", weight="bold")
        self.cost_texts, self.slope_texts = {}, {}
        for height, (name, gap) in zip((4.15, 3.2, 2.25, 1.3), GAPS.items(), strict=True):
            axes.plot([0.0, 0.1], [height] * 2, color=gap.color, linestyle=gap.dashes, lw=2.2)
            axes.plot([0.05], [height], gap.marker, color=gap.color, ms=10, mec="white")
            axes.text(0.13, height, _(gap.name), va="center")
            formula = _(gap.formula_for(label))
            axes.text(0.13, height - 0.4, formula, va="center", color=QUIET, size=11)
            for texts, x in ((self.cost_texts, 0.72), (self.slope_texts, 1)):
                text = axes.text(x, height, "", ha="right", va="center", size=13)
                texts[name] = self.moving(text)
        axes.plot([0.0, 0.1], [0.25] * 2, color=GUESS, lw=6, alpha=0.45)
        axes.plot([0.01], [0.25], "o", color=GUESS, ms=11, mec="white")
        axes.plot([0.1], [0.25], "*", color=DATA, ms=15, mec="white")
        axes.text(0.18, 0.25, _("the gap: from output to label"), va="center", size=11)

    def move(self, state):
        self.output.set_data([state.q], [LINE])
        self.gap.set_data([state.q, state.label], [LINE, LINE])
        for name, value in state.values.items():
            self.points[name].put(state.q, value)
            self.cost_texts[name].set_text(numeral(value, 3))
            self.slope_texts[name].set_text(slope_in_words(state.shown_slopes.get(name)))
            self._lay_tangent(name, state.q, value, state.shown_slopes.get(name))

    def _lay_tangent(self, name, q, value, slope):
        if slope is None or not np.isfinite([slope, value]).all():
            self.tangents[name].set_data([], [])
            return
        width, height = np.ptp(self.axes.get_xlim()), np.ptp(self.axes.get_ylim())
        reach = 0.2 / np.hypot(1, slope * width / height)  # the same length on screen at any slope
        ends = np.array([-reach, reach])
        self.tangents[name].set_data(q + ends, value + slope * ends)

    def handles(self, state):
        return [self.points["cross_entropy"].handle(x="q"), Handle(self.output, x="q")]


class GapExplorer(Explorer):
    """Move an output towards a label or away from it, and watch four gaps at once."""

    State = GapState
    Picture = GapPicture
    alt = later(
        "Four curves over the output q, one for each way to measure its gap to the label. A point "
        "on each curve shows the output; a table beside them gives the costs and the slopes."
    )

    looks = {
        "slopes": {
            "kind": widgets.Dropdown,
            "style": {"description_width": "48px"},
            "layout": {"width": "208px"},
        }
    }


def slope_in_words(slope):
    """A slope as it is written on screen, where there is one."""
    if slope is None:
        return ""
    return _("jumps") if np.isnan(slope) else numeral(slope, 2, signed=True)
