"""CoinExplorer: one coin, its tosses, and the two curves that turn over into each other."""

from dataclasses import dataclass, replace
from functools import cached_property

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from xent_lib import losses
from xent_lib.controls import Slider
from xent_lib.controls.slider import nearest
from xent_lib.datasets import coin_flips
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.numerals import numeral, plain, power_of_ten
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Handle, Picture

HIDDEN_COIN = 0.7  # the coin behind "Toss again"
MOST_BARS = 24  # more tosses than this are shown as two wide bars
MOST_TOSSES = 1_000_000  # of a kind
MANY = 1000  # tosses that tell guesses a ten-thousandth apart


@dataclass(frozen=True)
class CoinState:
    """A guess `q` at the probability of heads, and the tosses it has to explain."""

    q: float = 0.5
    heads: int = 7
    tails: int = 3
    reduction: str = "sum"
    tossed: int = 0  # how often "Toss again" was pressed: the seed of the next ten tosses

    def __post_init__(self):
        if not 0 <= self.q <= 1:
            raise ValueError(_("q is {q}, but a guess lies between 0 and 1.").format(q=self.q))
        for name in ("heads", "tails"):
            if not 0 <= (count := getattr(self, name)) <= MOST_TOSSES or count % 1:
                sentence = _("{name} is {count}, but expected a whole number from 0 to {most:,}.")
                raise ValueError(sentence.format(name=name, count=count, most=MOST_TOSSES))
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
        summed = replace(self, reduction="sum")
        return np.exp(summed.floor - summed.negative_log_likelihood(q))

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

    @property
    def likelihood_in_words(self):
        """Likelihood of the guess; from its logarithm where the product underflows to 0."""
        likelihood = self.likelihood(self.q)
        if likelihood > 0 or self.loss == np.inf:
            return plain(likelihood)
        return power_of_ten(round(-replace(self, reduction="sum").loss / np.log(10)))

    def toss_again(self):
        """Ten new tosses of a coin that is not shown."""
        rng = np.random.default_rng(self.tossed)
        heads = int((rng.random(10) < HIDDEN_COIN).sum())
        return replace(self, heads=heads, tails=10 - heads, tossed=self.tossed + 1)

    @property
    def decimals(self):
        """Digits of a guess that this many tosses can tell apart."""
        return 4 if self.tosses > MANY else 2

    @property
    def guess(self):
        return f"{self.q:.{self.decimals}f}"

    @property
    def summary(self):
        return f"q={self.guess}, heads={self.heads}, tails={self.tails}, loss={self.loss:.4f}"

    @property
    def readout(self):
        return _(
            "With q = {q}, these {n:,} tosses ({heads:,} heads) have the likelihood {likelihood} "
            "and the {kind} negative log-likelihood {loss} nats. "
            "The lowest any q can reach is {floor}, at heads/tosses = {share:.4f}."
        ).format(
            q=self.guess,
            n=self.tosses,
            heads=self.heads,
            likelihood=self.likelihood_in_words,
            kind=_("mean") if self.reduction == "mean" else _("summed"),
            loss=nats(self.loss),
            floor=nats(self.floor),
            share=self.share,
        )


def nats(cost):
    """A cost as text: a large one with fewer decimals."""
    return numeral(cost, 4 if cost < 1000 else 1)


class CoinPicture(Picture):
    """Likelihood and negative log-likelihood with one marker; the coin and its factors below."""

    height = 440

    def scene(self, state):
        return state.heads, state.tails, state.reduction

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 1, height_ratios=[2.3, 1])
        curves, toss = grid[0].subgridspec(1, 2), grid[1].subgridspec(1, 2, width_ratios=[1, 6])
        self.likelihood, self.loss = map(self.figure.add_subplot, curves)
        self.coin, self.factors = map(self.figure.add_subplot, toss)
        self._draw_curves(state)
        self._draw_coin()
        self._draw_factors(state)

    def _draw_curves(self, state):
        q = self._guesses(state)
        # Counts of thousands underflow to 0: then the curve is shown as a share of its top.
        vanishes = state.likelihood(state.share) < 1e-300
        self.curve = state.relative_likelihood if vanishes else state.likelihood
        title = _("relative likelihood") if vanishes else _("likelihood")
        top = float(self.curve(state.share))
        self.likelihood.plot(q, self.curve(q), color=GUESS)
        self.likelihood.set(title=title, ylim=(-0.04 * top, 1.1 * top))
        self.loss.plot(q, state.negative_log_likelihood(q), color=LOSS)
        unit = _("nats, summed") if state.reduction == "sum" else _("nats a toss")
        self.loss.set(title=_("−ln likelihood"), ylabel=unit)
        self.loss.set(ylim=(0, 3 * (state.tosses if state.reduction == "sum" else 1)))
        for axes in (self.likelihood, self.loss):
            axes.set(xlabel=_("guess q"), xlim=(-0.02, 1.02))
            axes.axvline(state.share, color=DATA, linestyle=":", zorder=0)
            axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: plain(value)))
        # Beside the dotted line, where its curve lies low.
        ha, x = ("left", 0.02) if state.share < 0.5 else ("right", -0.02)
        style = {"ha": ha, "va": "top", "color": DATA, "transform": self.loss.get_xaxis_transform()}
        self.loss.text(state.share + x, 0.97, _("heads/tosses"), **style)
        drawn = (self._draw_marker(*of) for of in ((self.likelihood, GUESS), (self.loss, LOSS)))
        self.lines, self.marks, self.values = zip(*drawn, strict=True)

    def _guesses(self, state):
        # A long run of tosses makes a peak too narrow for an even grid: look closer around it.
        near = state.share + 8 * np.sqrt(0.25 / state.tosses) * np.linspace(-1, 1, 201)
        return np.unique(np.clip(np.r_[np.linspace(0, 1, 401), near], 0, 1))

    def _draw_marker(self, axes, color):
        line = axes.axvline(0, color=MUTED, lw=1)
        (mark,) = axes.plot([], [], "o", color=color, ms=12, mec="white", clip_on=False)
        # In the corner over the axes, where no curve and no line ever comes.
        value = axes.text(1, 1.03, "", transform=axes.transAxes, ha="right", weight="bold")
        return [self.moving(artist) for artist in (line, mark, value)]

    def _draw_coin(self):
        self.coin.set(xlim=(-0.05, 1.05), ylim=(-0.45, 1.05), aspect="equal")
        self.coin.set_axis_off()
        rim = self.coin.add_patch(Circle((0.5, 0.5), 0.5, fill=False, ec=MUTED, lw=2.5))
        self.fill = self.moving(self.coin.add_patch(Rectangle((0, 0), 1, 0, color=GUESS)))
        self.fill.set_clip_path(rim)
        self.face = self.moving(self.coin.text(0.5, -0.12, "", ha="center", va="top"))

    def _draw_factors(self, state):
        axes, n = self.factors, state.tosses
        axes.set(xlim=(-0.01 * n, n), ylim=(0, 1), yticks=[0, 0.5, 1], xticks=[])
        axes.set_title(_("each toss multiplies the likelihood by q (heads) or 1 − q (tails)"))
        many = n > MOST_BARS
        edges = [0, state.heads, n] if many else range(n + 1)
        for left, right in zip(edges, edges[1:], strict=False):
            if right > left:
                head, gap = right <= state.heads, 0 if many else 0.06
                face = {"fc": DATA} if head else {"fc": "#CFE5F5", "hatch": "///"}
                bar = Rectangle((left + gap, 0), right - left - 2 * gap, 1, ec=DATA, lw=0, **face)
                axes.add_patch(bar)
                name = f"{right - left:,} " * many + (_("H") if head else _("T"))
                axes.text((left + right) / 2, -0.08, name, ha="center", va="top")
        # Full bars are drawn once; a move only covers what is too much of them.
        self.covers = [
            self.moving(axes.add_patch(Rectangle((left, 0), width, 1, fc="white", lw=0)))
            for left, width in ((0, state.heads), (state.heads, state.tails))
        ]

    def move(self, state):
        q, loss = state.q, state.loss
        top = self.loss.get_ylim()[1]
        self.marks[0].set_data([q], [self.curve(q)])
        # Beyond the axis the mark waits at its edge, as an arrow.
        self.marks[1].set_data([q], [min(loss, top)])
        self.marks[1].set_marker("o" if loss <= top else "^")
        for line in self.lines:
            line.set_xdata([q, q])
        self.values[0].set_text(plain(self.curve(q)))
        self.values[1].set_text(nats(loss))
        self.fill.set_height(q)
        self.face.set_text(f"q = {state.guess}")
        for cover, factor in zip(self.covers, (q, 1 - q), strict=True):
            cover.set_y(factor)

    def handles(self, state):
        q, top = state.q, self.loss.get_ylim()[1]
        return [
            Handle(self.likelihood, (q, float(self.curve(q))), x="q"),
            Handle(self.loss, (q, min(state.loss, top)), x="q"),
            Handle(self.coin, (0.5, q), y="q", size=(72, 30)),
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
        "Two curves over the guess q: the likelihood of the tosses and its negative logarithm, "
        "each with a marker at the guess. Below, the coin, and a bar for the factor of each toss."
    )

    def build(self, state):
        count = {"min": 0, "max": MOST_TOSSES, "layout": widgets.Layout(width="130px")}
        count["style"] = {"description_width": "40px"}
        return {
            "q": Slider(_("guess q"), value=state.q, **finesse(state)),
            "heads": widgets.BoundedIntText(state.heads, description=_("heads"), **count),
            "tails": widgets.BoundedIntText(state.tails, description=_("tails"), **count),
            "reduction": widgets.ToggleButtons(
                options=[(_("sum"), "sum"), (_("mean"), "mean")],
                value=state.reduction,
                style={"button_width": "80px"},
            ),
        }

    def fitted(self, state):
        for trait, value in finesse(state).items():
            setattr(self.controls["q"], trait, value)
        return replace(state, q=nearest(self.controls["q"], state.q))

    def arrange(self):
        heads, flips = coin_flips()
        real = {"heads": heads, "tails": flips - heads}
        q, n_heads, n_tails, reduction = self.controls.values()
        return [
            row(q, reduction),
            row(
                n_heads,
                n_tails,
                self.button(_("7 heads of 10"), lambda s: replace(s, heads=7, tails=3)),
                self.button(_("Toss again"), CoinState.toss_again),
                self.button(_("The real coin"), lambda s: replace(s, **real)),
            ),
        ]


def finesse(state):
    """How finely the guess can be set."""
    return {"step": 10**-state.decimals, "decimals": state.decimals}
