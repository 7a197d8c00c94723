"""TruthGuessExplorer: cross-entropy over every truth and every guess, held against a distance."""

from dataclasses import dataclass, replace
from functools import cache, cached_property
from typing import NamedTuple

import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, listed
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, Handle, Picture
from xent_lib.state import Number, State, of

GRID = np.linspace(0, 1, 101)
TOP = 5.0  # where the axis of costs ends
TIE = 1e-9  # nats: what rounding may do to two sums that are equal
DEMANDS = (  # on a distance, that can fail
    later("zero when equal"),
    later("the same both ways"),
    later("no longer than a detour"),
)


def coin(heads):
    """Distributions (heads, tails) of coins, shape (..., 2)."""
    heads = np.asarray(heads, float)
    return np.stack([heads, 1 - heads], axis=-1)


def cheapest_stop(a, b):
    """The coin c that makes H(a, c) + H(c, b) least, which has one bottom in c.

    Its slope in c is 0 where L c² - (1 + L) c + a = 0, with L = ln((1 - b)/b).
    """
    if b in (0, 1):  # any other stop costs infinitely much on the way to b
        return float(b)
    tilt = float(np.log1p(-b) - np.log(b))
    # (1 + L)² - 4 L a, as a sum of terms none of which is negative.
    square = (1 - tilt) ** 2 + 4 * tilt * (1 - a) if tilt > 0 else (1 + tilt) ** 2 - 4 * tilt * a
    root = float(np.sqrt(square))
    if 1 + tilt > 0:  # the same root of the equation, written so that no digit is lost
        return float(2 * a / (1 + tilt + root))
    return float((1 + tilt - root) / (2 * tilt))


def told_apart(one, other):
    """Two costs to three places, or to as many as show which is the larger."""
    for places in range(3, 9):
        told = numeral(one, places), numeral(other, places)
        if told[0] != told[1] or abs(one - other) <= TIE:
            return told
    return told


class Lamp(NamedTuple):
    """One demand on a distance, held against the point that is shown."""

    demand: str
    holds: bool
    evidence: str

    @property
    def verdict(self):
        words = _("yes: {evidence}") if self.holds else _("no: {evidence}")
        return words.format(evidence=self.evidence)


@dataclass(frozen=True)
class TruthGuessState(State):
    """A coin's true probability of heads, `a`, and the guess at it, `b`."""

    a: float = of(Number(0, 1, later("truth a")), 0.9, "The truth: a coin's probability of heads.")
    b: float = of(Number(0, 1, later("guess b")), 0.6, "The guess at it.")

    @cached_property
    def cost(self):
        """H(a, b), what the guess costs where a is the truth."""
        return float(losses.cross_entropy(coin(self.a), coin(self.b)))

    @cached_property
    def mirrored(self):
        """H(b, a), the cost with the two exchanged."""
        return float(losses.cross_entropy(coin(self.b), coin(self.a)))

    @cached_property
    def floor(self):
        """H(a), what even the right guess costs."""
        return float(losses.entropy(coin(self.a)))

    @cached_property
    def extra(self):
        """KL(a‖b), what the guess costs on top."""
        return float(losses.kl_divergence(coin(self.a), coin(self.b)))

    @cached_property
    def detour(self):
        """The cheapest way from a to b by a third coin c: c and H(a, c) + H(c, b)."""
        c = cheapest_stop(self.a, self.b)
        by = losses.cross_entropy(coin(self.a), coin(c)) + losses.cross_entropy(
            coin(c), coin(self.b)
        )
        return c, float(by)

    @property
    def lamps(self):
        """The three demands on a distance, at this point."""
        (c, by), cost, mirrored = self.detour, self.cost, self.mirrored
        direct = cost <= by + TIE
        both_ways = cost == mirrored or abs(cost - mirrored) <= TIE  # inf - inf is no number
        detour = (
            _("{cost} ≤ {detour} by a coin c = {c}")
            if direct
            else _("{cost} > {detour} by a coin c = {c}")
        )
        this, that = told_apart(cost, mirrored)
        here, there = told_apart(cost, by)
        verdicts = (
            (self.floor <= TIE, _("H(a, a) = {floor}").format(floor=numeral(self.floor, 3))),
            (both_ways, _("{cost} and {mirrored}").format(cost=this, mirrored=that)),
            (direct, detour.format(cost=here, detour=there, c=numeral(c, 2))),
        )
        demands = map(_, DEMANDS)
        return [Lamp(name, *verdict) for name, verdict in zip(demands, verdicts, strict=True)]

    @property
    def summary(self):
        lamps = "".join("✓" if lamp.holds else "✗" for lamp in self.lamps)
        parts = f"H(a)={self.floor:.4f}, KL={self.extra:.4f}"
        return f"a={self.a:.2f}, b={self.b:.2f}, cost={self.cost:.4f}, {parts}, {lamps}"

    @property
    def readout(self):
        told = {name: numeral(getattr(self, name), 3) for name in ("cost", "floor", "extra")}
        lamps = (
            _("{demand} ({verdict})").format(demand=lamp.demand, verdict=lamp.verdict)
            for lamp in self.lamps
        )
        return _(
            "a = {a}, b = {b}: H(a, b) = {cost} = H(a) {floor} + KL {extra}. Lamps: {lamps}."
        ).format(a=numeral(self.a, 2), b=numeral(self.b, 2), lamps=listed(lamps), **told)


@cache
def landscape():
    """H(a, b) over the grid: one row a guess, one column a truth."""
    return losses.cross_entropy(coin(GRID), coin(GRID)[:, None])


class TruthGuessPicture(Picture):
    """A heat map with the point and its mirror image; the bar H(a) + KL(a‖b); three lamps."""

    height = 390

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.15, 1], height_ratios=[1, 1.35])
        self.map = self.figure.add_subplot(grid[:, 0])
        self.bar = self.figure.add_subplot(grid[0, 1])
        self._draw_map()
        self._draw_bar()
        self._draw_lamps(self.figure.add_subplot(grid[1, 1]))

    def _draw_map(self):
        axes, heights = self.map, np.minimum(landscape(), TOP)
        look = {"cmap": "Greys", "vmin": 0, "vmax": 6, "origin": "lower", "aspect": "equal"}
        axes.imshow(heights, extent=(-0.005, 1.005, -0.005, 1.005), **look)
        lines = axes.contour(GRID, GRID, heights, [0.5, 1, 2, 3], colors="black", linewidths=1)
        places = [(0.85, 0.7), (0.85, 0.3), (0.85, 0.1), (0.9, 0.04)]
        axes.clabel(lines, fmt="%g", fontsize=11, manual=places)
        axes.plot([0, 1], [0, 1], color="black", linestyle=":", lw=1.5)
        axes.set(xlabel=_("truth a"), ylabel=_("guess b"))
        axes.set_title(_("cost H(a, b): ● here, ◇ swapped"), pad=9)  # over a mark at the top
        axes.set(xlim=(-0.02, 1.02), ylim=(-0.02, 1.02))
        around = {"ms": 14, "mew": 2, "clip_on": False}
        self.mirror = self.moving(axes.plot([], [], "D", mfc="white", mec=GUESS, **around)[0])
        self.point = self.moving(axes.plot([], [], "o", mfc=GUESS, mec="white", **around)[0])

    def _draw_bar(self):
        axes = self.bar
        axes.set(xlim=(0, TOP), ylim=(-0.1, 2), yticks=[], xlabel=_("nats"))
        axes.set_title(_("floor + extra"))
        self.floor = self.moving(axes.add_patch(Rectangle((0, 0.1), 0, 0.75, fc=DATA, ec=DATA)))
        look = {"fc": "white", "ec": LOSS, "lw": 2.5}
        self.extra = self.moving(axes.add_patch(Rectangle((0, 0.1), 0, 0.75, **look)))
        self.beyond = self.moving(axes.plot([], [], ">", color=LOSS, ms=12, clip_on=False)[0])
        axes.plot([0.12], [1.62], "s", color=DATA, ms=11)
        axes.plot([0.12], [1.12], "s", mfc="white", mec=LOSS, mew=2, ms=10)
        axes.text(0.32, 1.62, _("H(a), cost of the right guess"), va="center", size=11)
        axes.text(0.32, 1.12, _("KL(a‖b), what the guess adds"), va="center", size=11)
        right = {"ha": "right", "va": "center", "size": 13}
        self.floor_text = self.moving(axes.text(TOP, 1.62, "", **right))
        self.extra_text = self.moving(axes.text(TOP, 1.12, "", **right))

    def _draw_lamps(self, axes):
        axes.set(xlim=(0, 1), ylim=(0, 3.6))
        axes.set_axis_off()
        axes.text(0, 3.35, _("a distance must be …"), size=13)
        self.lights, self.marks, self.evidence = [], [], []
        for height, name in zip((2.6, 1.6, 0.6), DEMANDS, strict=True):
            axes.text(0.16, height + 0.18, _(name), va="center")
            light = axes.plot([0.06], [height], "o", ms=25, mec="black", mew=1.2)[0]
            self.lights.append(self.moving(light))
            mark = axes.text(0.06, height, "", ha="center", va="center", size=15)
            self.marks.append(self.moving(mark))
            words = axes.text(0.16, height - 0.24, "", va="center", size=11)
            self.evidence.append(self.moving(words))

    def move(self, state):
        self.point.set_data([state.a], [state.b])
        self.mirror.set_data([state.b], [state.a])
        self.floor.set_width(state.floor)
        self.extra.set_x(state.floor)
        self.extra.set_width(max(0, min(state.extra, TOP - state.floor)))
        # What lies beyond the axis ends in an arrow at its edge.
        self.beyond.set_data(*(([TOP], [0.475]) if state.cost > TOP else ([], [])))
        self.floor_text.set_text(numeral(state.floor, 3))
        self.extra_text.set_text(numeral(state.extra, 3))
        for lamp, light, mark, words in zip(
            state.lamps, self.lights, self.marks, self.evidence, strict=True
        ):
            light.set_markerfacecolor("white" if lamp.holds else "black")
            mark.set_text("✓" if lamp.holds else "✗")
            mark.set_color("black" if lamp.holds else "white")
            words.set_text(lamp.verdict)

    def handles(self, state):
        return [Handle(self.mirror, x="b", y="a"), Handle(self.point, x="a", y="b")]


class TruthGuessExplorer(Explorer):
    """Move a truth and a guess over the map of cross-entropy; three lamps say what fails."""

    State = TruthGuessState
    Picture = TruthGuessPicture
    alt = later(
        "A map of the cost over the truth a and the guess b, with the point (a, b) and its mirror "
        "image (b, a). A bar splits the cost into its floor and what the guess adds. Three lamps "
        "say which demands on a distance fail at this point."
    )

    def arrange(self):
        swap = self.button(later("Swap a and b"), lambda s: replace(s, a=s.b, b=s.a))
        return [self.row("a", "b", swap)]
