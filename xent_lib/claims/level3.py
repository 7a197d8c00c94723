"""What level 3 lets its readers bet on."""

from functools import cache
from itertools import product

import numpy as np

from xent_lib import losses, mistakes
from xent_lib.claims.claim import Claim, claim
from xent_lib.datasets import die_rolls, penguins
from xent_lib.language import _
from xent_lib.training import Training

EPS = 1e-7


@claim
def seven_heads():
    guesses = np.linspace(0, 1, 101)
    tosses = {"label": np.array([1, 0]), "output": guesses[:, None], "count": [7, 3]}
    likelihood = losses.bernoulli_likelihood(**tosses)
    cost = losses.cross_entropy([0.7, 0.3], np.column_stack([guesses, 1 - guesses]))
    best = guesses[np.argmax(likelihood)], guesses[np.argmin(cost)]
    return Claim(
        _(
            "Seven heads in ten tosses: of all guesses q, 0.7 has the largest likelihood and the "
            "smallest cross-entropy."
        ),
        np.allclose(best, 0.7),
        _("Likelihood {likelihood:.5f}, {cost:.4f} nats a toss: −ln turns top into bottom.").format(
            likelihood=likelihood.max(), cost=cost.min()
        ),
    )


@claim
def one_coin_for_all():
    label = penguins().of("Adelie", "Gentoo").measured("body_mass_g").label
    cost = losses.binary_cross_entropy(label=label, output=label.mean())
    return Claim(
        _(
            "Adélie or Gentoo? One coin for all {n} birds can cost less than 0.5 nats a bird."
        ).format(n=len(label)),
        cost < 0.5,
        _("Its best is {cost:.4f}. For less, the coin has to depend on the bird.").format(
            cost=cost
        ),
    )


@claim
def pull_at_one_fifth():
    logit = np.log(0.2 / 0.8)
    right = losses.binary_cross_entropy_gradient(label=1, logit=logit)
    swapped = mistakes.swapped_gradient(label=1, logit=logit, eps=EPS)
    return Claim(
        _(
            "Label 1, output 0.2, the swap clipped at 1e-7: swapped, the loss pulls the logit "
            "harder than the right way round."
        ),
        abs(swapped) > abs(right),
        _(
            "Its slope is {swapped:.2f}, the right way's {right:.2f}. Only below an output of "
            "{turn:.3f}, where the network is surely wrong, does it pull less."
        ).format(swapped=swapped, right=right, turn=-1 / np.log(EPS)),
    )


@claim
def calling_it_fair():
    rolls = die_rolls()
    extra = rolls.sum() * losses.kl_divergence(rolls / rolls.sum(), np.full(6, 1 / 6))
    return Claim(
        _(
            "Over all 20,000 rolls, the guess that Wolf's die is fair costs at least 100 nats more "
            "than the best guess."
        ),
        extra >= 100,
        _("It costs {extra:.1f} nats more: little for each roll, but there are many.").format(
            extra=extra
        ),
    )


@claim
def sum_over_three_labels():
    output = np.array([0.1, 0.8, 0.1])
    mass = np.exp(-mistakes.coin_per_class(label=[0, 1, 2], output=3 * [output], reduction="none"))
    return Claim(
        _(
            "The output is (0.1, 0.8, 0.1). By the article's formula, a coin for each class, the "
            "probabilities of the labels dog, cat and koala add up to 1."
        ),
        np.isclose(mass.sum(), 1),
        _(
            "They add up to {mass:.3f}. The rest lies on no animal at all, and on several at once."
        ).format(mass=mass.sum()),
    )


@claim
def eight_labels():
    labels = np.array(list(product((0, 1), repeat=3)))
    output = np.array([0.9, 0.8, 0.1])
    cost = losses.binary_cross_entropy(
        label=labels, output=np.tile(output, (8, 1)), reduction="none"
    )
    total = np.exp(-cost.sum(axis=1)).sum()
    return Claim(
        _(
            "Three classes, a coin for each, with the outputs 0.9, 0.8 and 0.1: over all eight "
            "labels, from no animal to three, the article's formula adds up to 1."
        ),
        np.isclose(total, 1),
        _(
            "{total:.3f}, for three coins always show something. It is a likelihood: that of "
            "labels that may name several animals."
        ).format(total=total),
    )


@claim
def a_against_b():
    a, b = losses.sigmoid([0.0, -1.0])
    often = (a / (1 - a)) / (b / (1 - b))
    return Claim(
        _(
            "Of independent coins, A shows heads with probability {a:.3f}, B with {b:.3f}. Of many "
            "tosses with exactly one head among all coins, it is A's more than twice as often as "
            "B's."
        ).format(a=a, b=b),
        often > 2,
        _(
            "It is A's {often:.2f} times as often: the odds p ÷ (1 − p) count, and not p, of which "
            "A has only {more:.2f} times as much."
        ).format(often=often, more=a / b),
    )


@claim
def second_softmax():
    perfect = mistakes.softmax_twice(label=0, output=[1.0, 0.0, 0.0])
    return Claim(
        _(
            "Three classes, the softmax taken twice: with logits large enough, the loss falls "
            "below 0.5 nats."
        ),
        perfect < 0.5,
        _("The second one gets (1, 0, 0) at best, and that costs ln(1 + 2/e) = {cost:.4f}.").format(
            cost=perfect
        ),
    )


@cache  # it takes a second, and the same comes out when the bet is settled
def _loss_on_unseen_birds(after):
    training = Training.start(hidden=8).descend(steps=after[-1], learning_rate=8)
    return [training.unseen[step].loss for step in after]


@claim
def unseen_birds():
    early, late = _loss_on_unseen_birds(after=(10, 1000))
    return Claim(
        _(
            "With the hidden layer and learning rate 8, the loss on the 114 birds that are kept "
            "back is lower after 1000 steps than after 10."
        ),
        late < early,
        _(
            "It was {early:.3f} and is {late:.3f}, though it fell on the birds that were trained "
            "on: the network grew too sure of itself."
        ).format(early=early, late=late),
    )


@claim
def other_rivals():
    rivals = {"label": [0, 0], "output": [[0.5, 0.4, 0.1], [0.5, 0.25, 0.25]], "reduction": "none"}
    die, coins = losses.categorical_cross_entropy(**rivals), mistakes.coin_per_class(**rivals)
    return Claim(
        _(
            "Class 0 is right. The die charges (0.5, 0.4, 0.1) and (0.5, 0.25, 0.25) alike; a coin "
            "per class does not."
        ),
        np.isclose(*die) and not np.isclose(*coins),
        _("The die charges {die:.4f} both times, the coins {one:.4f} and {other:.4f}.").format(
            die=die[0], one=coins[0], other=coins[1]
        ),
    )


@claim
def ten_coins():
    mass = losses.probability_of_exactly_one_head(np.full(10, 0.1))
    return Claim(
        _(
            "Ten classes, an independent coin of 0.1 for each: labels with exactly one class get "
            "more than half of the probability."
        ),
        mass > 0.5,
        _("They get {mass:.3f}. The rest is on no class, or on several.").format(mass=mass),
    )


@claim
def swapped_for_four():
    swap = {"label": np.eye(4)[0], "output": [0.97, 0.01, 0.01, 0.01]}
    raw = mistakes.swapped_categorical(**swap)
    clipped = mistakes.swapped_categorical(**swap, eps=EPS)
    return Claim(
        _(
            "Four classes, the first is right. One-hot label and output swapped, nothing clipped: "
            "the output (0.97, 0.01, 0.01, 0.01) costs less than 1 nat."
        ),
        raw < 1,
        _("It is infinite: ln 0 for each wrong class. Clipped at 1e-7 it is {clipped:.3f}.").format(
            clipped=clipped
        ),
    )
