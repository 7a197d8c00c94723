"""CoinsToDieExplorer: four coins, of which exactly one shows heads, are a die."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np

from xent_lib import losses
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, sentences
from xent_lib.marks import Bars
from xent_lib.numerals import percent, probability
from xent_lib.picture import DATA, GUESS, MUTED, Picture
from xent_lib.state import Count, Flag, Number, State, kept, of

TOSSES = 1000
COINS = ("A", "B", "C", "D")
LOGITS = ("z1", "z2", "z3", "z4")
MOST = 3.0  # logit of a slider, either way
TOP, KEY = 1.3, 0.96  # of the axes: their end, and the share where the key stands, over all bars


@lru_cache(maxsize=8)
def chance(seed):
    """What decides the tosses: a number below P(heads) is heads. Moved logits meet it again."""
    numbers = np.random.default_rng(seed).random((TOSSES, len(COINS)))
    numbers.setflags(write=False)
    return numbers


def logit_of(label):
    """The rule of a coin's logit."""
    return Number(label=label, step=0.1, decimals=1, slider=(-MOST, MOST))


@dataclass(frozen=True)
class CoinsToDieState(State):
    """Four logits, each of a coin, tossed together a thousand times."""

    z1: float = of(logit_of(later("z of A")), 0.0, "The logit of each coin.")
    z2: float = of(logit_of(later("z of B")), -1.0)
    z3: float = of(logit_of(later("z of C")), -2.0)
    z4: float = of(logit_of(later("z of D")), -0.5)
    only_one: bool = of(
        Flag(later("keep only exactly one head")),
        False,
        "Keep only the tosses with exactly one head, and throw the others away.",
    )
    tossed: int = kept(Count(), 0, "How often “Toss again” was pressed: the seed of the tosses.")

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
        if self.only_one and not self.with_one_head:
            which = _("So none is left.")
        elif self.only_one:
            which = _("Among these {n}, the head was that of coin {shares}.")
        else:
            which = _("Of all heads, in whatever number, the coins have {shares}.")
        told = _(
            "Coins with P(heads) {coins}: {n} of {tosses:,} tosses show exactly one head, and "
            "{mass} should."
        )
        return sentences(told, which, _("softmax(z) is {die}.")).format(
            coins=named(self.coins),
            n=self.with_one_head,
            tosses=TOSSES,
            mass=percent(self.mass),
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
        self.p = Bars(self, axes, range(len(COINS)), 0.8, GUESS, probability)

    def _draw_number(self, state):
        axes = self.number
        axes.set_title(_("tosses by their heads"))
        axes.set(xlim=(-0.6, 4.6), ylim=(0, TOP * TOSSES), xticks=range(5), yticks=[0, 500, 1000])
        axes.set_xlabel(_("number of heads"))
        self.counts = Bars(self, axes, range(len(COINS) + 1), 0.8, DATA, str)
        self.expected = self.moving(axes.plot([0.55, 1.45], [0, 0], color=GUESS, lw=4)[0])
        axes.plot([1.9, 2.4], [KEY * TOP * TOSSES] * 2, color=GUESS, lw=4)
        axes.text(2.55, KEY * TOP * TOSSES, _("expected"), va="center")
        if state.only_one:
            for number in (0, 2, 3, 4):
                self.counts.bars[number].set(fc="white", ec=MUTED, lw=1.8)
            axes.text(1, KEY * TOP * TOSSES, _("↓ kept"), ha="center", va="center")

    def _draw_which(self, state):
        axes = self.which
        axes.set_title(_("one head: which coin?") if state.only_one else _("of all heads: whose?"))
        self._over_coins(axes)
        self.shares = Bars(self, axes, range(len(COINS)), 0.8, DATA, probability)
        self.die = self.moving(
            axes.plot(range(4), [0] * 4, "D", color=GUESS, ms=10, mec="white", clip_on=False)[0]
        )
        axes.plot([0.06], [KEY], "D", color=GUESS, ms=10, mec="white", transform=axes.transAxes)
        axes.text(0.12, KEY, _("softmax(z)"), va="center", transform=axes.transAxes)

    def _over_coins(self, axes):
        axes.set(xlim=(-0.6, 3.6), ylim=(0, TOP), yticks=[0, 0.5, 1], xlabel=_("coin"))
        axes.set_xticks(range(4), COINS)

    def move(self, state):
        self.p.put(state.coins)
        self.counts.put(state.number_of_heads)
        self.shares.put(state.shares)
        self.expected.set_ydata([TOSSES * state.mass] * 2)
        one = self.counts.numbers[1]
        self._clear(one, state.with_one_head / TOSSES, state.mass, TOSSES)
        for number, share, p in zip(self.shares.numbers, state.shares, state.die, strict=True):
            self._clear(number, share, p + 0.03, 1)
        self.die.set_ydata(state.die)

    def _clear(self, number, bar, mark, scale):
        """Lift a number over a mark that would hide it."""
        number.set_y(scale * (max(bar, mark + 0.01) if mark - bar < 0.16 else bar))

    def handles(self, state):
        how = {"size": (44, 30), "inverse": logit_for}
        return [self.p.handle(n, y=name, **how) for n, name in enumerate(LOGITS)]


def logit_for(p):
    """The logit of a coin with this probability of heads, as far as the sliders go."""
    smallest, largest = losses.sigmoid([-MOST, MOST])
    p = min(max(p, smallest), largest)
    return float(np.log(p / (1 - p)))


class CoinsToDieExplorer(Explorer):
    """Toss four coins a thousand times, and keep the tosses that look like a die."""

    State = CoinsToDieState
    Picture = CoinsToDiePicture
    alt = later(
        "Three bar charts: the probability of heads of four coins; how many of a thousand tosses "
        "show no, one, two, three, four heads; which coins the heads are, with softmax(z) marked."
    )

    looks = dict.fromkeys(LOGITS, {"layout": {"width": "255px"}})

    def arrange(self):
        again = self.button(later("Toss again"), CoinsToDieState.toss_again)
        return [self.row(*LOGITS), self.row("only_one", again)]
