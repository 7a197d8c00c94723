"""CoinExplorer: one coin, its tosses, and the two curves that turn over into each other."""

from dataclasses import dataclass, replace
from functools import cached_property

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Circle, Rectangle

from xent_lib import losses
from xent_lib.controls import Slider
from xent_lib.datasets import coin_flips
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Handle, Picture

HIDDEN_COIN = 0.7  # the coin behind "Toss again"
MOST_BARS = 24  # more tosses than this are shown as two wide bars


@dataclass(frozen=True)
class CoinState:
    """A guess `q` at the probability of heads, and the tosses it has to explain."""

    q: float = 0.5
    heads: int = 7
    tails: int = 3
    reduction: str = "sum"
    tossed: int = 0  # how often "Toss again" was pressed: the seed of the next ten tosses

    def __post_init__(self):
        if self.tosses == 0:
            raise ValueError(_("heads and tails are both 0, but a guess needs at least one toss."))

    @property
    def tosses(self):
        return self.heads + self.tails

    @property
    def share(self):
        return self.heads / self.tosses

    def likelihood(self, q):
        """Probability of the tosses for each `q`: from the counts, however many they are."""
        return losses.bernoulli_likelihood(**self._seen(q))

    def negative_log_likelihood(self, q):
        """Its negative logarithm, a sum or a mean over the tosses."""
        total = 0.0 - losses.bernoulli_log_likelihood(**self._seen(q))
        return total / self.tosses if self.reduction == "mean" else total

    def relative_likelihood(self, q):
        """Likelihood over the highest that any guess reaches: it does not underflow."""
        log_likelihood = losses.bernoulli_log_likelihood(**self._seen(q))
        highest = losses.bernoulli_log_likelihood(**self._seen(self.share))
        return np.exp(log_likelihood - highest)

    def _seen(self, q):
        output = np.asarray(q, float)[..., None]
        return {"label": [1, 0], "output": output, "count": [self.heads, self.tails]}

    @cached_property
    def loss(self):
        return self.negative_log_likelihood(self.q)

    @cached_property
    def floor(self):
        """The loss of the best guess, q = heads/tosses."""
        return self.negative_log_likelihood(self.share)

    def toss_again(self):
        """Ten new tosses of a coin that is not shown."""
        rng = np.random.default_rng(self.tossed)
        heads = int((rng.random(10) < HIDDEN_COIN).sum())
        return replace(self, heads=heads, tails=10 - heads, tossed=self.tossed + 1)

    @property
    def summary(self):
        return f"q={self.q:.2f}, heads={self.heads}, tails={self.tails}, loss={self.loss:.4f}"

    @property
    def readout(self):
        return _(
            "With q = {q:.2f}, these {n:,} tosses ({heads:,} heads) have the likelihood "
            "{likelihood:.3g} and the {kind} negative log-likelihood {loss:.4f} nats. "
            "The lowest any q can reach is {floor:.4f}, at heads/tosses = {share:.4f}."
        ).format(
            q=self.q,
            n=self.tosses,
            heads=self.heads,
            likelihood=self.likelihood(self.q),
            kind=_("mean") if self.reduction == "mean" else _("summed"),
            loss=self.loss,
            floor=self.floor,
            share=self.share,
        )


class CoinPicture(Picture):
    """Likelihood and negative log-likelihood with one marker; the coin and its factors below."""

    height = 460

    def scene(self, state):
        return state.heads, state.tails, state.reduction

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 6, height_ratios=[2.3, 1])
        self.likelihood = self.figure.add_subplot(grid[0, :3])
        self.loss = self.figure.add_subplot(grid[0, 3:])
        self._draw_curves(state)
        self._draw_coin(self.figure.add_subplot(grid[1, 0]))
        self._draw_factors(self.figure.add_subplot(grid[1, 1:]), state)

    def _draw_curves(self, state):
        # A long run of tosses makes a peak too narrow for an even grid: look closer around it.
        width = 8 * np.sqrt(0.25 / state.tosses)
        near = state.share + width * np.linspace(-1, 1, 201)
        q = np.unique(np.clip(np.r_[np.linspace(0, 1, 401), near], 0, 1))
        highest = state.likelihood(state.share)
        # Counts of thousands underflow to 0: then the curve is shown as a share of its top.
        self.curve = state.likelihood if highest > 1e-300 else state.relative_likelihood
        unit = _("likelihood") if highest > 1e-300 else _("likelihood ÷ its highest")
        top = float(self.curve(state.share))
        bottom = 3.0 * (state.tosses if state.reduction == "sum" else 1)
        self.likelihood.plot(q, self.curve(q), color=GUESS)
        self.likelihood.set(title=unit, xlim=(-0.02, 1.02), ylim=(-0.04 * top, 1.15 * top))
        self.loss.plot(q, state.negative_log_likelihood(q), color=LOSS)
        kind = _("sum") if state.reduction == "sum" else _("mean")
        self.loss.set(title=_("negative log-likelihood ({kind}, nats)").format(kind=kind))
        self.loss.set(xlim=(-0.02, 1.02), ylim=(0, bottom))
        for axes in (self.likelihood, self.loss):
            axes.set(xlabel=_("guess q"))
            axes.axvline(state.share, color=DATA, linestyle=":", zorder=0)
        self.marks = [
            self.moving(axes.plot([], [], "o", color=color, ms=12, mec="white", clip_on=False)[0])
            for axes, color in ((self.likelihood, GUESS), (self.loss, LOSS))
        ]
        self.lines = [
            self.moving(axes.axvline(0, color=MUTED, lw=1)) for axes in (self.likelihood, self.loss)
        ]
        self.value = self.moving(
            self.loss.text(0.5, 0.93, "", transform=self.loss.transAxes, ha="center", va="top")
        )

    def _draw_coin(self, axes):
        axes.set(xlim=(-1.1, 1.1), ylim=(-1.1, 1.1), aspect="equal")
        axes.set_axis_off()
        rim = axes.add_patch(Circle((0, 0), 1, fill=False, ec=MUTED, lw=2.5))
        self.fill = self.moving(axes.add_patch(Rectangle((-1, -1), 2, 0, color=GUESS, alpha=0.85)))
        self.fill.set_clip_path(rim)
        self.face = self.moving(axes.text(0, 0, "", ha="center", va="center", weight="bold"))

    def _draw_factors(self, axes, state):
        n = state.tosses
        self.many = n > MOST_BARS
        edges = [0, state.heads, n] if self.many else range(n + 1)
        heads = [right <= state.heads for right in edges[1:]]
        axes.set(xlim=(0, n), ylim=(0, 1), yticks=[0, 0.5, 1], xticks=[])
        axes.set_title(_("each toss multiplies the likelihood by q (heads) or 1 − q (tails)"))
        self.bars = []
        for left, right, head in zip(edges, edges[1:], heads, strict=False):
            if right > left:
                gap = 0.06 if not self.many else 0
                bar = Rectangle((left + gap, 0), right - left - 2 * gap, 0, ec="white", lw=1)
                bar.set(fc=DATA if head else "white", hatch=None if head else "///")
                bar.set_edgecolor("white" if head else DATA)
                self.bars.append((self.moving(axes.add_patch(bar)), head))
                name = (_("H") if head else _("T")) if not self.many else f"{right - left:,}"
                axes.text((left + right) / 2, -0.08, name, ha="center", va="top")

    def move(self, state):
        q, loss = state.q, state.loss
        top = self.loss.get_ylim()[1]
        self.marks[0].set_data([q], [self.curve(q)])
        # Beyond the axis the mark waits at its edge, as an arrow.
        self.marks[1].set_data([q], [min(loss, top)])
        self.marks[1].set_marker("o" if loss <= top else "^")
        for line in self.lines:
            line.set_xdata([q, q])
        self.value.set_text(f"{loss:.4f}")
        self.fill.set_height(2 * q)
        self.face.set_text(f"{q:.0%}")
        for bar, head in self.bars:
            bar.set_height(q if head else 1 - q)

    def handles(self, state):
        top = self.loss.get_ylim()[1]
        return [
            Handle(self.likelihood, (state.q, float(self.curve(state.q))), x="q"),
            Handle(self.loss, (state.q, min(state.loss, top)), x="q"),
        ]


class CoinExplorer(Explorer):
    """Move a guess along the likelihood of some tosses and its negative logarithm.

    Parameters
    ----------
    q : float
        The guess, a probability of heads.
    heads, tails : int
        The tosses.
    reduction : {"sum", "mean"}
        Of the negative log-likelihood over the tosses.
    """

    State = CoinState
    Picture = CoinPicture
    alt = _(
        "Two curves over the guess q: the likelihood of the tosses and its negative logarithm. "
        "One marker a curve shows the guess. Below, the coin, and a bar for the factor of each toss."
    )

    def build(self, state):
        count = {"min": 0, "max": 1_000_000, "layout": widgets.Layout(width="170px")}
        return {
            "q": Slider(_("guess q"), value=state.q),
            "heads": widgets.BoundedIntText(state.heads, description=_("heads"), **count),
            "tails": widgets.BoundedIntText(state.tails, description=_("tails"), **count),
            "reduction": widgets.ToggleButtons(
                options=[(_("sum"), "sum"), (_("mean"), "mean")], value=state.reduction
            ),
        }

    def arrange(self):
        flips, heads = coin_flips().flips, coin_flips().same_side
        q, n_heads, n_tails, reduction = self.controls.values()
        return [
            row(q, reduction),
            row(
                n_heads,
                n_tails,
                self.button(_("7 heads of 10"), lambda s: replace(s, heads=7, tails=3)),
                self.button(_("Toss again"), CoinState.toss_again),
                self.button(
                    _("The real coin"), lambda s: replace(s, heads=heads, tails=flips - heads)
                ),
            ),
        ]
