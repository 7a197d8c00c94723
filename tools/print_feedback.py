"""Print all that the exercises can say, to be read in one sitting: python tools/print_feedback.py.

With an exercise's name behind it, only that exercise.
"""

import math
import sys

import numpy as np

from xent_lib import exercises
from xent_lib.exercises.checking.function_exercise import FunctionExercise

OTHER_ANSWERS = {
    "nothing": lambda *inputs: None,
    "text": lambda *inputs: "0.69",
    "nan": lambda *inputs: math.nan,
    "always 7": lambda *inputs: 7,
    "three numbers": lambda *inputs: np.arange(3.0),
    "an error": lambda *inputs: 1 / 0,
    "a name that is not there": lambda *inputs: surprise_of(*inputs),  # noqa: F821
    "a function of none": lambda: 1,
    "no function": 0.69,
}


def starter(exercise):
    """What the starter cell defines."""
    names = {"np": np}  # as after a lesson's first cell
    exec(exercise.starter, names)
    return names[exercise.name]


def solution(exercise):
    """What the solution defines."""
    names = {}
    exec(exercise.neat, names)
    return names[exercise.name]


def tell(heading, words):
    """A text under a line that says when it is given."""
    print(f"\n--- {heading}\n{words}")


def print_all(exercise):
    """All texts of one exercise."""
    print(f"\n\n{'=' * 100}\nLevel {exercise.level}: {exercise.name}\n{exercise.statement}")
    print(f"\n{exercise.starter}")
    tell("starter", exercise.check(starter(exercise)).text)
    for hint in exercise.hints:
        print(f"hint: {hint}")
    tell("solution", exercise.check(solution(exercise)).text)
    by_sentence = {mistake.sentence: name for name, mistake in exercise.mistakes.items()}
    for name in by_sentence.values():  # several sizes of an eps share theirs
        mistake = exercise.mistakes[name]
        tell(name, exercise.check(mistake.function).text)
    if isinstance(exercise, FunctionExercise):
        for probe in exercise.probes():
            if probe.note:
                print(f"\nnote: {probe.note}")


if __name__ == "__main__":
    chosen = sys.argv[1:]
    for each in exercises.ALL:
        if not chosen or each.name in chosen:
            print_all(each)
    for name, answer in OTHER_ANSWERS.items():
        for exercise in (exercises.surprise, exercises.gradient):
            if not chosen:
                tell(f"{exercise.name}: {name}", exercise.check(answer).text)
