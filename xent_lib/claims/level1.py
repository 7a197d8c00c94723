"""Claims of level 1: how far apart are an output and a label?"""

import numpy as np

from xent_lib import losses
from xent_lib.claims.claim import Claim, claim
from xent_lib.language import _


def descended(gradient, *, start, learning_rate, steps):
    """Output of sigmoid(w), label 1, after so many steps of gradient descent on w."""
    weight = np.log(start) - np.log1p(-start)
    for _step in range(steps):
        weight = weight - learning_rate * gradient(label=1, logit=weight)
    return float(losses.sigmoid(weight))


@claim
def ever_smaller_outputs():
    near, nearer = losses.squared_error(label=1, output=[0.01, 0.0001], reduction="none")
    return Claim(
        _(
            "The label is 1. When the output falls from 0.01 to 0.0001, its squared error (y − q)² "
            "rises by less than 0.1."
        ),
        bool(nearer - near < 0.1),
        _("It rises from {near:.4f} to {nearer:.4f}; cross-entropy doubles.").format(
            near=near, nearer=nearer
        ),
    )


@claim
def ten_steps_on_squared_error():
    run = {"start": 0.01, "learning_rate": 1, "steps": 10}
    squared = descended(losses.squared_error_gradient, **run)
    crossed = descended(losses.binary_cross_entropy_gradient, **run)
    return Claim(
        _(
            "The label is 1, the output starts at 0.01, the learning rate is 1. After ten steps on "
            "squared error the output is above one half."
        ),
        squared > 0.5,
        _("It is {squared:.3f}; with cross-entropy it is {crossed:.3f}.").format(
            squared=squared, crossed=crossed
        ),
    )


@claim
def guess_equals_truth():
    coin = [0.7, 0.3]
    cost = losses.cross_entropy(coin, coin)
    return Claim(
        _("A coin of 0.7, rightly guessed at 0.7, costs nothing: H(0.7, 0.7) = 0."),
        bool(cost == 0),
        _("It costs {cost:.3f}: whoever knows the coin is still surprised by its tosses.").format(
            cost=cost
        ),
    )


@claim
def six_times_no_idea():
    no_idea, wrong = losses.binary_cross_entropy(label=1, output=[0.5, 0.01], reduction="none")
    return Claim(
        _("Giving 1 % to what happens costs more than six times as much as giving it 50 %."),
        bool(wrong > 6 * no_idea),
        _("{wrong:.3f} against {no_idea:.3f}: {times:.1f} times as much.").format(
            wrong=wrong, no_idea=no_idea, times=wrong / no_idea
        ),
    )


@claim
def long_strides():
    output = descended(losses.squared_error_gradient, start=0.01, learning_rate=8, steps=60)
    return Claim(
        _(
            "The label is 1, the output is sigmoid(w) and starts at 0.01. With a learning rate of "
            "8, sixty steps on squared error bring it above 0.9."
        ),
        output > 0.9,
        _("To {output:.3f}: slow is not never.").format(output=output),
    )


@claim
def certain_and_undecided():
    one_way = losses.cross_entropy([1, 0], [0.5, 0.5])
    back = losses.cross_entropy([0.5, 0.5], [1, 0])
    return Claim(
        _("A certain truth guessed at 0.5 costs as much as a truth of 0.5 guessed as certain."),
        bool(one_way == back),
        _("The first costs {one_way:.3f}, the second {back}: it rules out what happens.").format(
            one_way=one_way, back="∞" if np.isinf(back) else back
        ),
    )
