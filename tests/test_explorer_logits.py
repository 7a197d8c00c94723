"""LogitsExplorer: shifts that change nothing, forms that do not survive them, and the floor."""

import math
from threading import Thread

import numpy as np
import pytest
from every_explorer import lent

from xent_lib.explorers.logits import (
    CLASSES,
    LogitsExplorer,
    LogitsState,
    naive_cross_entropy,
    naive_softmax,
)
from xent_lib.explorers.rivals import RivalsExplorer

E = math.e
TOTAL = E**2 + E + 1 / E  # of the exponentials of the first three logits, 2, 1 and -1
LARGEST = math.log(np.finfo(float).max)  # 709.78…


@pytest.fixture
def explorer(undrawn):
    return lent(LogitsExplorer)


def texts(explorer, row):
    picture = explorer.picture
    rows = picture.stems.numbers, picture.bars.numbers, picture.texts
    return [text.get_text() for text in rows[row]]


@pytest.mark.parametrize("form", ["naive", "stable"])
def test_without_a_shift_both_forms_are_the_textbook_softmax(form):
    state = LogitsState(form=form)
    q = np.array([E**2, E, 1 / E]) / TOTAL
    np.testing.assert_allclose(state.q, q, rtol=1e-14)
    assert state.loss == pytest.approx(math.log(TOTAL) - 2, rel=1e-13)
    np.testing.assert_allclose(state.push, [1, 0, 0] - q, atol=1e-15)


@pytest.mark.parametrize("shift", [0, 1, 700, 710, 1000])
def test_a_shift_changes_nothing_in_the_stable_form(shift):
    state = LogitsState(form="stable", shift=shift)
    assert state.loss == pytest.approx(math.log(TOTAL) - 2, rel=1e-12)
    assert "nan" not in state.readout


def test_the_naive_form_breaks_where_an_exponential_exceeds_the_largest_float():
    last = math.floor(LARGEST - 2)
    assert np.isfinite(LogitsState(shift=last).q).all()
    assert np.isnan(LogitsState(shift=last + 1).loss)


def test_the_readout_says_plainly_what_overflows(explorer):
    explorer.controls["dog"].value = 0
    explorer.controls["cat"].value = -1
    explorer.controls["shift"].value = 1000
    assert "exp(1000) overflows" in explorer.view.status
    assert "nan, not a number" in explorer.view.status
    assert texts(explorer, 1) == ["nan"] * 3 == texts(explorer, 2)
    assert not any(bar.get_visible() for bar in explorer.picture.bars.bars)
    assert explorer.picture.cost.line.get_marker() == "X"
    assert explorer.picture.cost.value.get_text() == "loss nan"


def test_a_sum_that_overflows_where_no_exponential_does_is_explained_too(explorer):
    for name in CLASSES:
        explorer.controls[name].value = 9.5
    explorer.controls["shift"].value = 700
    assert math.isfinite(math.exp(709.5)) and math.isinf(3 * math.exp(709.5))
    assert explorer.view.status.startswith("The sum of the exponentials overflows to inf")
    assert "its loss is ∞. Taken stably, the same logits cost 1.0986." in explorer.view.status
    assert explorer.picture.cost.value.get_text() == "loss ∞"


def test_naive_is_infinite_where_only_a_wrong_class_overflows():
    state = LogitsState(dog=10, cat=0, koala=0, label=1, shift=705)
    assert state.loss == math.inf
    assert np.isnan(state.q[0])


@pytest.mark.parametrize("label", [0, 1, 2])
def test_softmax_twice_never_costs_less_than_its_floor(rng, label):
    for dog, cat, koala in rng.uniform(-10, 10, (50, 3)):
        state = LogitsState(dog=dog, cat=cat, koala=koala, label=label, form="twice")
        assert state.loss >= math.log(1 + 2 / E)
    sure = LogitsState(**dict.fromkeys(("dog", "cat", "koala"), -10) | {"dog": 10}, form="twice")
    assert sure.loss == pytest.approx(math.log(1 + 2 / E), abs=1e-8)
    assert f"{sure.floor:.4f}" == "0.5514"
    assert "0.5514" in sure.readout


@pytest.mark.parametrize("form", ["naive", "stable", "twice"])
def test_the_arrows_point_where_a_step_pushes_against_the_slope(form):
    state, step = LogitsState(dog=0.4, cat=-1.2, koala=0.9, label=2, form=form), 1e-6
    ends = [[state.loss_of(state.logit + s * step * axis) for s in (1, -1)] for axis in np.eye(3)]
    slope = [(up - down) / (2 * step) for up, down in ends]
    np.testing.assert_allclose(state.push, np.negative(slope), atol=1e-8)


def test_the_same_output_has_the_same_arrows_here_as_among_the_rivals(undrawn):
    rivals = RivalsExplorer(q=0.1, split=2 / 3)  # says (.1, .6, .3)
    logits = LogitsExplorer(**dict(zip(CLASSES, np.log([0.1, 0.6, 0.3]), strict=True)))
    for explorer in (rivals, logits):
        assert explorer.state.push == pytest.approx([0.9, -0.6, -0.3])
    pairs = zip(rivals.picture.pushes, logits.picture.arrows, strict=True)
    for one, other in pairs:
        assert one.get_marker() == other.get_marker()
        assert list(one.get_ydata()) == pytest.approx(list(other.get_ydata()))
    words = [text.get_text() for text in rivals.picture.push_numbers]
    assert words == texts(logits, 2) == ["+0.900", "−0.600", "−0.300"]


def test_the_curve_passes_through_the_mark(explorer):
    for form in ("naive", "stable", "twice"):
        explorer.controls["form"].value = form
        for name, value in (("dog", -1.0), ("shift", 300), ("label", 2)):
            explorer.controls[name].value = value
        (x,), (y,) = explorer.picture.cost.line.get_data()
        assert x == explorer.state.koala
        assert explorer.state.curve(np.array([x]))[0] == pytest.approx(explorer.state.loss)
        assert y == pytest.approx(explorer.state.loss)


def test_every_control_moves_its_field_and_the_picture():
    explorer = lent(LogitsExplorer)
    values = {"dog": -3.3, "cat": 4.4, "koala": 5.5, "shift": 12, "label": 1, "form": "twice"}
    for name, value in values.items():
        before = explorer.picture.png()
        explorer.controls[name].value = value
        assert getattr(explorer.state, name) == value
        assert explorer.picture.png() != before


def test_the_bars_stand_at_the_logits_and_the_probabilities(explorer):
    explorer.state = LogitsState(dog=-4, cat=3, koala=0, shift=5, form="stable")
    assert [bar.get_height() for bar in explorer.picture.stems.bars] == [-4, 3, 0]
    heights = [bar.get_height() for bar in explorer.picture.bars.bars]
    np.testing.assert_allclose(heights, np.exp([-4, 3, 0]) / np.exp([-4, 3, 0]).sum())
    assert texts(explorer, 0) == ["1.0", "8.0", "5.0"]


def test_a_hand_on_the_mark_moves_the_logit_of_the_right_class(explorer):
    explorer.controls["label"].value = 1
    *bars, mark = explorer.picture.handles(explorer.state)
    assert [handle.y for handle in bars] == ["dog", "cat", "koala"]
    assert mark.sets(3.25, 99) == {"cat": 3.25}


def test_a_loss_beyond_the_axis_waits_at_its_edge(explorer):
    explorer.state = LogitsState(dog=-10, cat=10, koala=0, form="stable")
    assert explorer.state.loss > 19
    assert explorer.picture.cost.line.get_ydata()[0] == explorer.picture.loss.get_ylim()[1]
    assert explorer.picture.cost.line.get_marker() == "^"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("dog", math.inf),
        ("cat", math.nan),
        ("koala", 11),
        ("shift", -1),
        ("label", 3),
        ("form", ""),
    ],
)
def test_a_state_that_makes_no_sense_is_refused_with_its_name(explorer, field, value):
    with pytest.raises(ValueError, match=f"{field} is"):
        LogitsState(**{field: value})
    before = explorer.state
    explorer.change(**{field: value})
    assert explorer.state == before
    assert f"{field} is" in explorer.problem.value


def test_the_naive_form_is_written_as_the_textbook_writes_it():
    np.testing.assert_allclose(naive_softmax([0, math.log(3)]), [1 / 4, 3 / 4])
    costs = naive_cross_entropy(label=1, logit=[[0, math.log(3)], [0, 0]])
    np.testing.assert_allclose(costs, [math.log(4 / 3), math.log(2)])


def test_the_record_says_the_state(explorer):
    explorer.state = LogitsState(dog=10, cat=-10, koala=-10, shift=1000, form="twice")
    assert repr(explorer) == (
        "LogitsExplorer(logit=(1010.0, 990.0, 990.0), label=dog, form=twice, loss=0.5514)"
    )


def test_two_threads_do_not_draw_into_one_picture():
    explorer = lent(LogitsExplorer)

    def turn(name, values):
        for value in values:
            explorer.controls[name].value = value

    turns = {"form": ["twice", "stable"], "label": [1, 2]}
    threads = [Thread(target=turn, args=item) for item in turns.items()]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    state = LogitsState(form="stable", label=2)
    assert explorer.state == state
    assert explorer.picture.png() == LogitsExplorer(form="stable", label=2).picture.png()
