"""GapExplorer: one output, one label, and four ways to say how far apart they are."""

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np

from xent_lib import losses
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer
from xent_lib.language import _
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Handle, Picture

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

    def value(self, label, output):
        return self.loss(label=label, output=output, reduction="none")


_CROSS_ENTROPY = losses.binary_cross_entropy, losses.binary_cross_entropy_slope
_ABSOLUTE = losses.absolute_error, losses.absolute_error_slope
_SQUARED = losses.squared_error, losses.squared_error_slope
_ZERO_ONE = losses.zero_one_error, losses.zero_one_error_slope
GAPS = {
    "cross_entropy": Gap(_("−ln p(label)"), _("cross-entropy"), *_CROSS_ENTROPY, "o", "-", LOSS),
    "absolute": Gap("|y − p|", _("absolute error"), *_ABSOLUTE, "D", "-."),
    "squared": Gap("(y − p)²", _("squared error"), *_SQUARED, "s", "--"),
    "zero_one": Gap(_("right or wrong"), _("0/1 error"), *_ZERO_ONE, "X", ":"),
}
CHOICES = ("none", *GAPS, "all")  # whose slopes are drawn


@dataclass(frozen=True)
class GapState:
    """An output `p`, the label that came, and whose slopes are drawn: all, none or one name."""

    p: float = 0.3
    label: int = 1
    slopes: str = "none"

    def __post_init__(self):
        if not 0 <= self.p <= 1:
            raise ValueError(_("p is {p}, but an output is from 0 to 1.").format(p=self.p))
        if self.label not in (0, 1):
            raise ValueError(_("label is {y}, but here it is 0 or 1.").format(y=self.label))
        if self.slopes not in CHOICES:
            words = _("slopes is {slopes!r}; expected one of {choices}.")
            raise ValueError(words.format(slopes=self.slopes, choices=", ".join(CHOICES)))

    @cached_property
    def values(self):
        """What each gap comes to, by name."""
        return {name: float(gap.value(self.label, self.p)) for name, gap in GAPS.items()}

    @cached_property
    def shown_slopes(self):
        """The slopes that are drawn, by name."""
        names = GAPS if self.slopes == "all" else [self.slopes] if self.slopes in GAPS else []
        return {n: float(GAPS[n].slope(label=self.label, output=self.p)) for n in names}

    @property
    def summary(self):
        words = "p={:.2f}, label={}, cross_entropy={cross_entropy:.4f}, squared={squared:.4f}"
        return words.format(self.p, self.label, **self.values)

    @property
    def readout(self):
        costs = []
        for name, gap in GAPS.items():
            costs.append(f"{gap.name} {numeral(self.values[name], 3)}")
            if name in self.shown_slopes:
                costs[-1] += _(" (slope {})").format(slope_in_words(self.shown_slopes[name]))
        words = _("The output says {:.2f} and the label is {}: {}.")
        return words.format(self.p, self.label, ", ".join(costs))


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
        self._draw_table(self.figure.add_subplot(grid[1]))

    def _draw_curves(self, label):
        p = np.linspace(0, 1, 401)
        self.axes.set(xlim=(-0.03, 1.03), ylim=(LINE - 0.3, TOP), xlabel=_("output p"))
        self.axes.set_yticks(range(6))
        self.axes.set_title(_("what the gap costs, if the label is {y}").format(y=label))
        for gap in GAPS.values():
            cost = gap.value(label, p)
            if gap.marker == "X":
                cost[p == 0.5] = np.nan  # keeps the jump a jump
            self.axes.plot(p, cost, color=gap.color, linestyle=gap.dashes)
        self.tangents = {
            name: self.moving(self.axes.plot([], [], color="black", lw=2.6)[0]) for name in GAPS
        }
        self.points = {}
        for name, gap in GAPS.items():
            point = self.axes.plot([], [], gap.marker, color=gap.color, mec="white", ms=11)[0]
            self.points[name] = self.moving(point)
        self.points["cross_entropy"].set_clip_on(False)

    def _draw_number_line(self, label):
        self.axes.axhline(0, color=MUTED, lw=0.8, zorder=0)
        self.axes.plot([0, 1], [LINE, LINE], color=MUTED, lw=1)
        self.gap = self.moving(self.axes.plot([], [], color=GUESS, lw=6, alpha=0.45)[0])
        self.moving(self.axes.plot([label], [LINE], "*", color=DATA, ms=17, mec="white")[0])
        self.output = self.moving(self.axes.plot([], [], "o", color=GUESS, ms=13, mec="white")[0])

    def _draw_table(self, axes):
        axes.set(xlim=(-0.01, 1), ylim=(0, 5.4))
        axes.set_axis_off()
        for x, words in ((0.72, _("cost")), (1, _("slope"))):
            axes.text(x, 4.7, words, ha="right", weight="bold")
        self.cost_texts, self.slope_texts = {}, {}
        for height, (name, gap) in zip((3.9, 2.95, 2.0, 1.05), GAPS.items(), strict=True):
            axes.plot([0.0, 0.1], [height] * 2, color=gap.color, linestyle=gap.dashes, lw=2.2)
            axes.plot([0.05], [height], gap.marker, color=gap.color, ms=10, mec="white")
            axes.text(0.13, height, gap.name, va="center")
            axes.text(0.13, height - 0.4, gap.formula, va="center", color="#555555", size=11)
            for texts, x in ((self.cost_texts, 0.72), (self.slope_texts, 1)):
                text = axes.text(x, height, "", ha="right", va="center", size=13)
                texts[name] = self.moving(text)
        axes.plot([0.0, 0.1], [0.25] * 2, color=GUESS, lw=6, alpha=0.45)
        axes.plot([0.01], [0.25], "o", color=GUESS, ms=11, mec="white")
        axes.plot([0.1], [0.25], "*", color=DATA, ms=15, mec="white")
        axes.text(0.18, 0.25, _("the gap: from output to label"), va="center", size=11)

    def move(self, state):
        self.output.set_data([state.p], [LINE])
        self.gap.set_data([state.p, state.label], [LINE, LINE])
        for name, value in state.values.items():
            # What lies beyond the axis waits at its edge, as an arrow.
            self.points[name].set_data([state.p], [min(value, TOP)])
            self.cost_texts[name].set_text(numeral(value, 3))
            self.slope_texts[name].set_text(slope_in_words(state.shown_slopes.get(name)))
            self._lay_tangent(name, state.p, value, state.shown_slopes.get(name))
        beyond = state.values["cross_entropy"] > TOP
        self.points["cross_entropy"].set_marker("^" if beyond else "o")

    def _lay_tangent(self, name, p, value, slope):
        if slope is None or not np.isfinite([slope, value]).all():
            self.tangents[name].set_data([], [])
            return
        width, height = np.ptp(self.axes.get_xlim()), np.ptp(self.axes.get_ylim())
        reach = 0.2 / np.hypot(1, slope * width / height)  # the same length on screen at any slope
        ends = np.array([-reach, reach])
        self.tangents[name].set_data(p + ends, value + slope * ends)

    def handles(self, state):
        top = min(state.values["cross_entropy"], TOP)
        return [
            Handle(self.axes, (state.p, top), x="p"),
            Handle(self.axes, (state.p, LINE), x="p"),
        ]


class GapExplorer(Explorer):
    """Move an output towards a label or away from it, and watch four gaps at once.

    Parameters
    ----------
    p : float
        The output: the probability of label 1.
    label : {0, 1}
        What happened.
    slopes : {"none", "all", "cross_entropy", "absolute", "squared", "zero_one"}
        Whose slopes are drawn.
    """

    State = GapState
    Picture = GapPicture
    alt = _(
        "Four curves over the output p, one for each way to measure its gap to the label. A point "
        "on each curve shows the output; a table beside them gives the costs and the slopes."
    )

    def build(self, state):
        names = [gap.name for gap in GAPS.values()]
        choices = list(zip((_("none"), *names, _("all")), CHOICES, strict=True))
        return {
            "p": Slider(_("output p"), value=state.p),
            "label": widgets.ToggleButtons(
                options=[("y = 0", 0), ("y = 1", 1)],
                value=state.label,
                style={"button_width": "64px"},
            ),
            "slopes": widgets.Dropdown(
                options=choices,
                value=state.slopes,
                description=_("slopes"),
                style={"description_width": "48px"},
                layout=widgets.Layout(width="172px"),
            ),
        }


def slope_in_words(slope):
    """A slope as it is written on screen, where there is one."""
    if slope is None:
        return ""
    return _("jumps") if np.isnan(slope) else numeral(slope, 2, signed=True)
