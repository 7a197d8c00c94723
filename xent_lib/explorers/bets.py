"""BetExplorer: six claims, an answer from 1 to 99 % to each, and what every answer costs."""

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from math import comb

import numpy as np

from xent_lib import language, losses
from xent_lib.arguments import instance
from xent_lib.bets import NO_IDEA, Claim
from xent_lib.datasets import coin_flips, die_rolls, penguins
from xent_lib.explorer import Explorer
from xent_lib.language import _, later
from xent_lib.numerals import numeral, percent
from xent_lib.picture import FAINT, LOSS, MUTED, Handle, Picture
from xent_lib.state import Flag, Number, State, kept, of

ANSWERS = [f"answer_{number}" for number in range(1, 7)]
COSTLIEST = float(losses.binary_cross_entropy(label=0, output=0.99))  # ln 100


def six_claims():
    """Six claims, each settled by a line of computation on the shipped data or on chances."""
    return _six_claims_in(language.spoken())


@cache
def _six_claims_in(_language):
    *_others, fives, sixes = die_rolls()
    birthday = 1 - np.prod(1 - np.arange(23) / 365)
    flips = coin_flips()
    same_side = flips.same_side / flips.flips
    adelie, chinstrap, gentoo = (penguins().of(kind) for kind in penguins().classes)
    grams = np.nanmean(adelie.body_mass_g), np.nanmean(gentoo.body_mass_g)
    depths = [np.nanmean(birds.bill_depth_mm) for birds in (gentoo, adelie, chinstrap)]
    five_heads = comb(10, 5) / 2**10
    return (
        Claim(
            _("Rolled 20,000 times, Wolf’s die showed six more often than five."),
            bool(sixes > fives),
            _("{sixes:,} sixes, {fives:,} fives").format(sixes=sixes, fives=fives),
        ),
        Claim(
            _("Among 23 people, a shared birthday is likelier than not."),
            bool(birthday > 0.5),
            _("its probability is {p}, were all 365 days alike").format(p=numeral(birthday, 3)),
        ),
        Claim(
            _("Of 350,757 coin flips, over 51 % landed on the side they started from."),
            same_side > 0.51,
            _("{n:,} did, which is {share}").format(n=flips.same_side, share=percent(same_side, 2)),
        ),
        Claim(
            _("On average, a Gentoo penguin is heavier than an Adélie."),
            bool(grams[1] > grams[0]),
            _("{gentoo} g against {adelie} g").format(
                adelie=numeral(grams[0], 0), gentoo=numeral(grams[1], 0)
            ),
        ),
        Claim(
            _("Of Adélie, Chinstrap and Gentoo, the Gentoo has the deepest bill."),
            bool(max(depths) == depths[0]),
            _("{gentoo} mm, the Adélie {adelie}, the Chinstrap {chinstrap}").format(
                gentoo=numeral(depths[0], 1),
                adelie=numeral(depths[1], 1),
                chinstrap=numeral(depths[2], 1),
            ),
        ),
        Claim(
            _("Ten tosses of a fair coin: five heads exactly is likelier than not."),
            five_heads > 0.5,
            _("its probability is {p}").format(p=numeral(five_heads, 3)),
        ),
    )


ANSWER = Number(1, 99, step=1, decimals=0, unit=later(" %"))


@dataclass(frozen=True)
class BetState(State):
    """Six claims, the answer to each in per cent, and whether the truth is out."""

    answer_1: float = of(ANSWER, 50, "The answers in per cent.")
    answer_2: float = of(ANSWER, 50)
    answer_3: float = of(ANSWER, 50)
    answer_4: float = of(ANSWER, 50)
    answer_5: float = of(ANSWER, 50)
    answer_6: float = of(ANSWER, 50)
    revealed: bool = kept(Flag(), False, "Whether the truth is out; the answers are then fixed.")
    claims: tuple[Claim, ...] = field(default_factory=six_claims)

    def refusal(self):
        if len(self.claims) != len(ANSWERS):
            words = _("claims holds {n}, but six were expected.")
            return words.format(n=len(self.claims))

    @cached_property
    def p(self):
        """The probability that each answer gives to its claim."""
        return np.array([getattr(self, name) for name in ANSWERS]) / 100

    @property
    def truth(self):
        return [claim.truth for claim in self.claims]

    def cost_if(self, truth):
        """Cost of each answer if its claim is true, or false."""
        return losses.binary_cross_entropy(label=truth, output=self.p, reduction="none")

    @cached_property
    def costs(self):
        """What each answer costs: -ln of the probability it left to what is so."""
        return self.cost_if(self.truth)

    @cached_property
    def running_mean(self):
        """Mean cost after each claim; the last is that of all."""
        return [
            losses.binary_cross_entropy(label=self.truth[:n], output=self.p[:n])
            for n in range(1, len(self.claims) + 1)
        ]

    @property
    def summary(self):
        answers = ", ".join(f"{p:.2f}" for p in self.p)
        end = f"mean={self.running_mean[-1]:.4f}" if self.revealed else "not revealed"
        return f"p=[{answers}], {end}"

    @property
    def readout(self):
        return self._after() if self.revealed else self._before()

    def _before(self):
        either_way = self.cost_if(1), self.cost_if(0)
        return _(
            "Nothing is revealed yet. If all your answers lean the right way, they cost "
            "{best} in the mean; if all lean the wrong way, {worst}. An answer of 50 %, "
            "no idea, costs {no_idea} either way."
        ).format(
            best=numeral(np.minimum(*either_way).mean(), 2),
            worst=numeral(np.maximum(*either_way).mean(), 2),
            no_idea=numeral(NO_IDEA, 2),
        )

    def _after(self):
        most = int(np.argmax(self.costs))
        return _(
            "Your answers cost {costs}: {mean} in the mean, where no idea costs {no_idea}. "
            "No answer costs more than number {number}: it gave {left} to what is so, and that "
            "costs {most}."
        ).format(
            costs=", ".join(numeral(cost, 2) for cost in self.costs),
            mean=numeral(self.running_mean[-1], 2),
            no_idea=numeral(NO_IDEA, 2),
            number=most + 1,
            left=numeral(self.p[most] if self.truth[most] else 1 - self.p[most], 2),
            most=numeral(self.costs[most], 2),
        )

    @property
    def verdicts(self):
        """What is so, and why, of each claim."""
        return [_verdict(claim) for claim in self.claims]


def _verdict(claim):
    if not claim.because:
        return _("True") if claim.truth else _("False")
    words = _("True: {because}") if claim.truth else _("False: {because}")
    return words.format(because=claim.because)


class BetPicture(Picture):
    """A row a claim: its two possible costs, and after the reveal the one that came true."""

    height = 320
    LIFT = 0.16  # of what belongs to "true" over the middle of its row, and of "false" below it

    def scene(self, state):
        return state.claims, state.revealed

    def draw(self, state):
        axes = self.axes = self.figure.add_subplot()
        axes.set(
            xlim=(0, COSTLIEST),
            ylim=(6.6, 0.4),
            xlabel=_("cost of the probability given to what is so"),
        )
        axes.hlines(np.arange(1.5, 6), 0, COSTLIEST, color=FAINT, lw=0.8, zorder=0)
        axes.set(yticks=range(1, 7), xticks=[0, 1, 2, 3, 4, COSTLIEST])
        axes.set_xticklabels(["0", "1", "2", "3", "4", f"{COSTLIEST:.1f}"])
        # The pad keeps a mark at cost 0 off the number of its row.
        axes.tick_params(axis="y", length=0, labelsize=13, pad=10)
        axes.axvline(NO_IDEA, color=MUTED, linestyle="--", zorder=0)
        axes.annotate(
            _("no idea: {cost}").format(cost=numeral(NO_IDEA, 2)), (NO_IDEA, 1), (0, 4),
            xycoords=axes.get_xaxis_transform(), textcoords="offset points", ha="center",
        )  # fmt: skip
        # Room for the costs, kept from the start so that the axis is where it was at the reveal.
        axes.text(1.02, 1, "0.00", transform=axes.get_yaxis_transform(), alpha=0)
        (self._draw_outcome if state.revealed else self._draw_either_way)(state)

    def _draw_either_way(self, state):
        self.if_true = self._points("v", _("cost if the claim is true"), color=MUTED)
        self.if_false = self._points("^", _("if it is false"), color=MUTED, mfc="white")
        self._key()

    def _draw_outcome(self, state):
        for n, verdict in enumerate(state.verdicts, 1):
            text = self.axes.text(0.04, n - 0.12, verdict, va="bottom", fontsize=12)
            text.set_bbox({"fc": "white", "ec": "none", "pad": 1})
        bars = self.axes.barh(range(1, 7), 0, height=0.3, align="edge", color=LOSS, label=_("cost"))
        self.bars = [self.moving(bar) for bar in bars]
        column = self.axes.get_yaxis_transform()
        self.values = [
            self.moving(self.axes.text(1.02, n + 0.15, "", transform=column, va="center"))
            for n in range(1, 7)
        ]
        self.mean = self._points("D", _("mean so far"), color="black", mfc="white")
        self._key()

    def _points(self, marker, label, **style):
        (points,) = self.axes.plot([], [], marker, ms=10, mew=1.8, clip_on=False, **style)
        points.set_label(label)
        return self.moving(points)

    def _key(self):
        self.axes.legend(loc="lower right", bbox_to_anchor=(1, 0.99), ncols=2, borderpad=0)

    def move(self, state):
        rows = np.arange(1, 7)
        if not state.revealed:
            self.if_true.set_data(state.cost_if(1), rows - self.LIFT)
            self.if_false.set_data(state.cost_if(0), rows + self.LIFT)
            return
        for bar, value, cost in zip(self.bars, self.values, state.costs, strict=True):
            bar.set_width(cost)
            value.set_text(numeral(cost, 2))
        self.mean.set_data(state.running_mean, rows + 0.15)

    def handles(self, state):
        if state.revealed:
            return []
        return [
            Handle(marks, x=name, point=n, inverse=answer_for, size=(26, 18))
            for marks, answer_for in (
                (self.if_true, answer_if_true),
                (self.if_false, answer_if_false),
            )
            for n, name in enumerate(ANSWERS)
        ]


def answer_if_true(cost):
    """The answer in per cent that costs so much where its claim is true."""
    return 100 * float(np.exp(-cost))


def answer_if_false(cost):
    """The answer in per cent that costs so much where its claim is false."""
    return 100 - answer_if_true(cost)


class BetExplorer(Explorer):
    """Answer six claims from 1 to 99 %, reveal, and see what every answer costs.

    `claims` are six of `Claim`, or of (text, truth) or (text, truth, because); without,
    `six_claims`.
    """

    State = BetState
    Picture = BetPicture
    alt = later(
        "A row a claim with two marks on an axis from 0 to 4.6: what your answer costs if the "
        "claim is true, and if it is false. A line marks the cost of no idea."
    )

    def __init__(self, claims=None, **fields):
        if claims is not None:
            instance("claims", claims, list | tuple, _("a list of six claims"))
            fields["claims"] = tuple(_claim(index, given) for index, given in enumerate(claims))
        super().__init__(**fields)

    def arrange(self):
        for slider in self.controls.values():
            slider.add_class("xent-wide")
        reveal = self.button(later("Reveal all six"), lambda s: replace(s, revealed=True))
        again = self.button(later("Bet again"), lambda s: replace(s, revealed=False))
        return [*self.controls.values(), self.row(reveal, again)]

    def dress(self, state):
        for n, (name, claim) in enumerate(zip(ANSWERS, state.claims, strict=True), 1):
            self.controls[name].label = f"{n}. {claim.text}"
            self.controls[name].disabled = state.revealed
        self.view.alt = self._alt(state)

    def _alt(self, state):
        if not state.revealed:
            return _(self.alt)
        return _("A bar a claim: what your answer cost. {}.").format(
            _("; ").join(f"{n}. {verdict}" for n, verdict in enumerate(state.verdicts, 1))
        )


def _claim(index, given):
    if isinstance(given, Claim):
        return given
    if isinstance(given, list | tuple) and len(given) in (2, 3):
        try:
            return Claim(*given)
        except ValueError as error:
            raise ValueError(f"claims[{index}]: {error}") from None
    words = _("claims[{index}] is {given!r:.60}, but a sentence and its truth were expected.")
    raise ValueError(words.format(index=index, given=given))
