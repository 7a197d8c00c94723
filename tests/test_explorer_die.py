"""The die: its state against closed forms, its picture against its state."""

from dataclasses import replace
from math import inf, log

import numpy as np
import pytest
from every_explorer import lent
from hands import drag as drag_to
from hands import press

from xent_lib.animals import ANIMALS, key_of
from xent_lib.explorers.die import WEIGHTS, DieExplorer, DieState

WOLF = np.array([3246, 3449, 2897, 2841, 3635, 3932])
SHARE = WOLF / 20_000


@pytest.fixture
def explorer(undrawn):
    return lent(DieExplorer)


def drag(explorer, handle, y):
    drag_to(explorer, None, y, handle)


def test_a_fair_guess_costs_the_logarithm_of_six_and_135_nats_too_much():
    state = DieState()
    assert state.n == WOLF.sum() == 20_000
    assert state.loss == pytest.approx(log(6))
    assert state.floor == pytest.approx(-(SHARE * np.log(SHARE)).sum())
    assert round(state.floor, 4) == 1.7850
    assert round(state.gap, 4) == 0.0068
    assert state.n * state.gap == pytest.approx(135.4, abs=0.05)


def test_the_cost_is_the_floor_and_the_gap(rng):
    for weights in rng.uniform(0, 10, (20, 6)):
        for data in ("wolf", "rolls", "photos"):
            state = DieState(data=data).with_weights(weights)
            assert state.loss == pytest.approx(state.floor + state.gap)


def test_no_guess_costs_less_than_the_frequencies(rng):
    state = DieState()
    assert state.n * state.at_the_frequencies().gap < 0.05  # shown as 0.0
    for weights in rng.uniform(0, 10, (20, 6)):
        assert state.with_weights(weights).loss >= state.floor


def test_raising_one_face_lowers_all_others_and_moves_no_other_slider(explorer):
    before = explorer.state.output
    explorer.controls["w6"].value = 5
    assert explorer.state.output == pytest.approx([0.1] * 5 + [0.5])
    assert (explorer.state.output[:5] < before[:5]).all()
    assert [explorer.controls[name].value for name in WEIGHTS] == [1, 1, 1, 1, 1, 5]


def test_bars_numbers_and_gap_follow_the_sliders(explorer):
    explorer.controls["w1"].value = 2
    picture, guess = explorer.picture, np.array([2, 1, 1, 1, 1, 1]) / 7
    assert [bar.get_height() for bar in picture.guess.bars] == pytest.approx(guess)
    assert picture.guess.numbers[0].get_text() == ".286"
    assert picture.gap.get_x() == pytest.approx(-(SHARE * np.log(SHARE)).sum())
    assert picture.gap.get_width() == pytest.approx((SHARE * np.log(SHARE / guess)).sum())
    cost = -(SHARE * np.log(guess)).sum()
    assert f"cost {cost:.4f} =" in picture.sum.get_text()
    assert f"costs {cost:.4f} nats" in explorer.view.status
    gap = (SHARE * np.log(SHARE / guess)).sum()
    assert f"Over all 20,000 that gap adds up to {20_000 * gap:,.1f} nats" in explorer.view.status


@pytest.mark.parametrize("share", [0.05, 0.25, 0.35])
def test_a_bar_can_be_dragged_to_a_share(explorer, share):
    drag(explorer, 3, share)
    assert explorer.state.output[3] == pytest.approx(share, abs=0.01)
    assert explorer.controls["w4"].value == explorer.state.w4
    assert [explorer.state.w1, explorer.state.w6] == [1, 1]


def test_a_bar_dragged_below_or_above_the_axis_stops_at_the_ends_of_its_slider(explorer):
    drag(explorer, 0, -1)
    assert explorer.state.w1 == 0
    drag(explorer, 0, 3)
    assert explorer.state.w1 == explorer.controls["w1"].max


def test_the_last_weight_left_cannot_be_dragged_away(undrawn):
    explorer = DieExplorer(w1=0, w2=0, w3=0, w4=0, w5=0)
    drag(explorer, 5, 0.1)
    assert explorer.state.output[5] == 1


def test_weights_that_are_all_zero_are_refused_with_a_sentence(explorer):
    for name in WEIGHTS:
        explorer.controls[name].value = 0
    assert "The weights of 1, 2, 3, 4, 5, 6 are all 0" in explorer.problem.value
    assert explorer.state.output[5] == 1  # the last state that made sense
    explorer.controls["w2"].value = 1
    assert explorer.problem.value == ""
    with pytest.raises(ValueError, match="weights of 1, .*6 are all 0"):
        DieState(*[0.0] * 6)


@pytest.mark.parametrize("weight", [-1, inf, float("nan")])
def test_a_weight_below_zero_or_infinite_is_refused(weight):
    with pytest.raises(ValueError, match="w3 is .*, but expected a finite number, 0 or more"):
        DieState(w3=weight)


def test_weights_too_large_to_be_added_still_have_shares():
    assert DieState(*[1e308] * 6).output == pytest.approx([1 / 6] * 6)


def test_a_guess_that_rules_out_what_happened_costs_infinity(explorer):
    explorer.controls["w4"].value = 0
    picture = explorer.picture
    assert explorer.state.loss == explorer.state.gap == inf
    assert picture.beyond.get_visible()
    assert picture.gap.get_x() + picture.gap.get_width() == pytest.approx(4)
    assert "cost ∞" in picture.sum.get_text() and "∞" in explorer.view.status


def test_a_bar_above_the_axis_is_marked_at_its_edge(explorer):
    explorer.controls["w6"].value = 10
    assert explorer.picture.guess.bars[5].get_height() == explorer.picture.top < 10 / 15
    assert explorer.picture.guess.numbers[5].get_text() == "▲.667"


def test_my_rolls_are_counted(explorer):
    explorer.controls["data"].value = "rolls"
    explorer.controls["rolls"].value = "6 6, 1"
    assert explorer.state.counts == (1, 0, 0, 0, 0, 2)
    assert explorer.state.floor == pytest.approx(-(log(1 / 3) + 2 * log(2 / 3)) / 3)
    assert explorer.state.loss == pytest.approx(log(6))


def test_faces_and_animals_can_be_typed_as_any_script_writes_them():
    assert DieState(data="rolls", rolls="６、6，1").counts == (1, 0, 0, 0, 0, 2)
    assert DieState(data="photos", photos="Dog, PENGUIN").counts == (1, 0, 0, 1)


def test_an_animal_is_known_by_its_english_name_and_by_the_one_shown(monkeypatch):
    monkeypatch.setattr("xent_lib.animals._", {"koala": "コアラ"}.get)
    assert key_of("コアラ", ANIMALS[2:3]) == key_of("Koala", ANIMALS[2:3]) == "koala"
    assert key_of("cat", ANIMALS[2:3]) is None


@pytest.mark.parametrize(
    ("rolls", "sentence"),
    [("", "rolls is empty"), ("6 seven", "rolls\\[1\\] is 'seven'"), ("0", "rolls\\[0\\] is '0'")],
)
def test_what_is_no_roll_is_refused_beside_the_controls(explorer, rolls, sentence):
    explorer.controls["data"].value = "rolls"
    explorer.controls["rolls"].value = rolls
    assert sentence.replace("\\", "").split(" is ")[0] in explorer.problem.value
    with pytest.raises(ValueError, match=sentence):
        DieState(data="rolls", rolls=rolls)


def test_unknown_data_are_refused():
    with pytest.raises(ValueError, match="data is 'dice'"):
        DieState(data="dice")


def test_with_animals_the_die_has_four_sides_and_one_photograph_has_no_entropy(explorer):
    explorer.controls["data"].value = "photos"
    state = explorer.state
    assert state.names == ("dog", "cat", "koala", "penguin")
    assert state.counts == (0, 0, 1, 0)
    assert state.floor == 0
    assert state.loss == pytest.approx(log(4))
    assert "adds up" not in state.readout  # to itself, for a single photograph
    explorer.controls["w3"].value = 3
    assert explorer.state.loss == pytest.approx(-log(3 / 6))  # of the true class alone


def test_only_the_sliders_and_the_field_that_count_are_shown(explorer):
    def shown():
        return [name for name, c in explorer.controls.items() if c.layout.display != "none"]

    assert shown() == [*WEIGHTS, "data"]
    explorer.controls["data"].value = "photos"
    assert shown() == [*WEIGHTS[:4], "data", "photos"]
    assert explorer.controls["w4"].label == "weight of penguin"
    assert len(explorer.view.handles) == 4
    explorer.controls["data"].value = "rolls"
    assert shown() == [*WEIGHTS, "data", "rolls"]


def test_the_buttons_load_the_die():
    state = DieState().with_weights(range(1, 7))
    assert state.fair().output == pytest.approx([1 / 6] * 6)
    assert state.loaded().output == pytest.approx([1 / 7.5] * 5 + [1 / 3])
    assert state.at_the_frequencies().output == pytest.approx(SHARE, abs=1e-3)
    photos = replace(state, data="photos")
    assert photos.at_the_frequencies().output.tolist() == [0, 0, 1, 0]


def test_after_a_button_the_sliders_say_what_the_state_has(explorer):
    for words in ("Fair", "Loaded", "The frequencies"):
        press(explorer, words)
        for name in WEIGHTS:
            assert explorer.controls[name].value == getattr(explorer.state, name)


def test_photographs_that_no_weight_is_left_for_are_shown_once_one_is(explorer):
    explorer.state = DieState().with_weights([0, 0, 0, 0, 1, 1])
    explorer.controls["data"].value = "photos"
    assert "The weights of dog, cat, koala, penguin are all 0" in explorer.problem.value
    explorer.controls["w3"].value = 2
    assert explorer.state.data == "photos" and explorer.problem.value == ""


def test_a_text_that_was_refused_is_dropped_with_its_rolls(explorer):
    for field, value in {"data": "rolls", "rolls": "1 7"}.items():
        explorer.controls[field].value = value
    assert "rolls[1]" in explorer.problem.value
    explorer.controls["data"].value = "wolf"
    assert explorer.problem.value == ""
    assert explorer.controls["rolls"].value == explorer.state.rolls == DieState.rolls
    explorer.controls["data"].value = "rolls"
    assert explorer.state.data == "rolls" and explorer.problem.value == ""


def test_a_state_set_from_code_moves_the_controls(explorer):
    explorer.state = DieState(w2=4, data="photos")
    assert explorer.controls["w2"].value == 4
    assert explorer.controls["data"].value == "photos"


def test_its_name_in_a_notebook_says_the_state_in_one_line(explorer):
    assert repr(explorer) == (
        "DieExplorer(guess=0.167 0.167 0.167 0.167 0.167 0.167, n=20000, loss=1.7918, floor=1.7850)"
    )
