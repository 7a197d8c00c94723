"""Level 3: class numbers as rows with a single 1."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe, as_lists
from xent_lib.language import _


def truth(classes, K):
    """Rows of the identity."""
    return np.eye(K)[np.asarray(classes)]


def probes(rng):
    """One label, several; the last class there and absent; more classes than labels, and fewer."""
    lists = _("a plain list stops your function; `np.asarray(classes)` accepts lists and arrays.")
    return [
        probe([1], 3),
        probe([0, 2], 3),
        probe([1, 0, 1], 3),
        probe(rng.integers(0, 4, 6), 5),
        probe(np.r_[rng.integers(0, 4, 6), 3], 4),
        as_lists(probe(rng.integers(0, 3, 4), 4), lists),
    ]


def probe(classes, K):
    """The classes as an array."""
    return Probe({"classes": np.array(classes), "K": K})


mistakes = {
    "off_by_one": Mistake(
        lambda classes, K: np.eye(K)[np.asarray(classes) - 1],
        _(
            "Each 1 stands one place too far left. Classes are counted from 0 here, as Python "
            "counts: class 0 is the first column. (Class 0 landed in the last column, because "
            "index −1 means the last.)"
        ),
    ),
    "off_by_one_to_the_right": Mistake(
        lambda classes, K: np.eye(K)[(np.asarray(classes) + 1) % K],
        _(
            "Each 1 stands one place too far right. Classes are counted from 0, as Python counts: "
            "class 0 is the first column."
        ),
    ),
    "out_of_its_row": Mistake(
        lambda classes, K: np.eye(K + 1)[np.asarray(classes) + 1],
        _(
            "Your rows have K + 1 columns, and the first stays empty: you counted the classes from "
            "1. Here they run from 0 to K − 1."
        ),
    ),
    "transposed": Mistake(
        lambda classes, K: truth(classes, K).T,
        _(
            "Rows and columns have changed places. Each *sample* is a row and each class a column: "
            "N rows of K. `.T` turns the array round."
        ),
    ),
    "classes_seen": Mistake(
        lambda classes, K: truth(classes, int(np.max(classes)) + 1),
        _(
            "You counted the classes from the labels (the largest plus 1) and did not use K. A "
            "class that happens not to occur in this batch needs its column all the same."
        ),
    ),
    "one_column_too_many": Mistake(
        lambda classes, K: truth(classes, K + 1),
        _("Your rows have K + 1 columns. K classes, counted from 0, end at K − 1: K columns."),
    ),
    "as_many_columns_as_samples": Mistake(
        lambda classes, K: truth(classes, len(classes)),
        _(
            "Your array has N columns, as many as there are samples. The columns are the classes, "
            "so there are K of them."
        ),
    ),
}

one_hot = FunctionExercise(
    name="one_hot",
    level=3,
    statement=_(
        "**One-hot labels.** `classes` holds the class of each of N samples, a number from 0 to "
        "K − 1. Write `one_hot(classes, K)`: N rows of K numbers, each row 0 but for a single 1 at "
        "its class."
    ),
    starter=_('''
def one_hot(classes, K):
    """Classes [2, 0] with K = 3 become the rows [[0, 0, 1], [1, 0, 0]]."""
    ...
'''),
    hints=[
        _("By hand, for K = 3: class 0 is [1, 0, 0]. What are classes 1 and 2?"),
        _(
            "Put these K rows under each other. Which well-known matrix is that? Or: start from "
            "`np.zeros((N, K))` and write one 1 into each row."
        ),
        _("`np.eye(K)` is that matrix, and indexing an array with a list picks rows."),
    ],
    solution=_('''
import numpy as np

def one_hot(classes, K):
    """Classes [2, 0] with K = 3 become the rows [[0, 0, 1], [1, 0, 0]]."""
    return np.eye(K)[np.asarray(classes)]
'''),
    learned=_(
        "A one-hot row is a distribution that is certain: all its probability lies on the class "
        "that happened. So a label and an output have the same shape, and can be compared."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
