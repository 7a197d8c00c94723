"""RoomExplorer: what a class believes of a claim, by a show of hands, and what that costs."""

from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from xent_lib import claims, losses
from xent_lib.arguments import instance
from xent_lib.bets import CHEAPEST, DEAREST, NO_IDEA
from xent_lib.claims import Claim
from xent_lib.controls import Status
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, plural, sentences
from xent_lib.marks import Bars
from xent_lib.numerals import numeral, percent
from xent_lib.picture import FAINT, GUESS, LOSS, MUTED, Handle, Picture
from xent_lib.state import Count, Flag, State, kept, of

FIFTHS = 0, 20, 40, 60, 80, 100  # the answers that hands are counted for, in per cent
HANDS = [f"at_{answer}" for answer in FIFTHS]
# A hand at 0 or 100 % would cost infinitely much where it is wrong, and the room with it: it
# counts as 1 or 99 %, where the slider of a bet ends.
P = np.clip(np.array(FIFTHS) / 100, 0.01, 0.99)
HIGHEST = 30  # hands; the axis ends here


def hands_at(answer):
    """The field of one answer."""
    return of(Count(500), 0, "How many hands each answer gets." if not answer else "")


@dataclass(frozen=True)
class RoomState(State):
    """A claim, how many hands say how likely it is, and whether the truth is out."""

    at_0: int = hands_at(0)
    at_20: int = hands_at(20)
    at_40: int = hands_at(40)
    at_60: int = hands_at(60)
    at_80: int = hands_at(80)
    at_100: int = hands_at(100)
    revealed: bool = kept(Flag(), False, "Whether the truth is out; hands still count.")
    claim: Claim = field(default_factory=lambda: claims.named("fair_or_bent"))

    @cached_property
    def hands(self):
        """Hands at each answer."""
        return np.array([getattr(self, name) for name in HANDS])

    @property
    def room(self):
        return int(self.hands.sum())

    def cost_if(self, truth):
        """The room's cross-entropy if the claim is true, or false: mean cost of a hand, in nats.

        nan for an empty room.
        """
        if not self.room:
            return np.nan
        costs = losses.binary_cross_entropy(label=np.full(6, truth), output=P, reduction="none")
        return float(self.hands @ costs / self.room)

    @property
    def cost(self):
        return self.cost_if(int(self.claim.truth))

    @property
    def mean_answer(self):
        """The probability that the room gives to the claim, if all count alike."""
        return float(self.hands @ P / self.room) if self.room else np.nan

    @property
    def cost_of_mean(self):
        """What one hand at the room's mean answer costs: never more than the room."""
        output = self.mean_answer
        if np.isnan(output):
            return output
        return float(losses.binary_cross_entropy(label=int(self.claim.truth), output=output))

    @property
    def summary(self):
        hands = ", ".join(map(str, self.hands))
        return f"hands=[{hands}], " + (f"cost={self.cost:.4f}" if self.revealed else "not revealed")

    @property
    def readout(self):
        if not self.room:
            return _(
                "Who says 0 %, who 20 %? Count the hands at each answer. 0 % counts as 1 % and "
                "100 % as 99 %: nobody is charged infinitely much."
            )
        return self._after() if self.revealed else self._before()

    def _before(self):
        words = plural(
            "One hand. The mean answer is {mean:.0f} %. It costs {yes} nats if the claim is true, "
            "{no} if it is false; no idea costs ln 2 = {no_idea} either way.",
            "{count} hands. The mean answer is {mean:.0f} %. The room costs {yes} nats a hand if "
            "the claim is true, {no} if it is false; no idea costs ln 2 = {no_idea} either way.",
            self.room,
        )
        return words.format(
            count=self.room,
            mean=100 * self.mean_answer,
            yes=numeral(self.cost_if(1), 2),
            no=numeral(self.cost_if(0), 2),
            no_idea=numeral(NO_IDEA, 2),
        )

    def _after(self):
        return _(
            "{verdict} The room’s cross-entropy is {cost} nats a hand: the best possible is "
            "{best}, no idea costs {no_idea}. One hand at the mean answer, {mean:.0f} %, would "
            "cost {together}: never more than the room."
        ).format(
            verdict=self.verdict,
            cost=numeral(self.cost, 2),
            best=numeral(CHEAPEST, 2),
            no_idea=numeral(NO_IDEA, 2),
            mean=100 * self.mean_answer,
            together=numeral(self.cost_of_mean, 2),
        )

    @property
    def verdict(self):
        """What is so, and why."""
        so = _("That is true.") if self.claim.truth else _("That is false.")
        return sentences(so, self.claim.because)


class RoomPicture(Picture):
    """Hands at each answer, and beside them what the room pays on the axis of costs."""

    height = 400
    BIG = 17  # points: read from the back of a room

    def scene(self, state):
        return state.claim, state.revealed

    def draw(self, state):
        hands, costs = self.figure.subplots(1, 2, width_ratios=[3, 2])
        self._draw_hands(hands)
        self._draw_costs(costs, state)
        for axes in (hands, costs):
            axes.tick_params(labelsize=self.BIG)
            axes.xaxis.label.set_size(self.BIG)

    def _draw_hands(self, axes):
        axes.set(xlim=(-0.6, 5.6), ylim=(0, HIGHEST), yticks=(10, 20, 30))
        axes.set_xticks(range(6), [str(answer) for answer in FIFTHS])
        axes.set_xlabel(_("answer in %"))
        axes.set_title(_("hands"), size=self.BIG)
        axes.grid(axis="y", color=FAINT)
        axes.set_axisbelow(True)
        self.bars = Bars(
            self, axes, range(6), 0.7, GUESS, str, top=HIGHEST, gap=0.4,
            size=self.BIG, weight="bold",
        )  # fmt: skip

    def _draw_costs(self, axes, state):
        axes.set(xlim=(0, DEAREST), ylim=(0.4, 3.9), xticks=range(5), yticks=[])
        axes.set_xlabel(_("nats a hand"))
        axes.set_title(_("what the room pays"), size=self.BIG)
        axes.axvline(NO_IDEA, color=MUTED, linestyle="--", zorder=0)
        axes.text(NO_IDEA + 0.12, 0.55, _("no idea: ln 2"), size=self.BIG, color=MUTED)
        rows = self._rows(state)
        self.rows = []
        for height, (words, color, _value) in zip((2.9, 1.7), rows, strict=True):
            label = axes.text(0.05, height + 0.36, words, size=self.BIG, va="bottom")
            label.set_bbox({"fc": "white", "ec": "none", "pad": 1})  # over the line of no idea
            self.rows.append(
                (
                    self.moving(axes.barh([height], [0], 0.55, color=color)[0]),
                    self.moving(
                        axes.text(0, height, "", size=self.BIG, weight="bold", va="center")
                    ),
                )
            )

    def _rows(self, state):
        """Words, colour and value of the two bars of cost."""
        if state.revealed:
            return [
                (_("the room"), LOSS, state.cost),
                (_("its mean answer"), MUTED, state.cost_of_mean),
            ]
        return [
            (_("if it is true"), MUTED, state.cost_if(1)),
            (_("if it is false"), MUTED, state.cost_if(0)),
        ]

    def move(self, state):
        self.bars.put(state.hands.tolist())
        for (bar, number), (_words, _color, value) in zip(
            self.rows, self._rows(state), strict=True
        ):
            end = 0 if np.isnan(value) else value
            bar.set_width(end)
            # Inside the axes at either end of a bar's reach.
            number.set_x(end + 0.1 if end < 3 else end - 0.1)
            number.set_ha("left" if end < 3 else "right")
            number.set_color("black" if end < 3 else "white")
            number.set_text("" if np.isnan(value) else numeral(value, 2))

    def handles(self, state):
        return [
            Handle(bar, y=name, size=(60, 36))
            for bar, name in zip(self.bars.bars, HANDS, strict=True)
        ]


class RoomExplorer(Explorer):
    """Count a class's hands at 0, 20, … 100 %, reveal, and see what the room's belief costs.

    `claim` is a `Claim`; ``bets.room("fair_or_bent")`` asks one by its name.
    """

    State = RoomState
    Picture = RoomPicture
    alt = later(
        "Six bars: how many hands each answer from 0 to 100 % has got. Beside them two bars from 0 "
        "to 4.6 nats: what the room pays, with a line at ln 2, the cost of no idea."
    )

    def __init__(self, claim=None, **fields):
        if claim is not None:
            fields["claim"] = instance("claim", claim, Claim, _("a Claim"))
        super().__init__(**fields)

    def arrange(self):
        self.asked = Status(news=False)
        self.asked.add_class("xent-aloud")
        for answer, name in zip(FIFTHS, HANDS, strict=True):
            self.controls[name].description = percent(answer / 100, 0)
        reveal = self.button(later("Reveal"), lambda state: replace(state, revealed=True))
        again = self.button(later("Count again"), lambda state: RoomState(claim=state.claim))
        return [self.asked, self.row(*HANDS, reveal, again)]

    def dress(self, state):
        self.asked.text = state.claim.text
