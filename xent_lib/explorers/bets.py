"""BetExplorer: six claims, an answer from 1 to 99 % to each, and what every answer costs."""

from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from math import comb

import numpy as np

from xent_lib import losses
from xent_lib.bets import NO_IDEA, Claim
from xent_lib.controls import Slider
from xent_lib.datasets import coin_flips, die_rolls, penguins
from xent_lib.explorer import Explorer, row
from xent_lib.language import _
from xent_lib.picture import LOSS, MUTED, Handle, Picture

ANSWERS = [f"answer_{number}" for number in range(1, 7)]
COSTLIEST = float(losses.binary_cross_entropy(label=0, output=0.99))  # ln 100


@cache
def six_claims():
    """Six claims, each settled by a line of computation on the shipped data or on chances."""
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
            _("{:,} sixes, {:,} fives").format(sixes, fives),
        ),
        Claim(
            _("Among 23 people, a shared birthday is likelier than not."),
            bool(birthday > 0.5),
            _("its probability is {:.3f}").format(birthday),
        ),
        Claim(
            _("Of 350,757 coin flips, over 51 % landed on the side they started from."),
            same_side > 0.51,
            _("{:,} did, which is {:.2f} %").format(flips.same_side, 100 * same_side),
        ),
        Claim(
            _("On average, a Gentoo penguin is heavier than an Adélie."),
            bool(grams[1] > grams[0]),
            _("{1:,.0f} g against {0:,.0f} g").format(*grams),
        ),
        Claim(
            _("Of Adélie, Chinstrap and Gentoo, the Gentoo has the deepest bill."),
            bool(max(depths) == depths[0]),
            _("{:.1f} mm, the Adélie {:.1f}, the Chinstrap {:.1f}").format(*depths),
        ),
        Claim(
            _("Ten tosses of a fair coin: five heads exactly is likelier than not."),
            five_heads > 0.5,
            _("its probability is {:.3f}").format(five_heads),
        ),
    )


@dataclass(frozen=True)
class BetState:
    """Six claims, the answer to each in per cent, and whether the truth is out."""

    answer_1: float = 50
    answer_2: float = 50
    answer_3: float = 50
    answer_4: float = 50
    answer_5: float = 50
    answer_6: float = 50
    revealed: bool = False
    claims: tuple[Claim, ...] = field(default_factory=six_claims)

    def __post_init__(self):
        if len(self.claims) != len(ANSWERS):
            raise ValueError(_("claims holds {}, but six were expected.").format(len(self.claims)))
        for name in ANSWERS:
            if not 1 <= getattr(self, name) <= 99:
                words = _("{} is {}, but an answer lies between 1 and 99 %.")
                raise ValueError(words.format(name, getattr(self, name)))

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
            "{best:.2f} in the mean; if all lean the wrong way, {worst:.2f}. An answer of 50 %, "
            "no idea, costs ln 2 = {no_idea:.2f} either way."
        ).format(
            best=np.minimum(*either_way).mean(),
            worst=np.maximum(*either_way).mean(),
            no_idea=NO_IDEA,
        )

    def _after(self):
        most = int(np.argmax(self.costs))
        return _(
            "Your answers cost {costs}: {mean:.2f} in the mean, where no idea costs ln 2 = "
            "{no_idea:.2f}. The costliest is number {number}: it gave {left:.2f} to what is so, "
            "and −ln {left:.2f} = {most:.2f}."
        ).format(
            costs=", ".join(f"{cost:.2f}" for cost in self.costs),
            mean=self.running_mean[-1],
            no_idea=NO_IDEA,
            number=most + 1,
            left=self.p[most] if self.truth[most] else 1 - self.p[most],
            most=self.costs[most],
        )

    @property
    def verdicts(self):
        """What is so, and why, of each claim."""
        said = [(_("True") if c.truth else _("False"), c.because) for c in self.claims]
        return [": ".join(filter(None, words)) for words in said]


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
            xlabel=_("cost: −ln of the probability given to what is so"),
        )
        axes.hlines(np.arange(1.5, 6), 0, COSTLIEST, color="#dddddd", lw=0.8, zorder=0)
        axes.set(yticks=range(1, 7), xticks=[0, 1, 2, 3, 4, COSTLIEST])
        axes.set_xticklabels(["0", "1", "2", "3", "4", f"{COSTLIEST:.1f}"])
        # The pad keeps a mark at cost 0 off the number of its row.
        axes.tick_params(axis="y", length=0, labelsize=13, pad=10)
        axes.axvline(NO_IDEA, color=MUTED, linestyle="--", zorder=0)
        axes.annotate(
            _("no idea: ln 2"), (NO_IDEA, 1), (0, 4), xycoords=axes.get_xaxis_transform(),
            textcoords="offset points", ha="center",
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
            value.set_text(f"{cost:.2f}")
        self.mean.set_data(state.running_mean, rows + 0.15)

    def handles(self, state):
        if state.revealed:
            return []
        return [
            Handle(self.axes, (float(cost), n + lift), x=name, size=(26, 18))
            for truth, lift in ((1, -self.LIFT), (0, self.LIFT))
            for n, (name, cost) in enumerate(zip(ANSWERS, state.cost_if(truth), strict=True), 1)
        ]


class BetExplorer(Explorer):
    """Answer six claims from 1 to 99 %, reveal, and see what every answer costs.

    Parameters
    ----------
    claims : sequence of Claim or of (text, truth) or (text, truth, because), optional
        Six of them; without, `six_claims`.
    answer_1, ..., answer_6 : float
        The answers in per cent, 50 to start with.
    revealed : bool
        Whether the truth is out; the answers are then fixed.
    """

    State = BetState
    Picture = BetPicture
    alt = _(
        "A row a claim with two marks on an axis from 0 to 4.6: what your answer costs if the "
        "claim is true, and if it is false. A line at ln 2 is the cost of no idea."
    )

    def __init__(self, claims=None, **fields):
        if claims is not None:
            fields["claims"] = tuple(_claim(index, given) for index, given in enumerate(claims))
        super().__init__(**fields)

    def build(self, state):
        look = {"min": 1, "max": 99, "step": 1, "decimals": 0, "unit": " %"}
        sliders = {name: Slider("", value=getattr(state, name), **look) for name in ANSWERS}
        for slider in sliders.values():
            slider.add_class("xent-wide")
        return sliders

    def arrange(self):
        return [
            *self.controls.values(),
            row(
                self.button(_("Reveal all six"), lambda s: replace(s, revealed=True)),
                self.button(_("Bet again"), lambda s: replace(s, revealed=False)),
            ),
        ]

    def dragged(self, handle, x, y):
        left = np.exp(-x)  # probability that the answer leaves to what is so
        upper = handle.at[1] < round(handle.at[1])
        return {handle.x: 100 * float(left if upper else 1 - left)}

    def _show(self):
        for n, slider in enumerate(self.controls.values(), 1):
            slider.label = f"{n}. {self.state.claims[n - 1].text}"
            slider.disabled = self.state.revealed
        self.view.alt = self._alt()
        super()._show()

    def _alt(self):
        if not self.state.revealed:
            return self.alt
        return _("A bar a claim: what your answer cost. {}.").format(
            "; ".join(f"{n}. {verdict}" for n, verdict in enumerate(self.state.verdicts, 1))
        )


def _claim(index, given):
    try:
        return given if isinstance(given, Claim) else Claim(*given)
    except TypeError:
        words = _("claims[{}] is {!r:.60}, but a sentence and its truth were expected.")
        raise ValueError(words.format(index, given)) from None
