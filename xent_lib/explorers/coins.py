"""CoinsExplorer: every bird tosses a coin of its own, and two weights bend all the coins."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from matplotlib.patches import Circle, Rectangle

from xent_lib import losses
from xent_lib.explorer import Explorer
from xent_lib.language import _, later, listed, sentences
from xent_lib.marks import Mark, over
from xent_lib.network import BINARY_CROSS_ENTROPY, SQUARED_ERROR, Network, credit
from xent_lib.numerals import numeral
from xent_lib.picture import DATA, GUESS, LOSS, MUTED, Picture
from xent_lib.state import Choice, Number, State, of
from xent_lib.training import two_species as birds

CROSS_ENTROPY, SQUARED = "cross-entropy", "squared error"
TRAINED_ON = {CROSS_ENTROPY: BINARY_CROSS_ENTROPY, SQUARED: SQUARED_ERROR}
HIGHEST = 1.0  # where the axis of the mean loss ends; squared error never gets there
LEARNING_RATE = 4
MOST_STEPS = 100
COINS = np.arange(3000, 6001, 500)  # grams, where a coin is drawn
LIGHTEST, HEAVIEST = 2600, 6500  # grams, where the axis ends


@dataclass(frozen=True)
class CoinsState(State):
    """Two weights that give every bird a coin: DNN(x) = sigmoid(w x + b)."""

    # Descent lands between the steps of the sliders, which then show the nearest.
    w: float = of(
        Number(label=later("w, slope"), step=0.1, decimals=1, slider=(-10, 10)),
        0.0,
        "Slope of the logit in the standardised body mass.",
    )
    b: float = of(
        Number(label=later("b, shift"), step=0.1, decimals=1, slider=(-10, 10)),
        0.0,
        "Shift of the logit.",
    )
    trained_on: str = of(
        Choice(
            {CROSS_ENTROPY: later("cross-entropy"), SQUARED: later("squared error")},
            later("loss"),
            quiet=True,
        ),
        CROSS_ENTROPY,
        "The loss shown, and descended by the buttons.",
    )
    trace: tuple[float, ...] = ()  # mean loss before each step of gradient descent so far

    def logit(self, x):
        return self.w * np.asarray(x) + self.b

    def output(self, mass):
        """Probability that a bird of this mass, in grams, is a Gentoo: its coin."""
        return losses.sigmoid(self.logit(birds().scale.standardised(np.asarray(mass))))

    @cached_property
    def costs(self):
        """What each bird costs."""
        label, logit = birds().label, self.logit(birds().x)
        if self.trained_on == CROSS_ENTROPY:
            return losses.binary_cross_entropy_from_logits(
                label=label, logit=logit, reduction="none"
            )
        return losses.squared_error(label=label, output=losses.sigmoid(logit), reduction="none")

    @cached_property
    def loss(self):
        """Mean cost of a bird."""
        return float(self.costs.mean())

    @property
    def one_common_coin(self):
        """Least mean cost that one coin for all birds can reach: its bend is their share."""
        crossed = self.trained_on == CROSS_ENTROPY
        mean_cost = losses.binary_cross_entropy if crossed else losses.squared_error
        return float(mean_cost(label=birds().label, output=birds().label.mean()))

    @cached_property
    def right(self):
        """How many birds have the likelier label; a coin that is fair is right half the time."""
        return float(credit(label=birds().label, logit=self.logit(birds().x)).sum())

    @property
    def fair(self):
        """How many coins are fair."""
        return int((self.logit(birds().x) == 0).sum())

    @cached_property
    def costliest(self):
        """Up to three birds of different mass that cost most: (mass, label, cost).

        Where all birds cost the same, none.
        """
        dearest = {}
        for bird in np.argsort(-self.costs, kind="stable")[:30]:
            if self.costs[bird] > self.loss * (1 + 1e-9):
                dearest.setdefault(birds().measured[bird], bird)
        return [(birds().measured[i], birds().label[i], self.costs[i]) for i in dearest.values()][
            :3
        ]

    @property
    def half(self):
        """Mass of the bird whose coin is fair, in grams; None where there is none."""
        return float(birds().scale.measured(-self.b / self.w)) if self.w else None

    @property
    def steps(self):
        return len(self.trace)

    @property
    def left(self):
        """How many steps still fit on the axis."""
        return MOST_STEPS - self.steps

    def descended(self, steps):
        """The state after some steps of gradient descent on all birds."""
        if steps > self.left:
            sentence = _("{most} steps are all that fit; press Start over, or move w or b.")
            raise ValueError(sentence.format(most=MOST_STEPS))
        network = Network(1, 1, loss=TRAINED_ON[self.trained_on])
        network = network.with_weights([[[self.w]]], [[self.b]])
        progress = network.descend(
            birds().x, birds().label, steps=steps, learning_rate=LEARNING_RATE
        )
        seen = [self.loss, *(now.loss for now in progress)]
        return replace(
            self,
            w=float(network.weights[0][0, 0]),
            b=float(network.biases[0][0]),
            trace=(*self.trace, *seen[:-1]),
        )

    @property
    def summary(self):
        return (
            f"w={self.w:.2f}, b={self.b:.2f}, trained_on={self.trained_on}, "
            f"steps={self.steps}, loss={self.loss:.4f}"
        )

    @property
    def readout(self):
        crossed = self.trained_on == CROSS_ENTROPY
        told = _(
            "At step {steps} (w = {w}, b = {b}) a bird costs {loss:.4f} on average ({loss_name}); "
            "{right:g} of {n} have the likelier label."
        ).format(
            steps=self.steps,
            w=numeral(self.w, 2),
            b=numeral(self.b, 2),
            loss=self.loss,
            loss_name=_("cross-entropy") if crossed else _("squared error"),
            right=self.right,
            n=len(birds().label),
        )
        by_lot = _("{fair} coins are fair: there a label is drawn by lot, and half are right.")
        birds_named = listed(named(bird) for bird in self.costliest)
        dearest = _("Costliest: {birds}.").format(birds=birds_named or _("none, all cost the same"))
        return sentences(told, *[by_lot.format(fair=self.fair)] * bool(self.fair), dearest)


def named(bird):
    """A bird by its mass, its species and its cost."""
    mass, label, cost = bird
    species = _("Gentoo") if label else _("Adélie")
    return f"{mass:,.0f} g {species} {cost:.2f}"


class CoinsPicture(Picture):
    """Birds and the curve that bends their coins; the loss against steps; the costliest birds."""

    height = 440

    def scene(self, state):
        return state.trained_on

    def draw(self, state):
        grid = self.figure.add_gridspec(2, 2, width_ratios=[1.75, 1], height_ratios=[3.1, 1])
        self.curve = self.figure.add_subplot(grid[0, 0])
        self._draw_birds()
        self._draw_coins(self.figure.add_subplot(grid[1, 0]))
        self._draw_loss(self.figure.add_subplot(grid[0, 1]), state)
        self._draw_costliest(self.figure.add_subplot(grid[1, 1]))

    def _draw_birds(self):
        axes = self.curve
        axes.set(xlim=(LIGHTEST, HEAVIEST), ylim=(-0.16, 1.16), xlabel=_("body mass (g)"))
        axes.set_title(_("DNN(x) = sigmoid(w x + b)"))
        axes.set_yticks([0, 0.5, 1], [_("Adélie 0"), "0.5", _("Gentoo 1")])
        # Birds of one mass would hide each other: a fixed scatter keeps them apart.
        scatter = 0.02 + 0.11 * np.random.default_rng(0).random(len(birds().measured))
        for label, marker, face in ((0, "o", "none"), (1, "^", DATA)):
            of = birds().label == label
            y = label + (2 * label - 1) * scatter[of]
            axes.plot(birds().measured[of], y, marker, mfc=face, mec=DATA, ms=5, alpha=0.6)
        self.masses = np.linspace(LIGHTEST, HEAVIEST, 121)
        (self.dearest,) = axes.plot([], [], "-s", color=LOSS, lw=3, ms=5, mfc="white")
        (self.bend,) = axes.plot([], [], color=GUESS)
        for artist in (self.dearest, self.bend):
            self.moving(artist)
        self.grip = Mark(self, axes, GUESS)

    def _draw_coins(self, axes):
        axes.set(xlim=(LIGHTEST, HEAVIEST), ylim=(-70, 600), aspect="equal", anchor="S")
        axes.set_axis_off()
        axes.text(LIGHTEST, 600, _("seven of the coins, filled to DNN(x)"), va="top")
        self.fills = []
        for mass in COINS:
            rim = axes.add_patch(Circle((mass, 150), 190, fill=False, ec=MUTED, lw=2))
            fill = Rectangle((mass - 190, -40), 380, 0, fc=GUESS, lw=0)
            self.fills.append(self.moving(axes.add_patch(fill)))
            fill.set_clip_path(rim)

    def _draw_loss(self, axes, state):
        self.loss = axes
        axes.set(xlim=(0, MOST_STEPS), ylim=(0, HIGHEST), xlabel=_("steps"))
        axes.set_title(_("mean loss"))
        common = state.one_common_coin
        axes.axhline(common, color=MUTED, linestyle=":")
        text = _("one common coin {loss:.4f}").format(loss=common)
        over(axes, MOST_STEPS, common, text, ha="right", size=11)
        (self.trace,) = axes.plot([], [], color=LOSS)
        self.moving(self.trace)
        self.mark = Mark(self, axes, LOSS, ms=10)
        style = {"ha": "right", "weight": "bold", "transform": axes.transAxes}
        self.value = self.moving(axes.text(1, 1.03, "", **style))

    def _draw_costliest(self, axes):
        axes.set_axis_off()
        axes.text(0, 1, _("the costliest birds"), va="top", transform=axes.transAxes)
        style = {"va": "top", "size": 11, "transform": axes.transAxes}
        self.table = [self.moving(axes.text(0, y, "", **style)) for y in (0.72, 0.46, 0.2)]

    def move(self, state):
        self.bend.set_data(self.masses, state.output(self.masses))
        self._put_the_grip(state.half)
        costliest = state.costliest
        # From each bird's label to its coin, and a gap.
        ends = [(label, float(state.output(mass)), np.nan) for mass, label, _cost in costliest]
        self.dearest.set_data(np.repeat([bird[0] for bird in costliest], 3), np.ravel(ends))
        for fill, output in zip(self.fills, state.output(COINS), strict=True):
            fill.set_height(380 * output)
        self.trace.set_data(range(state.steps + 1), [*state.trace, state.loss])
        self.mark.put(state.steps, state.loss)
        self.value.set_text(f"{state.loss:.4f}")
        for place, line in enumerate(self.table):
            line.set_text(named(costliest[place]) if place < len(costliest) else "")

    def _put_the_grip(self, half):
        """The curve can be gripped at its half, if it has one."""
        if half is not None:
            self.grip.put(half, 0.5)
        self.grip.line.set_visible(half is not None)

    def handles(self, state):
        if state.half is None:
            return []  # a flat curve has nothing to grip

        def shift(mass):
            return -state.w * float(birds().scale.standardised(mass))

        return [self.grip.handle(x="b", inverse=shift)]


class CoinsExplorer(Explorer):
    """Bend the coins of 274 penguins with two weights, by hand or by gradient descent."""

    State = CoinsState
    Picture = CoinsPicture
    alt = later(
        "Penguins by body mass, Adélie at 0 and Gentoo at 1, and the curve DNN(x) between them. "
        "Below, seven coins filled to the curve. To the right, the mean loss against the steps of "
        "gradient descent, and the costliest birds."
    )

    def arrange(self):
        one = self.button(later("1 step"), lambda s: s.descended(1))
        twenty = self.button(later("20 steps"), lambda s: s.descended(min(20, s.left) or 20))
        over = self.button(later("Start over"), lambda s: replace(s, w=0.0, b=0.0, trace=()))
        return [self.row("w", "b"), self.row("trained_on", one, twenty, over)]

    def moved(self, state, fields):
        # A hand on a weight, or another loss, starts another run.
        return {"trace": (), **fields}
