"""Level 3: categorical cross-entropy without ever making a probability of 0."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, as_lists, one_hot_rows
from xent_lib.exercises.mistakes_of_any_loss import of_any_loss, p_log, short
from xent_lib.language import _
from xent_lib.losses import categorical_cross_entropy_from_logits, log_softmax, softmax


def truth(label, logit):
    """Mean cost in nats."""
    return categorical_cross_entropy_from_logits(label=np.asarray(label, float), logit=logit)


def cost(label, output):
    """Mean cost of outputs, 0·log 0 being 0."""
    return -p_log(label, output).sum(axis=-1).mean()


def overflow(label, logit):
    """The softmax as it is written in books."""
    small = np.exp(np.asarray(logit, float))
    return cost(label, small / small.sum(axis=-1, keepdims=True))


def global_maximum(label, logit, eps=None):
    """Shifted by the largest logit of all rows."""
    below = np.asarray(logit, float) - np.max(logit)
    if eps is None:
        return cost(label, np.exp(below) / np.exp(below).sum(axis=-1, keepdims=True))
    log_output = below - np.log(np.exp(below).sum(axis=-1, keepdims=True))
    return -np.mean(np.sum(label * log_output, axis=-1))


def hidden_by(eps):
    """The softmax clipped at eps before the logarithm."""
    return lambda label, logit: cost(label, np.clip(softmax(logit), eps, 1))


def shifted_by(point):
    """Shifted by each row's own `point`, where it should be the largest logit."""

    def cost_of_shifted(label, logit):
        logit = np.asarray(logit, float)
        shifted = logit - point(logit, axis=-1, keepdims=True)
        log_output = shifted - np.log(np.exp(shifted).sum(axis=-1, keepdims=True))
        return -np.mean(np.sum(label * log_output, axis=-1))

    return cost_of_shifted


def wrong_axis(label, logit):
    """Softmax down the columns."""
    return -np.mean(np.sum(label * log_softmax(np.transpose(logit)).T, axis=-1))


def probes(rng):
    """Small logits; large ones; rows far apart; a row whose own logits are far apart."""
    lists = _("plain lists stop your function; `np.asarray(logit)` accepts lists and arrays.")
    far = np.array([1000.0, -1000.0, 0.0])[:, None]
    gap = np.array([0.0, 1000.0, 1.5])
    # exp(-720) is still a number above 0, exp(720) is none any more.
    smaller_gap = np.array([0.0, 720.0, 1.5])
    alone = np.array([1000.0, -1000.0, -1000.0])  # far above the mean of its row
    return [
        probe([[1, 0, 0]], [[1.0, 2.0, 0.0]]),
        probe([[0, 1, 0], [1, 0, 0]], [[1.0, 2.0, 0.0], [0.5, -1.0, 2.0]]),
        probe(one_hot_rows(rng, 5, 3), logits(rng, 5, 3)),
        probe(one_hot_rows(rng, 3, 4), logits(rng, 3, 4)),
        probe([[0.7, 0.2, 0.1], [0.1, 0.3, 0.6]], logits(rng, 2, 3)),
        as_lists(probe(one_hot_rows(rng, 4, 3), logits(rng, 4, 3)), lists),
        probe(one_hot_rows(rng, 2, 3), logits(rng, 2, 3) + 1000),
        probe(one_hot_rows(rng, 3, 3), logits(rng, 3, 3) + far),
        probe([[1, 0, 0]], [gap]),
        probe([[1, 0, 0]], [smaller_gap]),
        probe([[0, 1, 0]], [alone]),
    ]


def logits(rng, count, classes):
    """Logits of one digit."""
    return rng.normal(0, 2, (count, classes)).round(1)


def probe(label, logit):
    """The arguments as arrays."""
    return Probe({"label": np.array(label), "logit": np.array(logit)})


mistakes = {
    **of_any_loss(truth),
    "overflow": Mistake(
        overflow,
        _(
            "For small logits you are right. At 1000 `exp` overflows to infinity, ∞/∞ is no "
            "number, and the loss is `nan` or infinite. Only differences of logits matter: "
            "subtract each row's largest logit before `exp`, and nothing can overflow."
        ),
    ),
    "log_of_underflow": Mistake(
        lambda label, logit: cost(label, softmax(logit)),
        _(
            "The softmax is safe from overflow, but its small probabilities underflow to exactly "
            "0, and the logarithm then finds −∞. Never go through the probability: log softmax is "
            "logit − log Σ exp(logit), and the logit comes through unharmed."
        ),
    ),
    **{
        f"underflow_hidden_by_{short(eps)}": Mistake(
            hidden_by(eps),
            _(
                "The {eps} inside the logarithm hides an underflow: where the true cost is 1000, "
                "yours stops at {ceiling}, and there its slope is 0. Take the logarithm by hand: "
                "log softmax is logit − log Σ exp(logit)."
            ).format(eps=short(eps), ceiling=f"{-np.log(eps):.1f}"),
        )
        for eps in (1e-15, 1e-12, 1e-10, 1e-9, 1e-8, 1e-7)
    },
    "shifted_by_the_global_maximum": Mistake(
        lambda label, logit: global_maximum(label, logit, eps=0),
        _(
            "You subtract the largest logit of the *whole batch*. A row that lies far below it "
            "underflows: all its `exp` are 0. Subtract each row's own largest: "
            "`logit.max(axis=1, keepdims=True)`."
        ),
    ),
    "global_maximum_and_log_of_underflow": Mistake(
        global_maximum,
        _(
            "Two things. You subtract the largest logit of the *whole batch*, so a row far below "
            "it underflows; take each row's own. And you take the logarithm of a probability that "
            "may have underflowed to 0: use logit − log Σ exp(logit)."
        ),
    ),
    "shifted_by_the_smallest": Mistake(
        shifted_by(np.min),
        _(
            "You subtract each row's *smallest* logit, so all the others stay above 0 and `exp` "
            "overflows all the same. Subtract the largest: then no `exp` is above 1."
        ),
    ),
    "shifted_by_the_mean": Mistake(
        shifted_by(np.mean),
        _(
            "You subtract each row's *mean*, and the `exp` of a logit far above it overflows all "
            "the same. Subtract the largest: then no `exp` is above 1."
        ),
    ),
    "softmax_twice": Mistake(
        lambda label, logit: truth(label, softmax(logit)),
        _(
            "The softmax is taken twice. The second one finds numbers between 0 and 1, takes them "
            "for logits, and flattens them: with three classes the loss can never fall below .55. "
            "Once is enough."
        ),
    ),
    "wrong_axis": Mistake(
        wrong_axis,
        _(
            "Your softmax runs down the columns, over the samples. Each *row* is one sample, and "
            "its K classes compete with one another: sum over `axis=1`, with `keepdims=True`."
        ),
    ),
    "whole_batch": Mistake(
        lambda label, logit: (
            -np.mean(np.sum(label * log_softmax(np.ravel(logit)).reshape(np.shape(logit)), axis=-1))
        ),
        _(
            "Your sum of `exp` runs over the whole batch, so the samples compete with one another. "
            "Each row is one sample: sum over `axis=1`, with `keepdims=True`."
        ),
    ),
    "sum": Mistake(
        lambda label, logit: truth(label, logit) * len(label),
        _(
            "You added the samples up; the *mean* over the N samples is asked for. Sum over the "
            "classes, mean over the samples."
        ),
    ),
    "mean_over_classes_too": Mistake(
        lambda label, logit: truth(label, logit) / np.shape(label)[-1],
        _(
            "You took the mean over samples *and* classes, so your number is K times too small. "
            "Over the classes it is a sum: `sum(axis=1)`, then the mean."
        ),
    ),
}

cross_entropy_from_logits = FunctionExercise(
    name="cross_entropy_from_logits",
    level=3,
    statement=_(
        "**Straight from the logits.** `label` holds N one-hot (or soft) rows of K, `logit` the "
        "network's N rows *before* the softmax. Write the mean categorical cross-entropy, in nats. "
        "Logits of 1000 should do no harm."
    ),
    starter=_('''
def cross_entropy_from_logits(label, logit):
    """Mean categorical cross-entropy of softmax(logit), safe for large logits."""
    ...
'''),
    hints=[
        _("Write down log softmax for one class. The logarithm of a fraction is a difference."),
        _("log softmax is logit − log Σ exp(logit). Which part of it can overflow?"),
        _(
            "Adding the same number to all logits of a row changes nothing. Subtract the row's "
            "largest first: `logit - logit.max(axis=1, keepdims=True)`."
        ),
    ],
    solution=_('''
import numpy as np

def cross_entropy_from_logits(label, logit):
    """Mean categorical cross-entropy of softmax(logit), safe for large logits."""
    label, logit = np.asarray(label), np.asarray(logit)
    below = logit - logit.max(axis=1, keepdims=True)
    log_output = below - np.log(np.exp(below).sum(axis=1, keepdims=True))
    return -np.mean(np.sum(label * log_output, axis=1))
'''),
    learned=_(
        "Subtracting the row's largest logit changes nothing in the mathematics and everything in "
        "the computer: no overflow, and no logarithm of 0. This is why frameworks take logits and "
        "not probabilities."
    ),
    truth=truth,
    probes=probes,
    averaged=True,
    mistakes=mistakes,
)
