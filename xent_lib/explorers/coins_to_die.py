"""CoinsToDieExplorer: four coins, of which exactly one shows heads, are a die."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import ipywidgets as widgets
import numpy as np
from matplotlib.patches import Rectangle

from xent_lib import losses
from xent_lib.controls import Slider
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.numerals import probability
from xent_lib.picture import DATA, GUESS, MUTED, Handle, Picture

TOSSES = 1000
COINS = ("A", "B", "C", "D")
LOGITS = ("z1", "z2", "z3", "z4")
MOST = 3.0  # logit of a slider, either way


@lru_cache(maxsize=8)
def chance(seed):
    """What decides the tosses: a number below P(heads) is heads. Moved logits meet it again."""
    numbers = np.random.default_rng(seed).random((TOSSES, len(COINS)))
    numbers.setflags(write=False)
    return numbers


@dataclass(frozen=True)
class CoinsToDieState:
    """Four logits, each of a coin, tossed together a thousand times.

    With `only_one` the tosses with exactly one head are kept, and the others thrown away.
    """

    z1: float = 0.0
    z2: float = -1.0
    z3: float = -2.0
    z4: float = -0.5
    only_one: bool = False
    tossed: int = 0  # how often "Toss again" was pressed: the seed

    def __post_init__(self):
        for name in LOGITS:
            if not np.isfinite(getattr(self, name)):
                raise ValueError(
                    _("{name} is {value}, but a logit is a finite number.").format(
                        name=name, value=getattr(self, name)
                    )
                )

    @property
    def logit(self):
        return np.array([getattr(self, name) for name in LOGITS], float)

    @cached_property
    def coins(self):
        """P(heads) of each coin."""
        return losses.sigmoid(self.logit)

    @cached_property
    def die(self):
        """P(face) of the die with the same logits."""
        return losses.softmax(self.logit)

    @cached_property
    def mass(self):
        """Probability that exactly one coin shows heads."""
        return float(losses.probability_of_exactly_one_head(self.coins))

    @cached_property
    def heads(self):
        """Which coins showed heads: shape (tosses, coins)."""
        return chance(self.tossed) < self.coins

    @cached_property
    def number_of_heads(self):
        """How many tosses showed 0, 1, … heads."""
        return np.bincount(self.heads.sum(axis=1), minlength=len(COINS) + 1)

    @property
    def with_one_head(self):
        return int(self.number_of_heads[1])

    @cached_property
    def shares(self):
        """Of the heads in the tosses that count, the share of each coin; 0 where there are none."""
        heads = self.heads[self.heads.sum(axis=1) == 1] if self.only_one else self.heads
        return heads.sum(axis=0) / max(heads.sum(), 1)

    def toss_again(self):
        return replace(self, tossed=self.tossed + 1)

    @property
    def summary(self):
        logit = " ".join(f"{z:.1f}" for z in self.logit)
        shares = " ".join(f"{share:.3f}" for share in self.shares)
        return f"z={logit}, one head={self.with_one_head}, only_one={self.only_one}, {shares}"

    @property
    def readout(self):
        which = (
            _("Among these {n}, the head was that of coin {shares}.")
            if self.only_one
            else _("Of all heads, in whatever number, the coins have {shares}.")
        )
        return " ".join(
            [
                _(
                    "Coins with P(heads) {coins}: {n} of {tosses:,} tosses show exactly one head, "
                    "and {mass:.1%} should."
                ),
                which,
                _("softmax(z) is {die}."),
            ]
        ).format(
            coins=named(self.coins),
            n=self.with_one_head,
            tosses=TOSSES,
            mass=self.mass,
            shares=named(self.shares),
            die=named(self.die),
        )


def named(probabilities):
    """The coins with their numbers: A .731, B .500, …"""
    pairs = zip(COINS, probabilities, strict=True)
    return ", ".join(f"{coin} {probability(p)}" for coin, p in pairs)


class CoinsToDiePicture(Picture):
    """The coins; how many heads a toss shows; which coins the heads are."""

    height = 330

    def scene(self, state):
        return state.only_one

    def draw(self, state):
        self.coins, self.number, self.which = self.figure.subplots(1, 3)
        self._draw_coins()
        self._draw_number(state)
        self._draw_which(state)

    def _draw_coins(self):
        axes = self.coins
        axes.set_title(_("P(heads) = sigmoid(z)"))
        self._over_coins(axes)
        self.p = self._bars(axes, len(COINS), GUESS)

    def _draw_number(self, state):
        axes = self.number
        axes.set_title(_("tosses by their heads"))
        axes.set(xlim=(-0.6, 4.6), ylim=(0, 1.1 * TOSSES), xticks=range(5), yticks=[0, 500, 1000])
        axes.set_xlabel(_("number of heads"))
        self.counts = self._bars(axes, len(COINS) + 1, DATA)
        self.expected = self.moving(axes.plot([0.55, 1.45], [0, 0], color=GUESS, lw=4)[0])
        axes.plot([1.9, 2.4], [0.955 * 1.1 * TOSSES] * 2, color=GUESS, lw=4)
        axes.text(2.55, 0.955 * 1.1 * TOSSES, _("expected"), va="center")
        if state.only_one:
            for number in (0, 2, 3, 4):
                self.counts[0][number].set(fc="white", ec=MUTED, lw=1.8)
            axes.text(1, 0.955 * 1.1 * TOSSES, _("↓ kept"), ha="center", va="center")

    def _draw_which(self, state):
        axes = self.which
        axes.set_title(_("one head: which coin?") if state.only_one else _("of all heads: whose?"))
        self._over_coins(axes)
        self.shares = self._bars(axes, len(COINS), DATA)
        self.die = self.moving(
            axes.plot(range(4), [0] * 4, "D", color=GUESS, ms=10, mec="white", clip_on=False)[0]
        )
        axes.plot([0.06], [0.955], "D", color=GUESS, ms=10, mec="white", transform=axes.transAxes)
        axes.text(0.12, 0.955, _("softmax(z)"), va="center", transform=axes.transAxes)

    def _over_coins(self, axes):
        axes.set(xlim=(-0.6, 3.6), ylim=(0, 1.1), yticks=[0, 0.5, 1], xlabel=_("coin"))
        axes.set_xticks(range(4), COINS)

    def _bars(self, axes, number, color):
        """Moving bars and the numbers over them."""
        bars = [Rectangle((x - 0.4, 0), 0.8, 0, color=color) for x in range(number)]
        bars = [self.moving(axes.add_patch(bar)) for bar in bars]
        numbers = [
            self.moving(axes.text(x, 0, "", ha="center", va="bottom")) for x in range(number)
        ]
        return bars, numbers

    def move(self, state):
        for (bars, numbers), values, said in (
            (self.p, state.coins, probability),
            (self.counts, state.number_of_heads, str),
            (self.shares, state.shares, probability),
        ):
            for bar, number, value in zip(bars, numbers, values, strict=True):
                bar.set_height(value)
                number.set_y(value)
                number.set_text(said(value))
        self.expected.set_ydata([TOSSES * state.mass] * 2)
        self._clear(self.counts[1][1], state.with_one_head / TOSSES, state.mass, TOSSES)
        for number, share, p in zip(self.shares[1], state.shares, state.die, strict=True):
            self._clear(number, share, p + 0.03, 1)
        self.die.set_ydata(state.die)

    def _clear(self, number, bar, mark, scale):
        """Lift a number over a mark that would hide it."""
        number.set_y(scale * (max(bar, mark + 0.01) if mark - bar < 0.16 else bar))

    def handles(self, state):
        return [
            Handle(self.coins, (x, p), y=name, size=(44, 30))
            for x, (name, p) in enumerate(zip(LOGITS, state.coins, strict=True))
        ]


class CoinsToDieExplorer(Explorer):
    """Toss four coins a thousand times, and keep the tosses that look like a die.

    Parameters
    ----------
    z1, z2, z3, z4 : float
        The logit of each coin.
    only_one : bool
        Keep only the tosses with exactly one head.
    tossed : int
        Seed of the tosses.
    """

    State = CoinsToDieState
    Picture = CoinsToDiePicture
    alt = _(
        "Three bar charts: the probability of heads of four coins; how many of a thousand tosses "
        "show no, one, two, three, four heads; which coins the heads are, with softmax(z) marked."
    )

    def build(self, state):
        logit = {"min": -MOST, "max": MOST, "step": 0.1, "decimals": 1}
        logit["layout"] = {"width": "255px"}
        return {
            **{
                name: Slider(_("z of {coin}").format(coin=coin), value=value, **logit)
                for name, coin, value in zip(LOGITS, COINS, state.logit, strict=True)
            },
            "only_one": widgets.Checkbox(
                state.only_one, description=_("keep only exactly one head"), indent=False
            ),
        }

    def arrange(self):
        *logits, only_one = self.controls.values()
        again = self.button(_("Toss again"), CoinsToDieState.toss_again)
        return [row(*logits), row(only_one, again)]

    def dragged(self, handle, x, y):
        """Height of a bar, a probability, as the logit of its coin."""
        smallest, largest = losses.sigmoid([-MOST, MOST])
        p = min(max(y, smallest), largest)
        return {handle.y: float(np.log(p / (1 - p)))}
