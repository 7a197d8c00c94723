"""Exercises that answer back: what was mixed up, why it is wrong, and where to look.

>>> from xent_lib import exercises
>>> exercises.surprise.check(lambda p: 1 - p).outcome
'recognised'

A starter cell defines a function of the exercise's own name, so a notebook imports the package
(``exercises.surprise.check(surprise)``) and not the exercise.
"""

from xent_lib.exercises.checking.feedback import Feedback
from xent_lib.exercises.level1_break_the_triangle import break_the_triangle
from xent_lib.exercises.level1_failing_axioms import failing_axioms
from xent_lib.exercises.level1_kl import kl
from xent_lib.exercises.level1_surprise import surprise
from xent_lib.exercises.level2_binary_cross_entropy import binary_cross_entropy
from xent_lib.exercises.level2_bug_hunts import the_sign, the_switch
from xent_lib.exercises.level2_gradient import gradient
from xent_lib.exercises.level2_negative_log_likelihood import negative_log_likelihood
from xent_lib.exercises.level2_which_is_swapped import which_is_swapped
from xent_lib.exercises.level3_categorical_cross_entropy import categorical_cross_entropy
from xent_lib.exercises.level3_categorical_likelihood import categorical_likelihood
from xent_lib.exercises.level3_cross_entropy_from_logits import cross_entropy_from_logits
from xent_lib.exercises.level3_mass_on_one_hot import mass_on_one_hot
from xent_lib.exercises.level3_one_hot import one_hot

ALL = (
    surprise,
    break_the_triangle,
    kl,
    failing_axioms,
    negative_log_likelihood,
    binary_cross_entropy,
    gradient,
    which_is_swapped,
    the_sign,
    the_switch,
    one_hot,
    mass_on_one_hot,
    cross_entropy_from_logits,
    categorical_cross_entropy,
    categorical_likelihood,
)

__all__ = ["ALL", "Feedback", *(exercise.name for exercise in ALL)]
