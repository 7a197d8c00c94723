"""The machine behind the exercises: whatever a learner's function does, a sentence answers."""

import ast
import builtins
import inspect
import json
import math
import signal
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from xent_lib import exercises
from xent_lib.exercises import Feedback, gradient, one_hot, surprise
from xent_lib.exercises.checking import deadline
from xent_lib.exercises.checking.exercise import Exercise
from xent_lib.exercises.checking.function_exercise import FunctionExercise

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
ALL = pytest.mark.parametrize("exercise", exercises.ALL, ids=lambda exercise: exercise.name)
FUNCTIONS = [e for e in exercises.ALL if isinstance(e, FunctionExercise)]
bce = exercises.binary_cross_entropy


def defined(exercise, source):
    """What a cell with this source defines under the exercise's name."""
    names = {"np": np, "math": math}  # a lesson's first cell imports what its exercises need
    exec(source, names)
    return names[exercise.name]


# Starter, solution, hints -------------------------------------------------------------------------


@ALL
def test_the_starter_is_not_started_and_says_what_to_do_next(exercise):
    feedback = exercise.check(defined(exercise, exercise.starter))
    assert (feedback.outcome, feedback.mistake) == ("not started", None)
    assert "hint()" in feedback.text and len(feedback.text) > 80


@ALL
def test_the_starter_fits_a_notebook_cell(exercise):
    assert "..." in exercise.starter and exercise.starter.count("\n") <= 12
    assert max(map(len, exercise.starter.splitlines())) <= 88


@ALL
def test_a_lesson_holds_the_starter_as_it_is(exercise):
    (lesson,) = NOTEBOOKS.glob(f"level{exercise.level}_*.ipynb")
    cells = json.loads(lesson.read_text("utf-8"))["cells"]
    sources = ["".join(cell["source"]) + "\n" for cell in cells if cell["cell_type"] == "code"]
    if isinstance(exercise, FunctionExercise):  # the function has a cell of its own
        assert exercise.starter in sources
    assert sum(exercise.starter in source for source in sources) == 1


@ALL
def test_a_lesson_checks_every_exercise(exercise):
    (lesson,) = NOTEBOOKS.glob(f"level{exercise.level}_*.ipynb")
    assert f"exercises.{exercise.name}.check({exercise.name})" in lesson.read_text("utf-8")


@ALL
def test_the_solution_passes_without_a_reservation(exercise):
    for seed in range(20):
        feedback = exercise.check(defined(exercise, exercise.neat), seed=seed)
        assert feedback.outcome == "correct", feedback.text
        assert "One thing more" not in feedback.text


@ALL
def test_the_solution_has_at_most_six_lines_of_body_and_is_shown_as_code(exercise):
    last = ast.parse(exercise.neat).body[-1]
    body = last.body[1:] if isinstance(last, ast.FunctionDef) else [last]
    assert body[-1].end_lineno - body[0].lineno + 1 <= 6
    assert f"```python\n{exercise.neat}```" in exercise.solution().text


@ALL
def test_the_solution_keeps_the_first_line_of_the_starter(exercise):
    def signature(source):
        return [line for line in source.splitlines() if line.startswith(("def", '    """'))]

    assert signature(exercise.starter) == signature(exercise.neat)


@ALL
def test_hints_come_one_at_a_time_until_there_are_no_more(exercise):
    fresh = object.__new__(type(exercise))
    fresh.__dict__.update(exercise.__dict__, _hints_given=0)
    count = len(exercise.hints)
    hints = [f"**Hint {n} of {count}.** {hint}" for n, hint in enumerate(exercise.hints, 1)]
    assert count >= 2
    for number in range(1, count + 1):
        assert fresh.hint().text == "\n\n".join(hints[:number])
    for _again in range(2):
        assert fresh.hint().text.startswith("\n\n".join(hints) + "\n\nThere are no more hints.")


@ALL
def test_a_hint_can_be_read_again_by_its_number(exercise):
    count, given = len(exercise.hints), exercise._hints_given
    assert exercise.hint(2).text == f"**Hint 2 of {count}.** {exercise.hints[1]}"
    for number in (0, count + 1, -1, "first", 1.5):
        assert f"There are {count} hints" in exercise.hint(number).text
    assert exercise._hints_given == given


@ALL
def test_the_first_hint_does_not_give_the_solution_away(exercise):
    first = exercise.hints[0].replace(" ", "")
    tree = ast.parse(exercise.neat)
    calls = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
    assert not [call for call in calls - {"len", "sum", "max"} if call in first]
    values = [
        ast.unparse(n.value) for n in ast.walk(tree) if isinstance(n, ast.Return | ast.Assign)
    ]
    assert not [value for value in values if value.replace(" ", "") in first]


@ALL
def test_an_exercise_can_be_imported_by_its_name_and_states_its_task(exercise):
    assert getattr(exercises, exercise.name) is exercise
    assert exercise.name in exercises.__all__
    assert exercise._repr_markdown_() == exercise.statement
    assert exercise.level in (1, 2, 3) and len(exercise.statement) > 100


# What feedback is ---------------------------------------------------------------------------------


def test_feedback_is_markdown_in_a_notebook_and_plain_text_elsewhere():
    feedback = surprise.check(lambda p: -math.log(p))
    assert isinstance(feedback, Feedback)
    assert feedback._repr_markdown_() == feedback.text
    assert feedback.text.startswith("**Correct.** ") and "```python" in feedback.text
    assert repr(feedback).startswith("Correct. ") and "return -np.log(q)" in repr(feedback)
    assert not {"*", "`"} & set(repr(feedback))


def test_two_stars_stay_where_they_mean_a_power():
    likelihood = exercises.categorical_likelihood
    assert repr(likelihood.solution()).endswith("np.asarray(output) ** np.asarray(label))")

    def powerful(p):
        print("2**10")
        return 2**p / (p - p)

    feedback = repr(surprise.check(powerful))
    assert "This is the line: return 2**p / (p - p)" in feedback and "2**10" in feedback
    assert feedback.startswith("Your function could not finish. ")


def test_the_same_answer_gets_the_same_words():
    answers = [lambda p: 2 * p, lambda p: -math.log10(p), None, lambda p: 1 / 0]
    assert [surprise.check(a).text for a in answers] == [surprise.check(a).text for a in answers]


def test_every_outcome_has_a_name():
    answers = [
        None,
        lambda p: -math.log(p),
        lambda p: 1 / 0,
        lambda p: math.log(p),
        lambda p: 7 * p,
    ]
    assert [surprise.check(answer).outcome for answer in answers] == [
        "not started", "correct", "raised", "recognised", "not recognised",
    ]  # fmt: skip


def test_a_recognised_mistake_shows_both_values_on_an_example():
    feedback = surprise.check(lambda p: -math.log10(p))
    assert "you used log10, so your number is 2.3 times too small" in feedback.text.lower()
    assert "`surprise(q=0.5)` gives 0.301, and it should be 0.6931" in feedback.text


# What a function may do ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer", [None, ..., 0.69, "surprise", [1], math, surprise], ids=lambda value: str(value)[:9]
)
def test_what_is_no_function_is_asked_for_without_brackets(answer):
    feedback = surprise.check(answer)
    assert feedback.outcome == "not started"
    assert "exercises.surprise.check(surprise)" in feedback.text


def test_a_function_that_forgets_its_return_is_told():
    def forgets(p):
        -math.log(p)  # noqa: B018

    for exercise, answer in [
        (surprise, forgets),
        (exercises.break_the_triangle, lambda: None if math.pi else 1),
        (exercises.which_is_swapped, lambda boxes: [box(1, 0.5) for box in boxes] and None),
        (bce, lambda label, output: print(end="")),
    ]:
        feedback = exercise.check(answer)
        assert (feedback.outcome, feedback.mistake) == ("recognised", "returns_nothing")
        assert "Nothing comes back" in feedback.text and "`return`" in feedback.text


@pytest.mark.parametrize(
    ("name", "answer", "printed"),
    [
        ("surprise", lambda p: print(-math.log(p)), "0.693"),
        ("kl", lambda a, b: print("kl is", a - b), "kl is 0.25"),
        ("break_the_triangle", lambda: print(1, 0.5, 0.01), "1 0.5 0.01"),
        ("which_is_swapped", lambda boxes: print("box 2"), "box 2"),
        ("one_hot", lambda classes, K: print(np.eye(K)[classes]), "[[0. 1. 0.]]"),
        ("the_sign", lambda: print("b"), "b"),
    ],
)
def test_printing_in_place_of_returning_has_a_name_and_shows_what_was_printed(
    name, answer, printed
):
    feedback = getattr(exercises, name).check(answer)
    assert (feedback.outcome, feedback.mistake) == ("recognised", "prints_its_answer")
    assert printed in feedback.text and "gives nothing back" in feedback.text


def test_a_branch_without_a_return_is_told():
    feedback = surprise.check(lambda p: -math.log(p) if p > 0.1 else None)
    assert feedback.outcome == "not recognised"
    assert "q=2e-05" in feedback.text and "`None`" in feedback.text


@pytest.mark.parametrize(
    "source",
    [
        "    return ...",
        "    raise NotImplementedError",
        "    log_likelihood = ...\n    return -log_likelihood",
        "    pass",
    ],
)
def test_blanks_that_are_left_are_no_mistake(source):
    answer = defined(surprise, f"def surprise(p):\n{source}")
    assert surprise.check(answer).outcome == "not started"


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ([0, "0.69"], "a list with the text '0.69' in it"),
        ({"surprise": 1}, "a dictionary"),
        ({1}, "a set"),
        (1j, "a complex number"),
        ((n for n in [1]), "a generator"),
        (math.log, "round brackets"),
        (object(), "`object`"),
        ([1, None], "a list with `None` in it"),
        ([["0", "1"]], "a list with the text '0' in it"),
        ((1, ...), "a tuple with an open `...` in it"),
        ([[1], [1, 2]], "rows that are not equally long"),
        ([[[None]]], "a list with something of type `list` in it"),
        (np.array(None), "an array with `None` in it"),
        (np.array([1j]), "an array with a complex number"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_a_value_that_is_no_number_is_named(value, words):
    feedback = surprise.check(lambda p: value)
    assert feedback.outcome == "not recognised" and words in feedback.text
    assert "?, and it should be" not in feedback.text


@pytest.mark.parametrize("shape", [(2,), (0,), (2, 3)])
def test_a_wrong_shape_is_told(shape):
    feedback = surprise.check(lambda p: np.ones(shape))
    assert feedback.outcome == "not recognised"
    assert f"of shape {shape}" in feedback.text and "a single number" in feedback.text


def test_the_right_shape_is_told_where_it_is_not_a_single_number():
    feedback = gradient.check(lambda label, logit: np.zeros((len(label), 2)))
    assert "of shape (1, 2)" in feedback.text and "of shape (1,)." in feedback.text


def test_nan_is_explained():
    feedback = surprise.check(lambda p: math.nan)
    assert feedback.outcome == "not recognised" and "not a number" in feedback.text


def test_an_unnamed_mistake_gets_the_smallest_input_and_both_values():
    def fails_on_confident_ones(label, output):
        cost = np.where(np.equal(label, 1), output, np.subtract(1, output))
        return -np.mean(np.log(np.minimum(cost, 0.85)))

    feedback = bce.check(fails_on_confident_ones)
    assert feedback.outcome == "not recognised"
    assert "`binary_cross_entropy(label=np.array([1]), output=np.array([0.9]))`" in feedback.text
    assert "Yours: 0.1625. Right: 0.1054." in feedback.text


def test_the_smallest_input_has_as_many_coins_as_it_takes():
    feedback = exercises.mass_on_one_hot.check(lambda p: np.sum(p * (1 - np.roll(p, 1))))
    assert feedback.outcome == "not recognised"
    assert "p=np.array([0.2, 0.3, 0.9]))`. Yours: 0.89. Right: 0.542." in feedback.text


def test_the_wrong_infinity_is_no_answer_lost_at_an_edge():
    feedback = surprise.check(lambda p: -np.log(p) if p > 0 else -math.inf)
    assert feedback.outcome == "not recognised"
    assert "`surprise(q=0.0)`. Yours: -inf. Right: inf." in feedback.text


def test_a_constant_factor_is_pointed_out():
    feedback = surprise.check(lambda p: -3 * math.log(p))
    assert "yours is 3 times the right answer" in feedback.text


def test_two_values_that_print_alike_get_more_digits():
    feedback = surprise.check(lambda p: -math.log(p) * (1 - 4e-5))
    assert "Yours: 0.6931195. Right: 0.6931472." in feedback.text
    assert "times the right answer" not in feedback.text


@pytest.mark.parametrize(
    ("raises", "words"),
    [
        ("1 / 0", "divided by zero"),
        ("math.log(-p)", "0 or a negative number"),
        ("npp.log(p)", "does not know the name `npp`"),
        ("surprise(p)", "called itself"),
        ("math.exp(1000)", "too large"),
        ("[][0]", "counted from 0"),
        ("exit()", "`return`"),
        ("int('x')", "ValueError"),
        ("p.mean", "AttributeError"),
        ("open('/nowhere')", "FileNotFoundError"),
    ],
)
def test_an_error_names_the_input_and_says_it_in_plain_words(raises, words, monkeypatch):
    monkeypatch.setattr(builtins, "exit", raising_exit, raising=False)
    answer = defined(surprise, f"import math\ndef surprise(p):\n    return {raises}")
    feedback = surprise.check(answer)
    assert feedback.outcome == "raised"
    assert "surprise(q=0.5)" in feedback.text and words in feedback.text


def raising_exit():
    raise SystemExit


def test_an_error_shows_the_learners_own_line():
    def divides(p):
        return 1 / (p - p)

    assert "`return 1 / (p - p)`" in surprise.check(divides).text


def test_other_arguments_are_noticed_before_anything_is_run():
    feedback = bce.check(lambda label: label)
    assert feedback.outcome == "raised" and "(label)" in feedback.text
    assert "binary_cross_entropy(label=np.array([1]), output=np.array([0.8]))" in feedback.text


def test_parameters_with_the_same_names_may_stand_in_another_order():
    assert one_hot.check(lambda K, classes: np.eye(K)[classes]).outcome == "correct"


def test_a_function_without_a_python_signature_is_tried_all_the_same():
    assert surprise.check(math.log).mistake == "sign_missing"
    assert surprise.check(np.log2).outcome == "not recognised"


def writes_into_its_input(label, logit):
    logit *= -1
    np.exp(logit, out=logit)
    return (1 / (1 + logit) - label) / len(label)


def test_writing_into_an_argument_is_caught():
    with_lists = gradient.check(writes_into_its_input)
    assert (with_lists.outcome, with_lists.mistake) == ("recognised", "changes_its_input")
    assert "writes into its argument `logit`" in with_lists.text


def test_writing_into_an_argument_is_mentioned_beside_another_mistake():
    feedback = gradient.check(lambda label, logit: -writes_into_its_input(label, logit))
    assert feedback.mistake == "y_minus_q" and "argument `logit`" in feedback.text


def test_a_list_that_is_emptied_is_caught():
    def empties(tosses, q):
        tosses, cost = (tosses if isinstance(tosses, list) else tosses.tolist()), 0
        while tosses:
            cost -= math.log(q if tosses.pop() else 1 - q)
        return cost

    feedback = exercises.negative_log_likelihood.check(empties)
    assert feedback.mistake == "changes_its_input"


def test_a_function_that_remembers_earlier_calls_is_told():
    costs = []

    def remembers(label, output):
        for y, p in zip(label, output, strict=True):
            costs.append(-(y * np.log(p) + (1 - y) * np.log(1 - p)))
        return np.mean(costs)

    feedback = bce.check(remembers)
    assert (feedback.outcome, feedback.mistake) == ("recognised", "changes_its_answer")
    assert "remembers earlier calls" in feedback.text and "0·log 0" not in feedback.text


def test_a_function_that_uses_chance_is_told(rng):
    feedback = bce.check(lambda label, output: rng.random())
    assert (feedback.outcome, feedback.mistake) == ("recognised", "changes_its_answer")
    assert "uses chance" in feedback.text


def test_what_is_printed_is_shown_and_goes_nowhere_else(capsys):
    def chatty(p):
        print("p is", p)
        return -math.log(p)

    feedback = surprise.check(chatty)
    assert feedback.outcome == "correct" and "p is 0.5" in feedback.text
    assert capsys.readouterr() == ("", "")


def test_warnings_of_numpy_stay_inside(recwarn, capsys):
    surprise.check(lambda p: -np.log(np.float64(p) - 1))
    assert not recwarn.list and capsys.readouterr() == ("", "")


@pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.name)
def test_no_input_is_shared_between_two_calls(exercise):
    seen = []
    signature = inspect.signature(exercise.truth)
    exercise.check(lambda *values: seen.extend(v for v in values if np.ndim(v)))
    assert len({id(value) for value in seen}) == len(seen)
    assert [list(p.arguments) for p in exercise.probes()][0] == list(signature.parameters)


# A function that does not come back ---------------------------------------------------------------


def never(p):
    while True:
        pass


def never_of_two(label, output):
    never(label)


def never_and_deaf(p):
    while True:
        try:
            math.sqrt(p)
        except:  # noqa: E722
            pass


def never_and_loud(p):
    while True:
        print("still here")


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(FunctionExercise, "patience", 0.2)


@pytest.mark.parametrize("answer", [never, never_and_deaf, never_and_loud])
def test_a_function_that_never_returns_is_stopped_and_told(answer, impatient):
    handler = signal.getsignal(signal.SIGALRM)
    feedback = surprise.check(answer)
    assert feedback.outcome == "raised"
    assert "had to be stopped" in feedback.text and "surprise(q=" in feedback.text
    assert "This is the line" not in feedback.text
    assert signal.getsignal(signal.SIGALRM) is handler
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.parametrize("answer", [never, never_and_deaf])
def test_it_is_stopped_in_a_thread_too_where_there_is_no_alarm(answer, impatient):
    result = []
    caller = threading.Thread(target=lambda: result.append(surprise.check(answer)))
    caller.start()
    caller.join()
    assert result[0].outcome == "raised" and "had to be stopped" in result[0].text


def test_a_system_without_timers_uses_a_thread(impatient, monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    before = threading.active_count()
    assert surprise.check(never).outcome == "raised"
    assert surprise.check(lambda p: -math.log(p)).outcome == "correct"
    assert surprise.check(lambda p: 1 / 0).outcome == "raised"
    assert threading.active_count() == before


def never_in_a_generator(p):
    return sum(1 for _again in iter(int, 1))


def never_in_calls(p):
    try:
        return never_in_calls(p)
    except Exception:
        return never_in_calls(p)


in_a_browser = pytest.mark.skipif(
    not hasattr(sys, "monitoring"), reason="a browser's Python is 3.12 or later"
)


@in_a_browser
@pytest.mark.parametrize(
    "answer", [never, never_and_deaf, never_and_loud, never_in_a_generator, never_in_calls]
)
def test_without_threads_and_signals_it_is_stopped_by_its_own_jumps(answer, impatient, monkeypatch):
    monkeypatch.setattr(deadline, "IN_A_BROWSER", True)
    monkeypatch.delattr(signal, "setitimer")
    monkeypatch.setattr(threading, "Thread", None)
    began = time.monotonic()
    feedback = surprise.check(answer)
    assert time.monotonic() - began < 1
    assert feedback.outcome == "raised" and "had to be stopped" in feedback.text


@in_a_browser
def test_a_debugger_gets_its_number_back(impatient, monkeypatch):
    monkeypatch.setattr(deadline, "IN_A_BROWSER", True)
    used = [sys.monitoring.get_tool(number) for number in range(6)]
    for answer in (never, lambda p: -math.log(p), lambda p: 1 / 0):
        surprise.check(answer)
        assert [sys.monitoring.get_tool(number) for number in range(6)] == used


@in_a_browser
def test_with_all_numbers_taken_a_function_is_checked_all_the_same(monkeypatch):
    monkeypatch.setattr(deadline, "IN_A_BROWSER", True)
    taken = [number for number in range(5) if sys.monitoring.get_tool(number) is None]
    for number in taken:
        sys.monitoring.use_tool_id(number, "a debugger")
    try:
        assert surprise.check(lambda p: -math.log(p)).outcome == "correct"
    finally:
        for number in taken:
            sys.monitoring.free_tool_id(number)


def test_a_timer_of_somebody_else_goes_on_meanwhile():
    rung = []
    before = signal.signal(signal.SIGALRM, lambda number, frame: rung.append(number))
    signal.setitimer(signal.ITIMER_REAL, 0.3)
    try:
        deadline.within(5, lambda: time.sleep(0.2))
        due, _again = signal.getitimer(signal.ITIMER_REAL)
        assert 0 < due < 0.15 and not rung
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def test_a_single_long_operation_is_left_behind_in_its_thread(monkeypatch):
    monkeypatch.delattr(signal, "setitimer")
    with pytest.raises(deadline.Endless):
        deadline.within(0.05, lambda: time.sleep(2.0))


def test_one_shy_of_the_deadline_is_answered():
    assert deadline.within(5, lambda: 42) == 42


def test_break_the_triangle_and_the_boxes_are_stopped_too(monkeypatch):
    for exercise in (exercises.break_the_triangle, exercises.which_is_swapped):
        monkeypatch.setattr(type(exercise), "patience", 0.2)
    forever = defined(exercises.break_the_triangle, "def break_the_triangle():\n  while 1: 0")
    assert "had to be stopped" in exercises.break_the_triangle.check(forever).text
    assert "had to be stopped" in exercises.which_is_swapped.check(never).text


def test_all_calls_together_get_the_time_that_one_may_take(impatient, monkeypatch):
    def slow(*inputs):
        time.sleep(0.15)
        return 2

    monkeypatch.setattr(type(exercises.which_is_swapped), "patience", 0.2)
    for exercise, answer in (
        (exercises.categorical_likelihood, never_of_two),
        (exercises.categorical_likelihood, slow),
        (exercises.which_is_swapped, lambda boxes: slow(boxes)),
    ):
        began = time.monotonic()
        feedback = exercise.check(answer)
        assert time.monotonic() - began < 1, feedback.text
        assert "Its probability on one-hot labels" not in feedback.text


# Exercises with answers of their own --------------------------------------------------------------


@pytest.mark.parametrize(
    ("answer", "outcome", "words"),
    [
        ((1, 0.5, 0.01), "correct", "directly H(a, c) = 4.605, by way of b 3.001"),
        (lambda: (0.9, 0.6, 0.5), "recognised", "still shorter by"),
        (lambda: (0.5, 0.5, 0.5), "recognised", "0.6931, by way of b 1.386"),
        (lambda: (1, 1, 1), "recognised", "equally long"),
        (lambda: (1, -0.2, 0.5), "recognised", "The number in question is -0.2"),
        (lambda: (0.5, 0.3, 1), "recognised", "Infinity is not larger"),
        (lambda: (0.5, 1, 0.5), "recognised", "0.6931, by way of b inf. One guess on the detour"),
        (lambda: (1, 0.5), "not recognised", "It gives [1, 0.5]"),
        (lambda: "abc", "not recognised", "the text 'abc'"),
        (lambda: (1, math.nan, 0), "not recognised", "Three numbers"),
        (lambda: 1 / 0, "raised", "divided by zero"),
        (lambda a, b, c: (a, b, c), "raised", "takes arguments"),
        (None, "not started", "hint()"),
        ((..., ..., ...), "not started", "hint()"),
    ],
)
def test_the_triangle_is_judged_by_what_the_three_coins_do(answer, outcome, words):
    feedback = exercises.break_the_triangle.check(answer)
    assert feedback.outcome == outcome and words in feedback.text


def test_the_triangles_figures_are_those_of_the_library():
    direct = -math.log(0.01)
    detour = math.log(2) - (math.log(0.01) + math.log(0.99)) / 2
    text = exercises.break_the_triangle.check((1, 0.5, 0.01)).text
    assert f"{direct:.4g}" in text and f"{detour:.4g}" in text


@pytest.mark.parametrize(
    ("answer", "mistake", "words"),
    [
        ({"symmetry", "triangle"}, "misses_zero_when_equal", "2 of the 3"),
        ({"symmetry", "never negative"}, "counts_never_negative", "1 of the 3"),
        ({"beauty"}, None, "“beauty”"),
        ("symmetry", "misses_zero_when_equal", "1 of the 3"),
        (7, None, "“7”"),
        (np.array(["symmetry", "triangle"]), "misses_zero_when_equal", "2 of the 3"),
        ([["symmetry", "triangle"]], None, "“['symmetry', 'triangle']”"),
        (lambda: 1 / 0, None, "divided by zero"),
    ],
)
def test_each_axiom_too_many_or_too_few_has_its_evidence(answer, mistake, words):
    feedback = exercises.failing_axioms.check(answer)
    assert feedback.mistake == mistake and words in feedback.text


def test_no_axiom_at_all_is_not_started():
    for nothing in (set(), None, {...}, [], ""):
        assert exercises.failing_axioms.check(nothing).outcome == "not started"


@pytest.mark.parametrize("answer", ["z", 7, "the sign", ["b"], np.array(["b", "c"])])
def test_a_choice_that_is_none_is_told_the_letters(answer):
    feedback = exercises.the_sign.check(answer)
    assert feedback.outcome == "not recognised" and "a, b, c, d" in feedback.text


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (lambda: 1 / 0, "divided by zero"),
        (lambda x: "b", "`def the_sign():`"),
    ],
)
def test_a_function_that_cannot_choose_is_told_why(answer, words):
    feedback = exercises.the_sign.check(answer)
    assert feedback.outcome == "raised" and words in feedback.text


boxes = exercises.which_is_swapped.boxes


def test_the_swapped_box_is_found_by_number_and_by_box():
    costs = [box([1], [0.5]) for box in boxes]
    assert max(costs) == pytest.approx(-math.log(1e-7) / 2, rel=1e-6)
    number = costs.index(max(costs))
    for answer in (number, boxes[number], np.int64(number)):
        assert exercises.which_is_swapped.check(answer).outcome == "correct"
    for other in {0, 1, 2, 3} - {number}:
        assert exercises.which_is_swapped.check(other).outcome == "recognised"


def test_a_box_does_not_say_what_is_in_it():
    assert [repr(box) for box in boxes] == ["box 0", "box 1", "box 2", "box 3"]
    assert not hasattr(boxes[0], "__dict__")


def test_a_lucky_guess_is_told_from_a_method():
    number = int(np.argmax([box([1], [0.5]) for box in boxes]))
    feedback = exercises.which_is_swapped.check(lambda boxes: number)
    assert feedback.outcome == "not recognised" and "decide by the costs alone" in feedback.text


@pytest.mark.parametrize("answer", [4, -1, "2", 1.5, True, [0], (1, [2])])
def test_what_is_no_box_is_told_so(answer):
    assert "0 to 3" in exercises.which_is_swapped.check(answer).text


@pytest.mark.parametrize(
    ("likelihood", "words"),
    [
        (lambda label, output: np.prod(np.power(output, label)), "add up to 1. A die"),
        # S(p) = Σ_j p_j Π_{k≠j} (1 - p_k) of the article's K coins
        (
            exercises.categorical_likelihood.mistakes["coin_per_class"].function,
            f"add up to {0.2 * 0.7 * 0.5 + 0.8 * 0.3 * 0.5 + 0.8 * 0.7 * 0.5:.4g}. The missing",
        ),
        (lambda label, output: 0.7, "add up to 2.1. Probabilities"),
    ],
)
def test_the_final_hunt_reports_the_mass_on_one_hot_labels(likelihood, words):
    assert words in exercises.categorical_likelihood.check(likelihood).text


# The collection -----------------------------------------------------------------------------------


def test_the_lessons_list_of_exercises_is_complete():
    levels = {1: 4, 2: 6, 3: 5}
    counted = {level: sum(e.level == level for e in exercises.ALL) for level in levels}
    assert counted == levels and all(isinstance(e, Exercise) for e in exercises.ALL)
