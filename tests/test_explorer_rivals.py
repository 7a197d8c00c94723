"""The rivals: three formulas against closed forms, the picture against the state."""

from math import inf, log

import numpy as np
import pytest
from every_explorer import lent
from hands import drag as drag_to

from xent_lib.animals import ANIMALS
from xent_lib.explorers.rivals import FORMULAS, SPLITS, RivalsExplorer, RivalsState


@pytest.fixture
def explorer(undrawn):
    return lent(RivalsExplorer)


def coin_by_coin(q, label):
    """The article's formula with an index, written out."""
    return -sum(log(each if k == label else 1 - each) for k, each in enumerate(q))


def slope_by_differences(loss, logit, step=1e-6):
    steps = step * np.eye(len(logit))
    return np.array([(loss(logit + h) - loss(logit - h)) / (2 * step) for h in steps])


def softmax(z):
    return np.exp(z) / np.exp(z).sum()


def drag(explorer, handle, x, y):
    drag_to(explorer, x, y, handle)


def test_the_die_does_not_mind_how_the_rest_is_split():
    for split in (0, 0.3, 1):
        assert RivalsState(q=0.25, split=split).loss == pytest.approx(log(4))


@pytest.mark.parametrize("q", [0.05, 0.4, 0.9])
def test_a_coin_per_class_charges_between_once_and_twice_the_die(q):
    curve = RivalsState(q=q, formula="coins").curve()
    middle = -log(q) - 2 * log(1 - (1 - q) / 2)
    assert curve[[0, -1]] == pytest.approx([-2 * log(q)] * 2)
    assert curve.min() == pytest.approx(middle) == curve[len(SPLITS) // 2]
    assert (curve >= -log(q) + 1 - q).all() and (curve <= -2 * log(q) * (1 + 1e-12)).all()


def test_each_formula_charges_what_it_says_for_each_label():
    q = [0.1, 0.8, 0.1]
    die, coins, printed = (RivalsState(formula=name) for name in FORMULAS)
    assert die.loss_for_each_label == pytest.approx(-np.log(q))
    assert coins.loss_for_each_label == pytest.approx([coin_by_coin(q, j) for j in range(3)])
    assert printed.loss_for_each_label == pytest.approx([-log(0.1) - 2 * log(0.9)] * 3)


def test_the_die_pushes_by_label_less_output():
    assert RivalsState().push == pytest.approx([0.9, -0.8, -0.1])


def test_a_coin_per_class_can_push_a_wrong_class_up():
    state = RivalsState(formula="coins")
    logit = np.log([0.1, 0.8, 0.1])
    slope = slope_by_differences(lambda z: coin_by_coin(softmax(z), 0), logit)
    assert state.push == pytest.approx(-slope, abs=1e-6)
    assert state.push.round(3).tolist() == [1.311, -1.511, 0.2]


@pytest.mark.parametrize("d", [0.1, 1 / 3, 0.7])
def test_as_printed_the_one_logit_is_pushed_to_one_third_whatever_the_label(d):
    slope = slope_by_differences(
        lambda z: -log(1 / (1 + np.exp(-z[0]))) - 2 * log(1 / (1 + np.exp(z[0]))),
        np.array([log(d / (1 - d))]),
    )
    assert RivalsState(q=d, formula="printed").push == pytest.approx([-slope[0]] * 3, abs=1e-6)
    assert -slope[0] == pytest.approx(1 - 3 * d, abs=1e-6)


def test_the_mass_on_one_hot_labels_is_all_of_the_dies_and_a_part_of_the_coins():
    a, b, c = 0.1, 0.8, 0.1
    exactly_one = a * (1 - b) * (1 - c) + (1 - a) * b * (1 - c) + (1 - a) * (1 - b) * c
    assert RivalsState().mass == pytest.approx(1)
    assert RivalsState(formula="coins").mass == pytest.approx(exactly_one)
    assert RivalsState(formula="printed").mass == pytest.approx(3 * 0.1 * 0.9**2)


@pytest.mark.parametrize("formula", FORMULAS)
@pytest.mark.parametrize("q", [0, 1])
@pytest.mark.parametrize("split", [0, 1])
def test_the_ends_of_the_sliders_are_survived(formula, q, split):
    explorer = lent(RivalsExplorer)
    explorer.controls["formula"].value = formula
    explorer.controls["q"].value, explorer.controls["split"].value = q, split
    state = explorer.state
    assert np.isfinite(state.push).all() and (np.abs(state.push) <= 2).all()
    assert state.loss == (inf if q == 0 or formula == "printed" else 0)
    assert explorer.picture.cost.line.get_marker() == ("^" if state.loss == inf else "o")
    assert 0 <= explorer.picture.cost.line.get_ydata()[0] <= 7
    assert "0.000" not in [text.get_text().strip("+−") for text in explorer.picture.push_numbers]


def test_bars_arrows_and_numbers_follow_the_sliders(explorer):
    explorer.controls["q"].value, explorer.controls["split"].value = 0.1, 2 / 3
    picture, output = explorer.picture, [0.1, 0.6, 0.3]
    assert [bar.get_height() for bar in picture.output.bars] == pytest.approx(output)
    assert [text.get_text() for text in picture.output.numbers] == [".100", ".600", ".300"]
    assert [arrow.get_ydata()[1] for arrow in picture.pushes] == pytest.approx([0.9, -0.6, -0.3])
    assert [arrow.get_marker() for arrow in picture.pushes] == ["^", "v", "v"]
    assert [text.get_text() for text in picture.push_numbers] == ["+0.900", "−0.600", "−0.300"]
    costs = [f"{-log(q):.4f}" for q in output]
    assert [text.get_text() for text in picture.each] == costs
    assert picture.cost.value.get_text() == costs[0]
    assert all(cost in explorer.view.status for cost in costs)
    assert picture.cost.line.get_xdata()[0] == pytest.approx(2 / 3)
    assert picture.cost.line.get_ydata()[0] == pytest.approx(log(10))


def test_the_curve_and_its_bounds_follow_p(explorer):
    explorer.controls["formula"].value = "coins"
    explorer.controls["q"].value = 0.3
    picture = explorer.picture
    assert [line.get_ydata()[0] for line in picture.bounds] == pytest.approx(
        [-log(0.3), -2 * log(0.3)]
    )
    assert picture.line.get_ydata()[45] == pytest.approx(coin_by_coin([0.3, 0.35, 0.35], 0))
    explorer.controls["formula"].value = "printed"
    assert not any(line.get_visible() for line in explorer.picture.bounds)


def test_the_bars_and_the_mark_can_be_dragged(explorer):
    drag(explorer, 0, 0.2, 0.5)
    assert explorer.state.q == 0.5
    drag(explorer, 1, 1.2, 0.1)
    assert explorer.state.output == pytest.approx([0.5, 0.1, 0.4], abs=1e-9)
    drag(explorer, 2, 2.2, 0.2)
    assert explorer.state.output == pytest.approx([0.5, 0.3, 0.2], abs=1e-9)
    drag(explorer, 3, 0.9, 3)
    assert explorer.state.split == explorer.controls["split"].value == 0.9


def test_a_rival_of_a_certain_class_can_be_dragged_without_harm(undrawn):
    explorer = RivalsExplorer(q=1)
    drag(explorer, 1, 1.2, 0.5)
    assert explorer.state.output.tolist() == [1, 0, 0]


def test_as_printed_only_the_one_number_can_be_dragged(explorer):
    explorer.controls["formula"].value = "printed"
    assert [handle.y or handle.x for handle in explorer.picture.handles(explorer.state)] == [
        "q",
        "split",
    ]


@pytest.mark.parametrize("field", ["q", "split"])
@pytest.mark.parametrize("value", [-0.1, 1.1, float("nan")])
def test_what_is_no_share_is_refused(field, value):
    with pytest.raises(ValueError, match=f"{field} is .*a number from 0 to 1"):
        RivalsState(**{field: value})


def test_the_sliders_say_what_the_state_has_from_the_start(explorer):
    assert explorer.controls["q"].value == explorer.state.q
    assert explorer.controls["split"].value == explorer.state.split
    assert explorer.state.output == pytest.approx([0.1, 0.8, 0.1])


def test_an_unknown_formula_is_refused():
    with pytest.raises(ValueError, match="formula is 'softmax'.*'categorical', 'coins', 'printed'"):
        RivalsState(formula="softmax")


def test_its_name_in_a_notebook_says_the_state_in_one_line(explorer):
    assert repr(explorer) == (
        "RivalsExplorer(output=0.100 0.800 0.100, formula='categorical', loss=2.3026)"
    )


def test_a_fourth_class_comes_with_its_bar_its_handle_and_its_word(monkeypatch):
    for name, value in (("NAMES", ANIMALS), ("K", 4)):
        monkeypatch.setattr(f"xent_lib.explorers.rivals.{name}", value)
    explorer = RivalsExplorer(q=0.1, split=0.5)
    assert explorer.state.output == pytest.approx([0.1, 0.45, 0.225, 0.225])
    assert "were the label dog, cat, koala, penguin" in explorer.view.status
    assert len(explorer.picture.output.bars) == 4 and len(explorer.view.handles) == 5
    drag(explorer, 3, None, 0.3)
    assert explorer.state.output == pytest.approx([0.1, 0.3, 0.3, 0.3])
