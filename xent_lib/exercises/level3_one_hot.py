"""Level 3: class numbers as rows with a single 1."""

import numpy as np

from xent_lib.exercises.checking.exercise import Mistake
from xent_lib.exercises.checking.function_exercise import FunctionExercise
from xent_lib.exercises.checking.probes import Probe
from xent_lib.language import later


def truth(classes, K):
    """Rows of the identity."""
    return np.eye(K)[np.asarray(classes)]


def probes(rng):
    """One label, several; the last class there and absent; more classes than labels, and fewer."""
    return [
        probe([1], 3),
        probe([0, 2], 3),
        probe([1, 0, 1], 3),
        probe(rng.integers(0, 4, 6), 5),
        probe(np.r_[rng.integers(0, 4, 6), 3], 4),
        probe(rng.integers(0, 3, 4), 4),
    ]


def probe(classes, K):
    """The classes as an array."""
    return Probe.of(classes=list(classes), K=K)


mistakes = {
    "off_by_one": Mistake(
        lambda classes, K: np.eye(K)[np.asarray(classes) - 1],
        later(
            "Each 1 stands one place too far left. Classes are counted from 0 here, as Python "
            "counts: class 0 is the first column. (Class 0 landed in the last column, because "
            "index −1 means the last.)"
        ),
    ),
    "off_by_one_to_the_right": Mistake(
        lambda classes, K: np.eye(K)[(np.asarray(classes) + 1) % K],
        later(
            "Each 1 stands one place too far right. Classes are counted from 0, as Python counts: "
            "class 0 is the first column."
        ),
    ),
    "first_class_lost": Mistake(
        lambda classes, K: np.eye(K + 1)[np.asarray(classes)][:, 1:],
        later(
            "Each 1 stands one place too far left, and the rows of class 0 stay empty: your "
            "columns are counted from 1 (`range(1, K + 1)`?). They run from 0: `range(K)`."
        ),
    ),
    "ones_in_every_row": Mistake(
        lambda classes, K: np.tile(truth(classes, K).max(axis=0), (len(classes), 1)),
        later(
            "The classes of all samples are marked in every row. `rows[:, classes] = 1` does "
            "that; so does `[[0] * K] * N`, which is one and the same row N times. Give each "
            "sample a row of its own, and put one 1 into it: `rows[np.arange(N), classes] = 1`."
        ),
    ),
    "one_row": Mistake(
        lambda classes, K: truth(classes, K).max(axis=0),
        later(
            "You give a single row for all the samples together. Each sample needs a row of its "
            "own: N rows of K."
        ),
    ),
    "last_row": Mistake(
        lambda classes, K: truth(classes, K)[-1],
        later(
            "You give the row of the last sample alone. Each turn of a loop makes a row: collect "
            "them in a list, with `append`, and give back the list."
        ),
    ),
    "first_row": Mistake(
        lambda classes, K: truth(classes, K)[0],
        later(
            "You give the row of the first sample alone. Does a `return` stand inside the loop? "
            "Collect the rows in a list, and give it back when the loop is over."
        ),
    ),
    "all_zeros": Mistake(
        lambda classes, K: np.zeros((len(classes), K)),
        later(
            "Your rows have the right shape, and no 1 is in them. Write one into each row, at the "
            "place that its class says."
        ),
    ),
    "distinct_classes": Mistake(
        lambda classes, K: truth(np.unique(classes), K),
        later(
            "You give one row for each *different* class, in their order. Each sample needs a row, "
            "even if its class came before: N rows."
        ),
    ),
    "class_number_for_1": Mistake(
        lambda classes, K: truth(classes, K) * np.reshape(classes, (-1, 1)),
        later(
            "You wrote the class's number into its place, and class 0 vanishes. What stands there "
            "is a probability: 1 for the class that happened."
        ),
    ),
    "zeros_and_ones_exchanged": Mistake(
        lambda classes, K: 1 - truth(classes, K),
        later("The 0s and the 1s have changed places: the 1 belongs to the class that happened."),
    ),
    **{
        f"always_{count}_columns": Mistake(
            lambda classes, K, count=count: np.eye(count)[np.asarray(classes)],
            later(
                "Your rows always have {count} columns. There are as many classes as K says, and "
                "it is another number in another call: use `K`."
            ),
            {"count": count},
        )
        for count in (2, 3, 4, 5, 10)
    },
    "out_of_its_row": Mistake(
        lambda classes, K: np.eye(K + 1)[np.asarray(classes) + 1],
        later(
            "Your rows have K + 1 columns, and the first stays empty: you counted the classes from "
            "1. Here they run from 0 to K − 1."
        ),
    ),
    "transposed": Mistake(
        lambda classes, K: truth(classes, K).T,
        later(
            "Rows and columns have changed places. Each *sample* is a row and each class a column: "
            "N rows of K. `.T` turns the array round."
        ),
    ),
    "classes_seen": Mistake(
        lambda classes, K: truth(classes, int(np.max(classes)) + 1),
        later(
            "You counted the classes from the labels (the largest plus 1) and did not use K. A "
            "class that happens not to occur in this batch needs its column all the same."
        ),
    ),
    "one_column_too_many": Mistake(
        lambda classes, K: truth(classes, K + 1),
        later("Your rows have K + 1 columns. K classes, counted from 0, end at K − 1: K columns."),
    ),
    "as_many_columns_as_samples": Mistake(
        lambda classes, K: truth(classes, len(classes)),
        later(
            "Your array has N columns, as many as there are samples. The columns are the classes, "
            "so there are K of them."
        ),
    ),
}

one_hot = FunctionExercise(
    name="one_hot",
    level=3,
    statement=later(
        "**One-hot labels.** `classes` is an array with the class of each of N samples, a number "
        "from 0 to K − 1. Write `one_hot(classes, K)`: N rows of K numbers, each row 0 but for a "
        "single 1 at its class."
    ),
    starter=later('''
def one_hot(classes, K):
    """Classes [2, 0] with K = 3 become the rows [[0, 0, 1], [1, 0, 0]]."""
    ...
'''),
    hints=[
        later("By hand, for K = 3: class 0 is [1, 0, 0]. What are classes 1 and 2?"),
        later(
            "Put these K rows under each other. Which well-known matrix is that? Or: start from "
            "`np.zeros((N, K))` and write one 1 into each row."
        ),
        later("`np.eye(K)` is that matrix, and indexing an array with a list picks rows."),
    ],
    solution=later('''
import numpy as np

def one_hot(classes, K):
    """Classes [2, 0] with K = 3 become the rows [[0, 0, 1], [1, 0, 0]]."""
    return np.eye(K)[np.asarray(classes)]
'''),
    learned=later(
        "A one-hot row is a distribution that is certain: all its probability lies on the class "
        "that happened. So a label and an output have the same shape, and can be compared."
    ),
    truth=truth,
    probes=probes,
    mistakes=mistakes,
)
