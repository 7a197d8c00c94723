"""CoinExplorer: one coin, its tosses, and the two curves that turn over into each other."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from matplotlib.patches import Circle, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from xent_lib import losses
from xent_lib.controls.slider import nearest
from xent_lib.datasets import coin_flips
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, plural, sentences
from xent_lib.marks import Reading
from xent_lib.numerals import numeral, of_logarithm, plain
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, PALE_DATA, Handle, Picture
from xent_lib.state import Choice, Count, Number, State, kept, of

HIDDEN_COIN = 0.7  # the coin behind "Toss again"
MOST_BARS = 24  # more tosses than this are shown as two wide bars
MOST_TOSSES = 1_000_000  # of a kind
VANISHES = 1e-300  # a likelihood; below some more, a float has few digits and then none
MANY = 1000  # tosses that tell guesses a ten-thousandth apart


@dataclass(frozen=True)
class CoinState(State):
    """A guess `q` at the probability of heads, and the tosses it has to explain."""

    q: float = of(Number(0, 1, later("guess q")), 0.5, "The guess, a probability of heads.")
    heads: int = of(Count(MOST_TOSSES, later("heads")), 7, "Tosses that came down heads.")
    tails: int = of(Count(MOST_TOSSES, later("tails")), 3, "Tosses that came down tails.")
    reduction: str = of(
        Choice({"sum": later("sum"), "mean": later("mean")}, later("loss as"), quiet=True),
        "sum",
        "Of the negative log-likelihood over the tosses.",
    )
    tossed: int = kept(Count(), 0, "How often “Toss again” was pressed: the seed of the next ten.")

    def refusal(self):
        if self.tosses == 0:
            return _("heads and tails are both 0, but a guess needs at least one toss.")

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
    def guess_likelihood(self):
        return self.likelihood(self.q)

    @property
    def loss(self):
        return self._losses[0]

    @property
    def floor(self):
        """The loss of the best guess, q = heads/tosses."""
        return self._losses[1]

    @cached_property
    def _losses(self):
        # Together: what is given is checked once, which takes longer than the logarithms.
        return self.negative_log_likelihood(np.array([self.q, self.share]))

    @property
    def likelihood_in_words(self):
        """Likelihood of the guess; from its logarithm where the product loses its digits."""
        if self.guess_likelihood > VANISHES or self.loss == np.inf:
            return plain(self.guess_likelihood)
        return of_logarithm(-replace(self, reduction="sum").loss / np.log(10))

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
        return numeral(self.q, self.decimals)

    @property
    def summary(self):
        return f"q={self.guess}, heads={self.heads}, tails={self.tails}, loss={self.loss:.4f}"

    @property
    def readout(self):
        if self.reduction == "mean":
            told = plural(
                "With q = {q}, this {n:,} toss ({heads:,} heads) has the likelihood {likelihood} "
                "and the mean negative log-likelihood {loss} nats.",
                "With q = {q}, these {n:,} tosses ({heads:,} heads) have the likelihood "
                "{likelihood} and the mean negative log-likelihood {loss} nats.",
                self.tosses,
            )
        else:
            told = plural(
                "With q = {q}, this {n:,} toss ({heads:,} heads) has the likelihood {likelihood} "
                "and the summed negative log-likelihood {loss} nats.",
                "With q = {q}, these {n:,} tosses ({heads:,} heads) have the likelihood "
                "{likelihood} and the summed negative log-likelihood {loss} nats.",
                self.tosses,
            )
        seen = {"q": self.guess, "n": self.tosses, "heads": self.heads}
        cost = {"likelihood": self.likelihood_in_words, "loss": nats(self.loss)}
        lowest = _("The lowest any q can reach is {floor}, at heads/tosses = {share}.")
        lowest = lowest.format(floor=nats(self.floor), share=numeral(self.share))
        return sentences(told.format(**seen, **cost), lowest)


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
        likelihood, loss = map(self.figure.add_subplot, curves)
        coin, factors = map(self.figure.add_subplot, toss)
        self._draw_curves(state, likelihood, loss)
        self._draw_coin(coin)
        self._draw_factors(state, factors)

    def _draw_curves(self, state, likelihood, loss):
        q = self._guesses(state)
        # Counts of thousands underflow to 0: then the curve is shown as a share of its top.
        self.vanishes = state.likelihood(state.share) < VANISHES
        curve = state.relative_likelihood if self.vanishes else state.likelihood
        title = _("relative likelihood") if self.vanishes else _("likelihood")
        top = float(curve(state.share))
        likelihood.plot(q, curve(q), color=GUESS)
        likelihood.set(title=title, ylim=(-0.04 * top, 1.1 * top))
        loss.plot(q, state.negative_log_likelihood(q), color=LOSS)
        unit = _("nats, summed") if state.reduction == "sum" else _("nats a toss")
        loss.set(title=_("−ln likelihood"), ylabel=unit)
        loss.set(ylim=(0, 3 * (state.tosses if state.reduction == "sum" else 1)))
        for axes in (likelihood, loss):
            axes.set(xlabel=_("guess q"), xlim=(-0.02, 1.02))
            axes.axvline(state.share, color=DATA, linestyle=":", zorder=0)
            axes.yaxis.set_major_locator(MaxNLocator(4, steps=[1, 2, 5, 10]))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _place: plain(value)))
        # Beside the dotted line, where its curve lies low.
        ha, x = ("left", 0.02) if state.share < 0.5 else ("right", -0.02)
        style = {"ha": ha, "va": "top", "color": DATA, "transform": loss.get_xaxis_transform()}
        loss.text(state.share + x, 0.97, _("heads/tosses"), **style)
        below = 0.88  # the words
        self.likelihood = Reading(self, likelihood, GUESS, told=plain, through=below)
        self.loss = Reading(self, loss, LOSS, told=nats, through=below)

    def _guesses(self, state):
        # A long run of tosses makes a peak too narrow for an even grid: look closer around it.
        near = state.share + 8 * np.sqrt(0.25 / state.tosses) * np.linspace(-1, 1, 201)
        return np.unique(np.clip(np.r_[np.linspace(0, 1, 401), near], 0, 1))

    def _draw_coin(self, axes):
        axes.set(xlim=(-0.05, 1.05), ylim=(-0.45, 1.05), aspect="equal")
        axes.set_axis_off()
        rim = axes.add_patch(Circle((0.5, 0.5), 0.5, fill=False, ec=MUTED, lw=2.5))
        self.fill = self.moving(axes.add_patch(Rectangle((0, 0), 1, 0, fc=GUESS, lw=0)))
        self.fill.set_clip_path(rim)
        self.face = self.moving(axes.text(0.5, -0.12, "", ha="center", va="top"))

    def _draw_factors(self, state, axes):
        n = state.tosses
        axes.set(xlim=(-0.01 * n, n), ylim=(0, 1), yticks=[0, 0.5, 1], xticks=[])
        axes.set_title(_("each toss multiplies the likelihood by q (heads) or 1 − q (tails)"))
        many = n > MOST_BARS
        edges = [0, state.heads, n] if many else range(n + 1)
        for left, right in zip(edges, edges[1:], strict=False):
            if right > left:
                head, gap = right <= state.heads, 0 if many else 0.06
                face = {"fc": DATA} if head else {"fc": PALE_DATA, "hatch": "///"}
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
        likelihood = state.relative_likelihood(state.q) if self.vanishes else state.guess_likelihood
        self.likelihood.put(state.q, float(likelihood))
        self.loss.put(state.q, state.loss)
        self.fill.set_height(state.q)
        self.face.set_text(f"q = {state.guess}")
        for cover, factor in zip(self.covers, (state.q, 1 - state.q), strict=True):
            cover.set_y(factor)

    def handles(self, state):
        coin = Handle(self.fill, y="q", size=(72, 30))
        return [self.likelihood.handle(x="q"), self.loss.handle(x="q"), coin]


class CoinExplorer(Explorer):
    """Move a guess along the likelihood of some tosses and its negative logarithm."""

    State = CoinState
    Picture = CoinPicture
    alt = later(
        "Two curves over the guess q: the likelihood of the tosses and its negative logarithm, "
        "each with a marker at the guess. Below, the coin, and a bar for the factor of each toss."
    )

    def dress(self, state):
        # How finely the guess can be set.
        self.controls["q"].step = 10**-state.decimals
        self.controls["q"].decimals = state.decimals

    def fitted(self, state):
        return replace(state, q=nearest(self.controls["q"], state.q))

    def arrange(self):
        heads, flips = coin_flips()
        real = {"heads": heads, "tails": flips - heads}
        ten = self.button(later("7 heads of 10"), lambda s: replace(s, heads=7, tails=3))
        again = self.button(later("Toss again"), CoinState.toss_again)
        real_coin = self.button(later("The real flips"), lambda s: replace(s, **real))
        return [
            self.row("q", "reduction"),
            self.row("heads", "tails", ten, again, real_coin),
        ]
