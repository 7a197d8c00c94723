"""What an answer prints and shows stays with its check, whatever other threads do meanwhile."""

import contextlib
import io
import math
import sys
import threading
import time

import matplotlib
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from xent_lib import exercises
from xent_lib.exercises import surprise
from xent_lib.exercises.checking import capturing, deadline
from xent_lib.exercises.checking.function_exercise import FunctionExercise

STREAMS = ("stdout", "stderr")


@pytest.fixture(autouse=True)
def streams_come_back():
    before = [getattr(sys, name) for name in STREAMS]
    yield
    assert [getattr(sys, name) for name in STREAMS] == before
    assert capturing.page() is None and not capturing._restore


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr(FunctionExercise, "patience", 0.3)


# A check inside -----------------------------------------------------------------------------------


def checks_itself(p):
    s = -np.log(p)
    surprise.check(checks_itself)
    return s


def checks_itself_without_an_end(p):
    try:
        surprise.check(checks_itself_without_an_end)
    except Exception:
        pass
    while True:
        pass


def checks_another(p):
    return exercises.kl.check(lambda a, b: a).text


@pytest.mark.parametrize("answer", [checks_itself, checks_another])
def test_a_check_inside_the_checked_function_is_told_at_once(answer):
    began = time.monotonic()
    feedback = surprise.check(answer)
    assert time.monotonic() - began < 1 and feedback.outcome == "raised"
    assert "stands inside the function" in feedback.text


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("break_the_triangle", lambda: exercises.break_the_triangle.check(1)),
        ("which_is_swapped", lambda boxes: exercises.which_is_swapped.check(2)),
        ("the_sign", lambda: exercises.the_sign.check("b")),
    ],
)
def test_so_it_is_in_the_other_kinds_of_exercise(name, answer):
    assert "stands inside the function" in getattr(exercises, name).check(answer).text


def test_the_time_that_is_over_is_over_with_a_check_inside(quick):
    began = time.monotonic()
    assert "had to be stopped" in surprise.check(checks_itself_without_an_end).text
    assert time.monotonic() - began < 1


def test_in_a_thread_of_its_own_it_is_told_too(monkeypatch):
    monkeypatch.delattr("signal.setitimer")
    assert "stands inside the function" in surprise.check(checks_itself).text
    assert surprise.check(lambda p: -np.log(p)).outcome == "correct"


# Two at once --------------------------------------------------------------------------------------


def at_once(*works):
    results = [None] * len(works)

    def into(place, work):
        results[place] = work()

    threads = [threading.Thread(target=into, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def chatty(word):
    def answer(p):
        print(word)
        time.sleep(0.01)
        return -math.log(p)

    return answer


def test_two_checks_at_once_keep_their_prints_apart_and_give_the_streams_back(capsys):
    texts = at_once(*(lambda w=w: surprise.check(chatty(w)).text for w in ("red", "blue", "green")))
    for text, word in zip(texts, ("red", "blue", "green"), strict=True):
        assert text.startswith("**Correct.**") and f"```text\n{word}\n```" in text
        assert not {"red", "blue", "green"} - {word} & set(text.split())
    print("still here")
    assert capsys.readouterr() == ("still here\n", "")


def test_a_check_that_outlasts_another_gives_the_streams_back(quick):
    def never(p):
        while True:
            print("again")

    long, short = at_once(
        lambda: surprise.check(never).outcome,
        lambda: [surprise.check(chatty("short")).outcome for _again in range(2)],
    )
    assert (long, short) == ("raised", ["correct"] * 2)


def test_the_main_threads_check_may_overlap_with_another(capsys):
    other = threading.Thread(target=lambda: surprise.check(chatty("other")))
    other.start()
    assert "```text\nmain\n```" in surprise.check(chatty("main")).text
    other.join()
    assert capsys.readouterr() == ("", "")


def test_other_threads_print_on_while_a_check_runs(capsys):
    done = threading.Event()

    def clock():
        while not done.is_set():
            print("tick")
            time.sleep(0.002)

    ticking = threading.Thread(target=clock)
    ticking.start()
    text = surprise.check(chatty("tock")).text
    done.set()
    ticking.join()
    assert "tock" in text and "tick" not in text
    assert "tick" in capsys.readouterr().out


def test_a_stream_that_somebody_put_there_meanwhile_stays(monkeypatch):
    before, mine = sys.stdout, io.StringIO()

    def redirects(p):
        sys.stdout = mine
        return -math.log(p)

    try:
        assert surprise.check(redirects).outcome == "correct"
        assert sys.stdout is mine
    finally:
        sys.stdout = before


def test_what_a_stream_can_do_it_can_during_a_check():
    def writes(p):
        sys.stdout.writelines(["one\n", "two\n"])
        print("three", file=sys.stderr, flush=True)
        assert sys.stdout.write("four") == 4 and sys.stdout.encoding
        return -math.log(p)

    assert "one\ntwo\nthree\nfour" in surprise.check(writes).text


def test_a_check_with_streams_redirected_puts_these_back():
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept):
        surprise.check(chatty("inside"))
        print("outside")
    assert kept.getvalue() == "outside\n"


# What is shown ------------------------------------------------------------------------------------


class Shown:
    """Stands for what a notebook shows things with."""

    def __init__(self):
        self.seen = []

    def publish(self, data, metadata=None, **more):
        self.seen.append(data["text/plain"])


@pytest.fixture
def shown(monkeypatch):
    shell = InteractiveShell.instance()
    monkeypatch.setattr("IPython.get_ipython", lambda: shell)
    publisher = Shown()
    monkeypatch.setattr(shell, "display_pub", publisher)
    yield publisher
    InteractiveShell.clear_instance()


def test_display_inside_an_answer_is_kept_with_what_it_prints(shown):
    def shows(p):
        display(f"p = {p}")
        return -math.log(p)

    text = surprise.check(shows).text
    assert "printed something" in text and "p = 0.5" in text and not shown.seen
    display("after")
    assert shown.seen == ["'after'"] and "publish" not in vars(shown)


def test_what_is_displayed_in_place_of_returned_is_named(shown):
    feedback = surprise.check(lambda p: display(-math.log(p)))
    assert feedback.mistake == "prints_its_answer" and "0.693" in feedback.text


def test_other_threads_display_on(shown):
    done = threading.Event()

    def shows():
        while not done.is_set():
            display("tick")
            time.sleep(0.002)

    other = threading.Thread(target=shows)
    other.start()
    surprise.check(chatty("tock"))
    done.set()
    other.join()
    assert "'tick'" in shown.seen


def test_figures_that_an_answer_opened_are_closed_and_no_others():
    matplotlib.use("agg")
    plt = __import__("matplotlib.pyplot").pyplot
    mine = plt.figure().number

    def plots(p):
        plt.figure()
        plt.plot([0, p])
        plt.show()
        return -math.log(p)

    try:
        assert surprise.check(plots).outcome == "correct"
        assert plt.get_fignums() == [mine]
    finally:
        plt.close("all")


# A slow answer ------------------------------------------------------------------------------------


def slowly(seconds, function):
    def answer(*inputs):
        time.sleep(seconds)
        return function(*inputs)

    return answer


def test_a_right_answer_that_is_slow_is_right_and_told_so(monkeypatch):
    monkeypatch.setattr(FunctionExercise, "patience", 1.0)
    feedback = surprise.check(slowly(0.15, lambda p: -np.log(p)))
    assert feedback.outcome == "correct" and "it takes 0.2 seconds a call" in feedback.text
    assert "is slow" not in surprise.check(slowly(0.01, lambda p: -np.log(p))).text


def test_an_answer_that_is_too_slow_is_told_that_it_was_right_so_far(quick):
    began = time.monotonic()
    feedback = surprise.check(slowly(0.2, lambda p: -np.log(p)))
    assert time.monotonic() - began < 1.5 and feedback.outcome == "raised"
    assert "Right so far, but too slow" in feedback.text and "0.2 seconds" in feedback.text


def test_a_slow_and_wrong_answer_is_stopped_like_any_other(quick):
    assert "Right so far" not in surprise.check(slowly(0.2, lambda p: np.log(p))).text


def test_the_last_call_of_a_long_check_has_a_moment_left():
    assert deadline.within(0.05, lambda: 7) == 7
