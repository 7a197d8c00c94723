"""Claims of level 2: a biased coin becomes binary cross-entropy."""

import numpy as np

from xent_lib import losses, mistakes
from xent_lib.claims.claim import Claim, claim
from xent_lib.datasets import penguins
from xent_lib.language import _
from xent_lib.network import Loss, Network

CLIPPED = 1e-7


def birds():
    """Body mass, rescaled to mean 0 and spread 1, and label of 274 Adélies and Gentoos."""
    measured = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    mass = measured.body_mass_g
    return (mass - mass.mean()) / mass.std(), measured.label


def trained(loss, *, steps, learning_rate):
    """Where a network of two weights stands after so many steps from w = b = 0."""
    *_before, last = Network(1, 1, loss=loss).descend(
        *birds(), steps=steps, learning_rate=learning_rate
    )
    return last


def swapped(*, label, logit):
    return mistakes.swapped(label=label, output=losses.sigmoid(logit), eps=CLIPPED)


def swapped_gradient(*, label, logit):
    return mistakes.swapped_gradient(label=label, logit=logit, eps=CLIPPED)


@claim
def sure_and_wrong():
    cost = losses.binary_cross_entropy(label=0, output=0.99)
    return Claim(
        _("Whoever gave 99 % to something that did not happen pays more than 4 nats."),
        bool(cost > 4),
        _("It costs −ln 0.01 = {cost:.3f} nats.").format(cost=cost),
    )


@claim
def known_coin():
    cost = losses.entropy([0.7, 0.3])
    return Claim(
        _("A coin of 0.7, rightly guessed at 0.7, still costs more than half a nat a toss."),
        bool(cost > 0.5),
        _("It costs {cost:.3f} nats, its entropy: no guess is cheaper.").format(cost=cost),
    )


@claim
def squared_error_at_minus_six():
    slope = float(losses.squared_error_gradient(label=1, logit=-6))
    return Claim(
        _(
            "The output is sigmoid(w), the label 1, and w = −6: surely wrong. There the slope of "
            "squared error in w is steeper than 0.1."
        ),
        abs(slope) > 0.1,
        _("It is {slope:.4f}: the sigmoid is nearly flat at q = {output:.4f}.").format(
            slope=slope, output=losses.sigmoid(-6)
        ),
    )


@claim
def fair_or_bent():
    fair, bent = losses.bernoulli_likelihood(label=[1, 0], output=[[0.5], [0.7]], count=[7, 3])
    return Claim(
        _("A fair coin makes these ten tosses at least half as probable as a coin of 0.7 does."),
        bool(fair > bent / 2),
        _("{fair:.5f} against {bent:.5f}, that is {share:.2f} times as probable.").format(
            fair=fair, bent=bent, share=fair / bent
        ),
    )


@claim
def a_coin_a_bird():
    _x, label = birds()
    common = losses.entropy([label.mean(), 1 - label.mean()])
    own = trained(None, steps=100, learning_rate=4).loss
    return Claim(
        _(
            "A coin for each bird, bent by its mass and the best two weights, costs these 274 "
            "birds less than a third of what the best common coin does."
        ),
        bool(own < common / 3),
        _("{own:.4f} nats a bird against {common:.4f}.").format(own=own, common=common),
    )


@claim
def swapped_ten_steps():
    last = trained(Loss(swapped, swapped_gradient), steps=10, learning_rate=1)
    return Claim(
        _(
            "Label and output are swapped, the logarithm clipped at 1e-7, the start w = b = 0, the "
            "learning rate 1. After ten steps, nine birds in ten or more are right."
        ),
        bool(last.accuracy >= 0.9),
        _("{accuracy:.3f} of them are: it trains. What is wrong shows later.").format(
            accuracy=last.accuracy
        ),
    )


@claim
def sum_and_product():
    coins = {"label": [1, 0, 1], "output": [0.8, 0.3, 0.6]}
    summed = losses.binary_cross_entropy(**coins, reduction="sum")
    joint = -np.log(losses.bernoulli_likelihood(**coins))
    return Claim(
        _(
            "Three labels are tosses of three coins, independent of each other. Their summed cost "
            "is −ln of the probability of all three together."
        ),
        bool(np.isclose(summed, joint)),
        _("With coins of 0.8, 0.3, 0.6 and labels 1, 0, 1: {summed:.4f}, and {joint:.4f}.").format(
            summed=summed, joint=joint
        ),
    )


@claim
def pull_of_the_swap():
    wrong, undecided = np.abs([swapped_gradient(label=1, logit=z) for z in (-6, 0)])
    return Claim(
        _(
            "Swapped and clipped at 1e-7, label 1: the loss pulls harder on the logit where it is "
            "−6, surely wrong, than where it is 0, undecided."
        ),
        bool(wrong > undecided),
        _("Its slope is {wrong:.3f} steep at −6 and {undecided:.3f} at 0.").format(
            wrong=wrong, undecided=undecided
        ),
    )


@claim
def nine_in_ten():
    q = np.linspace(0.01, 0.99, 99)
    cheapest = q[losses.binary_cross_entropy(label=0.9, output=q, reduction="none").argmin()]
    return Claim(
        _(
            "Of the birds of one mass, nine in ten are Gentoos. The output that costs them least "
            "in the mean, the right way round, is 0.99 or more."
        ),
        bool(cheapest >= 0.99),
        _("It is {cheapest:.1f}, as it was 0.7 with seven heads in ten tosses.").format(
            cheapest=cheapest
        ),
    )
