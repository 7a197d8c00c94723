"""The sentence behind every refusal of the losses."""

import numpy as np
import pytest

from xent_lib.losses import (
    bernoulli_likelihood,
    binary_cross_entropy,
    binary_cross_entropy_from_logits,
    binary_cross_entropy_gradient,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_gradient,
    categorical_likelihood,
    cross_entropy,
    entropy,
    kl_divergence,
    log_softmax,
    probability_of_exactly_one_head,
    sigmoid,
    softmax,
    squared_error,
    squared_error_gradient,
)

ROWS = np.array([[0.1, 0.3, 0.6], [0.0, 1.0, 0.0]])

REFUSALS = [
    # a number that is no probability
    (
        lambda: binary_cross_entropy(label=[1, 2], output=[0.5, 0.5]),
        "label[1] is 2",
        "between 0 and 1",
    ),
    (lambda: binary_cross_entropy(label=1, output=1.5), "output is 1.5", "between 0 and 1"),
    (lambda: squared_error(label=[[0, -1]], output=0.5), "label[0, 1] is -1", "between 0 and 1"),
    (lambda: binary_cross_entropy(label=1, output=[1.00001]), "output[0] is 1.00001"),
    (lambda: entropy([0.5, -0.5, 1]), "p[1] is -0.5"),
    (lambda: cross_entropy([0.5, 0.5], [2, -1]), "q[0] is 2"),
    (lambda: probability_of_exactly_one_head([0.1, 7]), "output[1] is 7"),
    (lambda: binary_cross_entropy_from_logits(label=-0.1, logit=3), "label is -0.1"),
    (lambda: squared_error_gradient(label=3, logit=3), "label is 3"),
    # rows that are no distribution
    (lambda: entropy([0.5, 0.4]), "p sums to 0.9", "sum to 1"),
    (lambda: kl_divergence([[0.5, 0.5]] * 2, [[0.5, 0.5], [0.5, 0.6]]), "q[1] sums to 1.1"),
    (
        lambda: categorical_cross_entropy(label=[0], output=[[0.5, 0.50001]]),
        "output[0] sums to 1.00001",
    ),
    (lambda: categorical_cross_entropy(label=[[1, 1]], output=[[0.5, 0.5]]), "label[0] sums to 2"),
    (lambda: entropy(1), "p is the single number 1", "one probability a class"),
    (lambda: cross_entropy([0.5, 0.5], [0.2, 0.3, 0.5]), "p has 2 classes and q has 3"),
    (lambda: softmax(3.0), "logit is the single number 3.0", "one a class"),
    (
        lambda: log_softmax([[0, 1], [np.inf, 0]]),
        "logit[1] has the largest entry inf",
        "no softmax",
    ),
    (lambda: softmax([-np.inf, -np.inf]), "logit has the largest entry -inf", "no softmax"),
    # class indices
    (
        lambda: categorical_cross_entropy(label=[0, 3], output=ROWS),
        "label[1] is 3",
        "lies in 0 to 2",
    ),
    (
        lambda: categorical_cross_entropy(label=[0, -1], output=ROWS),
        "label[1] is -1",
        "lies in 0 to 2",
    ),
    (
        lambda: categorical_likelihood(label=[6], output=[[1 / 6] * 6]),
        "label[0] is 6",
        "lies in 0 to 5",
    ),
    (
        lambda: categorical_likelihood(label=[1.0], output=[[0.5, 0.5]]),
        "Class indices are whole numbers",
        "label.astype(int)",
    ),
    (
        lambda: categorical_likelihood(label=[[0.5, 0.5]], output=[[0.5, 0.5]]),
        "label[0, 0] is 0.5",
        "one face",
    ),
    (
        lambda: categorical_cross_entropy(label=[1.0, 0.0], output=ROWS),
        "shape (2,)",
        "label.astype(int)",
    ),
    (
        lambda: categorical_cross_entropy(label=[[0], [1]], output=ROWS),
        "rows of 1",
        "3 classes",
        "shape (2,)",
    ),
    (lambda: categorical_cross_entropy_from_logits(label=[9, 9], logit=ROWS), "label[0] is 9"),
    (
        lambda: categorical_cross_entropy_gradient(label=[[0, 1]], logit=ROWS),
        "rows of 2",
        "logit has 3",
    ),
    # tosses and counts
    (
        lambda: bernoulli_likelihood(label=[1, 0.5], output=0.5),
        "label[1] is 0.5",
        "0 (tails) or 1 (heads)",
    ),
    (lambda: bernoulli_likelihood(label=1, output=0.5, count=-1), "count is -1", "whole number"),
    (
        lambda: bernoulli_likelihood(label=[1], output=0.5, count=[2.5]),
        "count[0] is 2.5",
        "whole number",
    ),
    (
        lambda: bernoulli_likelihood(label=1, output=0.5, count=np.inf),
        "count is inf",
        "whole number",
    ),
    (
        lambda: bernoulli_likelihood(label=[1, 0], output=0.5, count=[1, 2, 3]),
        "count has shape (3,)",
    ),
    # not numbers at all
    (lambda: binary_cross_entropy(label=[0, 1], output=[0.5, np.nan]), "output[1] is nan"),
    (lambda: binary_cross_entropy_from_logits(label=1, logit=np.nan), "logit is nan"),
    (lambda: softmax([[0, np.nan]]), "logit[0, 1] is nan"),
    (lambda: sigmoid([]), "logit is empty"),
    (lambda: entropy([]), "p is empty"),
    (lambda: binary_cross_entropy(label="heads", output=0.5), "label must hold numbers", "'heads'"),
    (lambda: binary_cross_entropy(label=[1, None], output=0.5), "label must hold numbers", "None"),
    (lambda: binary_cross_entropy(label=1, output=0.5j), "output must hold numbers"),
    (
        lambda: binary_cross_entropy(label=np.array([1, 0], dtype=object), output=0.5),
        "label must hold numbers",
        "dtype object",
        ".astype(float)",
    ),
    (
        lambda: binary_cross_entropy(label=1, output=np.ma.array([0.9, 0.999], mask=[0, 1])),
        "output[1] is --",
        "leave out masked entries",
    ),
    (
        lambda: categorical_cross_entropy(label=np.ma.array([0, 1], mask=[1, 0]), output=ROWS),
        "label[0] is --",
        "leave out masked entries",
    ),
    (
        lambda: categorical_cross_entropy(label=["koala"], output=[[0.5, 0.5]]),
        "label must hold numbers",
    ),
    (lambda: entropy([[0.5, 0.5], [1]]), "p has rows of different lengths"),
    # shapes
    (
        lambda: binary_cross_entropy(label=[1, 0, 1], output=[0.5, 0.5]),
        "shape (3,)",
        "shape (2,)",
        "fit",
    ),
    (
        lambda: binary_cross_entropy_gradient(label=[1, 0, 1], logit=[0, 0]),
        "shape (3,)",
        "shape (2,)",
        "fit",
    ),
    (lambda: kl_divergence([ROWS[0]] * 3, ROWS), "p has shape (3, 3)", "q has shape (2, 3)", "fit"),
    (
        lambda: categorical_cross_entropy(label=[0, 1, 2], output=ROWS),
        "label has shape (3,)",
        "output has shape (2, 3)",
        "fit",
    ),
    (
        lambda: categorical_likelihood(label=[[1, 0, 0]] * 4, output=ROWS),
        "label has shape (4, 3)",
        "output has shape (2, 3)",
        "fit",
    ),
    (
        lambda: categorical_likelihood(label=[0, 1, 2], output=ROWS[:1], count=[1, 2]),
        "count has shape (2,)",
        "what was rolled has shape (3,)",
    ),
    (
        lambda: binary_cross_entropy(label=[1, 0, 1, 1], output=[[0.9], [0.2], [0.6], [0.3]]),
        "label has shape (4,)",
        "output has shape (4, 1)",
        "16 pairs",
        ".reshape",
        'reduction="none"',
    ),
    # reductions
    (
        lambda: binary_cross_entropy(label=1, output=0.5, reduction="max"),
        "'max'",
        '"mean", "sum" or "none"',
    ),
    (
        lambda: squared_error_gradient(label=1, logit=0.5, reduction=None),
        "None",
        '"mean", "sum" or "none"',
    ),
    # the swap
    (lambda: binary_cross_entropy(label=[0.9, 0.2], output=[1, 0]), "are the two swapped?"),
    (lambda: squared_error(label=[0.9, 0.2], output=[True, False]), "are the two swapped?"),
    (lambda: bernoulli_likelihood(label=[0.9, 0.2], output=[1, 0]), "are the two swapped?"),
    (
        lambda: categorical_cross_entropy(label=ROWS, output=[[0, 0, 1], [0, 1, 0]]),
        "are the two swapped?",
    ),
    (lambda: categorical_cross_entropy(label=ROWS, output=[2, 1]), "are the two swapped?"),
    (
        lambda: categorical_cross_entropy(label=[0.1, 0.9], output=ROWS),
        "Are label and output swapped?",
    ),
]


@pytest.mark.parametrize(
    "refused, fragments",
    [pytest.param(call, words, id=words[0]) for call, *words in REFUSALS],
)
def test_a_refusal_names_argument_place_value_and_what_was_expected(refused, fragments):
    with pytest.raises(ValueError) as error:
        refused()
    sentence = str(error.value)
    assert [words for words in fragments if words not in sentence] == [], sentence
    assert sentence.endswith((".", "?", ")."))
