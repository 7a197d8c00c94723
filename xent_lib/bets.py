"""Bets: say how sure you are before you look, and be scored by your own cross-entropy."""

from dataclasses import dataclass
from html import escape

import ipywidgets as widgets
import numpy as np

from xent_lib import claims, losses
from xent_lib.claims import Claim
from xent_lib.controls import Slider, Status
from xent_lib.controls.lasting import Lasting
from xent_lib.explorer import belongings, lost, row
from xent_lib.language import _, plural, sentences

NO_IDEA = float(losses.binary_cross_entropy(label=1, output=0.5))  # ln 2
CHEAPEST, DEAREST = (float(losses.binary_cross_entropy(label=1, output=p)) for p in (0.99, 0.01))
ROUNDING = 1e-4  # a pair is copied with four decimals


class Bets:
    """A learner's book of bets: at most one a claim, the latest.

    A bet is on a claim, called by its name in `xent_lib.claims`.

    >>> bets = Bets()
    >>> bets.ask("six_times_no_idea")
    Bet(not placed)
    >>> bets.score()
    No bet placed yet. Place one above, then run this cell again.
    """

    def __init__(self):
        self._asked = {}

    def ask(self, claim):
        """A bet with its reveal, to be shown as the last line of a cell.

        Parameters
        ----------
        claim : str or Claim
            Asked again, it replaces the earlier bet on it.
        """
        return self._open(claim).with_reveal()

    def place(self, claim):
        """A bet to be placed before something is tried out; `settle` reveals it afterwards."""
        return self._open(claim).with_words_for_a_restart()

    def settle(self, claim):
        """What became of the bet that `place` took on this claim, and a button that reveals it."""
        bet = self._asked.get(claim) if isinstance(claim, str | Claim) else None
        return self.ask(claim) if bet is None else Settled(bet)

    def room(self, claim):
        """A show of hands on a claim: what a whole class believes, and what that costs it.

        It is nobody's own bet, so it does not count in the score.
        """
        # Not above: the explorers stand a layer higher.
        from xent_lib.explorers.room import RoomExplorer

        return RoomExplorer(claim if isinstance(claim, Claim) else claims.named(claim))

    def _open(self, claim):
        bet = Bet(claim if isinstance(claim, Claim) else claims.named(claim), book=self)
        if claim in self._asked:
            self._asked[claim].withdraw()
        self._asked[claim] = bet
        return bet

    def score(self):
        """Number and mean cost of the bets placed so far, as a sentence."""
        placed = [bet for bet in self._asked.values() if bet.placed]
        if not placed:
            waiting = sum(bet.slider.value != 50 for bet in self._asked.values())
            return Score(0, 0.0, waiting=waiting)
        label, output = [bet.claim.truth for bet in placed], [bet.p for bet in placed]
        return Score(len(placed), float(losses.binary_cross_entropy(label=label, output=output)))

    def course(self, **notebooks):
        """Score of the whole course: this notebook's bets and those of others.

        Parameters
        ----------
        **notebooks : (int, float)
            The pair that `score` gave at the end of each other notebook, or ``...`` where it is
            still to be filled in: ``bets.course(level_1=(8, 0.5312), level_2=...)``.
        """
        missing = tuple(name for name, pair in notebooks.items() if pair is ...)
        pairs = [_pair(name, pair) for name, pair in notebooks.items() if pair is not ...]
        here = self.score()
        pairs.append((here.bets, here.mean))
        number = sum(bets for bets, _ignored in pairs)
        total = sum(bets * mean for bets, mean in pairs)
        mean = total / number if number else 0.0
        return Score(number, mean, missing, course=True, waiting=here.waiting)


@dataclass(frozen=True)
class Score:
    """How many bets were placed, and what they cost in the mean."""

    bets: int
    mean: float
    missing: tuple[str, ...] = ()  # notebooks of the course that are not filled in
    course: bool = False
    waiting: int = 0  # bets on which a slider was moved, and nothing was revealed

    def __repr__(self):
        words = _("{name} is not filled in: replace ... by the pair that its score gave.")
        return "\n".join([*(words.format(name=name) for name in self.missing), self._sentence()])

    def _repr_markdown_(self):
        return repr(self).replace("\n", "\n\n")

    def _sentence(self):
        if not self.bets and self.waiting:
            return plural(
                "One bet is waiting: its slider was moved, but not revealed. Press *Reveal* under "
                "it, then run this cell again.",
                "{count} bets are waiting: their sliders were moved, but not revealed. Press "
                "*Reveal* under each, then run this cell again.",
                self.waiting,
            ).format(count=self.waiting)
        if not self.bets:
            return _("No bet placed yet. Place one above, then run this cell again.")
        said = _("{bets}, mean cost {mean:.4f}: {verdict} (ln 2 = {no_idea:.4f}).").format(
            bets=_bets(self.bets),
            mean=self.mean,
            verdict=_verdict(self.mean),
            no_idea=NO_IDEA,
        )
        if self.course:
            return sentences(
                said, _("This mean is your own cross-entropy for the course, in nats.")
            )
        carry = _("To carry to the end of the course: ({bets}, {mean:.4f}).")
        return sentences(said, carry.format(bets=self.bets, mean=self.mean))


class Bet(Lasting, widgets.VBox):
    """One claim and a slider from 1 to 99 %; a button reveals what is so and what the bet cost.

    Nothing waits for it. It can be changed until the reveal; revealed untouched at 50 %, it is a
    bet all the same, that of no idea.
    """

    def __init__(self, claim, book):
        self.claim = claim
        self.placed = False
        self._book = book
        # The claim is the slider's name: who cannot see the page hears what the bet is on.
        self.slider = Slider(claim.text, value=50, min=1, max=99, step=1, decimals=0, unit=_(" %"))
        self.slider.add_class("xent-wide")
        # A value on its way from the page can be overtaken by the click that reveals: it is the
        # learner's last word all the same, and once the slider is disabled none can follow.
        self.slider.observe(lambda _change: self._tell(), "value")
        self.button = widgets.Button(description=_("Reveal"), tooltip=claim.text)
        self.button.on_click(lambda _button: self.reveal())
        self.status = Status(lost=lost())
        super().__init__()
        self.add_class("xent-explorer")  # keeps the notebook's letter keys out

    def with_reveal(self):
        """The same bet, with its button and its words under the slider."""
        self.children = [self.slider, row(self.button), self.status]
        return self

    def with_words_for_a_restart(self):
        """The same bet, its slider alone until Python is gone: then it says what to run."""
        self.children = [self.slider, Status(lost=lost())]
        return self

    @property
    def p(self):
        """The probability that the learner gives to the claim."""
        return self.slider.value / 100

    @property
    def cost(self):
        """-ln of what the bet left to what is so; None until it is placed."""
        if not self.placed:
            return None
        return float(losses.binary_cross_entropy(label=self.claim.truth, output=self.p))

    def reveal(self):
        """Place the bet as it stands, and say what is so, why, and what the bet cost."""
        if self.slider.disabled:
            return
        # The button stays enabled: a disabled one would drop the focus of who uses the keyboard.
        self.slider.disabled = self.placed = True
        self.button.description = _("Revealed")
        self._tell()

    def close(self):
        """Let go of the slider, the button and the status as well."""
        for widget in {*belongings(self), self.button, self.status}:
            widget.close()
        super().close()

    def withdraw(self):
        """Take the bet out of the game: its claim was asked again."""
        self.slider.disabled, self.placed = True, False
        self.button.description = _("Asked again")
        self.status.text = _("This claim was asked again. The later bet counts.")

    def _tell(self):
        if self.placed:
            self.status.text = f"{self._truth()}\n{self._cost()}\n{self._mean()}"

    def _truth(self):
        so = _("That is true.") if self.claim.truth else _("That is false.")
        return sentences(so, self.claim.because)

    def _cost(self):
        so = self.p if self.claim.truth else 1 - self.p
        words = _(
            "You gave {so:.2f} to what is so, which costs −ln {so:.2f} = {cost:.2f}: {verdict} "
            "(ln 2 = {no_idea:.2f})."
        )
        return words.format(so=so, cost=self.cost, verdict=_verdict(self.cost), no_idea=NO_IDEA)

    def _mean(self):
        score = self._book.score()
        words = _("Mean cost in this notebook so far: {mean:.2f} ({bets}).")
        return words.format(bets=_bets(score.bets), mean=score.mean)

    def __repr__(self):
        if self.placed:
            return f"Bet(p={self.p:.2f}, cost={self.cost:.4f})"
        return "Bet(not placed)"

    def still(self):
        words = _("Bet: {claim} How likely is that, from 1 to 99 %? Run this cell to bet.")
        return f"<p>{escape(words.format(claim=self.claim.text))}</p>"


class Settled(Lasting, widgets.VBox):
    """A bet placed further up, as it stands, with the button that reveals it."""

    def __init__(self, bet):
        self.bet = bet
        self.said = Status(news=False)  # the slider has said it
        self._say()
        bet.slider.observe(self._say, "value")
        super().__init__([self.said, row(bet.button), bet.status])
        self.add_class("xent-explorer")

    def _say(self, _change=None):
        words = _("{claim} You said {percent:.0f} %.")
        self.said.text = words.format(claim=self.bet.claim.text, percent=self.bet.slider.value)

    def __repr__(self):
        return repr(self.bet)

    def still(self):
        words = _("Settled: {claim} Run this cell, then press Reveal.")
        return f"<p>{escape(words.format(claim=self.bet.claim.text))}</p>"


def _bets(number):
    return _("1 bet") if number == 1 else _("{number} bets").format(number=number)


def _verdict(cost):
    if np.isclose(cost, NO_IDEA):
        return _("just what no idea costs")
    return _("less than no idea costs") if cost < NO_IDEA else _("more than no idea costs")


def _pair(name, pair):
    """Number and mean of another notebook's bets; a bet costs from -ln .99 to -ln .01."""
    number, mean = pair if isinstance(pair, tuple | list) and len(pair) == 2 else (None, None)
    whole = isinstance(number, int | np.integer) and not isinstance(number, bool) and number >= 0
    real = isinstance(mean, int | float | np.floating) and not isinstance(mean, bool)
    if not whole or not real:
        raise ValueError(
            _("{name} is {pair!r:.60}, but a pair such as (8, 0.5312) was expected: "
              "a whole number of bets, and their mean cost.").format(name=name, pair=pair)
        )  # fmt: skip
    least, most = CHEAPEST - ROUNDING, DEAREST + ROUNDING
    if not (least <= mean <= most if number else mean == 0):
        raise ValueError(
            _("{name} is {pair!r:.60}, but no bets can cost that: a bet costs between {least:.4f} "
              "and {most:.4f} nats. Copy the pair that the notebook's score gave, the number of "
              "bets first.").format(name=name, pair=pair, least=CHEAPEST, most=DEAREST)
        )  # fmt: skip
    return number, mean


# One book a kernel: a notebook's first cell can be run again, and what was placed stays placed.
bets = Bets()
