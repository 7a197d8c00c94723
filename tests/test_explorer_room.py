"""RoomExplorer: what a class believes and pays, against closed forms."""

from math import log

import numpy as np
import pytest
from hands import drag, press, put

from xent_lib import language
from xent_lib.bets import Bets
from xent_lib.claims import CLAIMS, Claim
from xent_lib.explorers.room import RoomExplorer, RoomState

TRUE, FALSE = Claim("It rains.", True, "So it is."), Claim("It snows.", False, "It does not.")


def test_three_hands_cost_the_mean_of_their_surprises():
    state = RoomState(at_20=1, at_60=1, at_80=1, claim=TRUE)
    assert state.cost == pytest.approx(-(log(0.2) + log(0.6) + log(0.8)) / 3)
    state = RoomState(at_20=1, at_60=1, at_80=1, claim=FALSE)
    assert state.cost == pytest.approx(-(log(0.8) + log(0.4) + log(0.2)) / 3)


@pytest.mark.parametrize(("field", "claim"), [("at_0", TRUE), ("at_100", FALSE)])
def test_a_hand_that_is_sure_and_wrong_costs_ln_100_and_not_infinity(field, claim):
    state = RoomState(**{field: 1}, claim=claim)
    assert state.cost == pytest.approx(log(100))


@pytest.mark.parametrize(("field", "claim"), [("at_100", TRUE), ("at_0", FALSE)])
def test_a_hand_that_is_sure_and_right_costs_the_best_possible(field, claim):
    assert RoomState(**{field: 9}, claim=claim).cost == pytest.approx(-log(0.99))


def test_a_hand_counts_as_often_as_it_is_up():
    state = RoomState(at_20=3, at_80=1, claim=TRUE)
    assert state.cost == pytest.approx(-(3 * log(0.2) + log(0.8)) / 4)
    assert state.mean_answer == pytest.approx((3 * 0.2 + 0.8) / 4)
    assert state.cost_of_mean == pytest.approx(-log((3 * 0.2 + 0.8) / 4))


def test_the_mean_answer_never_costs_more_than_the_room(rng):
    for hands in rng.integers(0, 9, (100, 6)) + [0, 0, 1, 0, 0, 0]:
        for claim in (TRUE, FALSE):
            state = RoomState(*map(int, hands), claim=claim)
            assert state.cost_of_mean <= state.cost + 1e-12


def test_a_room_of_one_mind_pays_what_its_mean_answer_pays():
    state = RoomState(at_40=7, claim=TRUE)
    assert state.cost == pytest.approx(state.cost_of_mean) == pytest.approx(-log(0.4))


def test_an_empty_room_pays_nothing_and_is_told_what_to_do(undrawn):
    explorer = RoomExplorer(TRUE)
    assert np.isnan(explorer.state.cost) and "Count the hands" in explorer.state.readout
    press(explorer, "Reveal")
    assert "Count the hands" in explorer.state.readout


def test_nothing_gives_the_truth_away_before_the_reveal():
    explorer = RoomExplorer(FALSE, at_80=4)
    told = f"{explorer!r} {explorer.state.readout} {explorer.still()} {explorer.asked.text}"
    assert FALSE.because not in told and "not revealed" in told
    other = RoomExplorer(Claim(FALSE.text, True, ""), at_80=4)
    assert (explorer.picture.pixels() == other.picture.pixels()).all()


def test_the_reveal_says_what_is_so_the_cost_the_best_and_no_idea(undrawn):
    explorer = RoomExplorer(FALSE, at_80=4)
    press(explorer, "Reveal")
    assert explorer.state.readout == (
        f"That is false. It does not. The room’s cross-entropy is {-log(0.2):.2f} nats a hand: the "
        f"best possible is {-log(0.99):.2f}, no idea costs {log(2):.2f}. One hand at the mean "
        f"answer, 80 %, would cost {-log(0.2):.2f}: never more than the room."
    )
    assert repr(explorer) == f"RoomExplorer(hands=[0, 0, 0, 0, 4, 0], cost={-log(0.2):.4f})"


def test_the_reveal_writes_its_numbers_with_a_true_minus():
    state = RoomState(at_80=1, revealed=True, claim=Claim("So-so.", True, "It is -0.5, so-so."))
    assert "It is −0.5, so-so." in state.readout


def test_before_the_reveal_both_costs_are_told():
    assert RoomState(at_20=2, claim=TRUE).readout == (
        "2 hands. The mean answer is 20 %. The room costs 1.61 nats a hand if the claim is true, "
        "0.22 if it is false; no idea costs ln 2 = 0.69 either way."
    )
    assert RoomState(at_20=1).readout.startswith("One hand. The mean answer is 20 %. It costs 1.61")


def test_hands_are_typed_or_dragged(undrawn):
    explorer = RoomExplorer(TRUE)
    put(explorer, at_20=3)
    drag(explorer, None, 12.3, number=4)
    assert explorer.state.hands.tolist() == [0, 3, 0, 0, 12, 0]
    assert explorer.controls["at_80"].value == 12


def test_more_hands_than_the_axis_shows_are_counted_and_told(undrawn):
    explorer = RoomExplorer(TRUE, at_60=90)
    assert explorer.state.room == 90
    assert explorer.picture.bars.numbers[3].get_text() == "▲90"


def test_counting_again_keeps_the_claim_and_hides_the_truth(undrawn):
    explorer = RoomExplorer(TRUE, at_60=9)
    press(explorer, "Reveal")
    press(explorer, "Count again")
    assert explorer.state == RoomState(claim=TRUE)


def test_every_letter_is_18_pixels_high_or_more(undrawn):
    explorer = RoomExplorer(TRUE, at_60=9)
    texts = [t for axes in explorer.picture.figure.axes for t in axes.findobj(lambda a: True)]
    sizes = [t.get_size() for t in texts if hasattr(t, "get_size") and t.get_text()]
    assert sizes and min(sizes) * 96 / 72 >= 18


@pytest.mark.parametrize("name", CLAIMS)
def test_a_book_of_bets_asks_a_room_any_claim_and_does_not_score_it(name, undrawn):
    bets = Bets()
    room = bets.room(name)
    assert room.asked.text == room.state.claim.text
    assert bets.score().bets == 0


def test_a_claim_that_is_not_there_is_refused_with_the_nearest_name():
    with pytest.raises(ValueError, match="Did you mean 'fair_or_bent'"):
        Bets().room("fair_or_bend")


@pytest.mark.parametrize(("spoken", "answer"), [("en", "20 %"), ("ja", "20%")])
def test_an_answer_is_written_as_per_cent_are_in_that_language(spoken, answer):
    language.use(spoken)
    try:
        assert RoomExplorer(TRUE).controls["at_20"].description == answer
    finally:
        language.use("en")
