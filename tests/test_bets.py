"""Bets: what they cost, what counts, and what is refused."""

from math import log

import numpy as np
import pytest

from xent_lib.bets import Bet, Bets, Claim


@pytest.fixture
def bets():
    return Bets()


def placed(bets, percent, truth, claim="It rains."):
    bet = bets.ask(Claim(claim, truth, "So it is."))
    bet.slider.value = percent
    bet.button.click()
    return bet


@pytest.mark.parametrize("percent", [1, 37, 50, 80, 99])
@pytest.mark.parametrize("truth", [True, False])
def test_a_bet_costs_minus_the_log_of_what_it_left_to_what_is_so(bets, percent, truth):
    left = percent / 100 if truth else 1 - percent / 100
    bet = placed(bets, percent, truth)
    assert bet.cost == pytest.approx(-log(left), rel=1e-14)
    assert repr(bet) == f"Bet(p={percent / 100:.2f}, cost={-log(left):.4f})"


@pytest.mark.parametrize(
    ("percent", "truth", "words"),
    [
        (99, False, "You gave 0.01 to what is so, which costs −ln 0.01 = 4.61: more than no idea"),
        (99, True, "You gave 0.99 to what is so, which costs −ln 0.99 = 0.01: less than no idea"),
        (1, False, "You gave 0.99 to what is so, which costs −ln 0.99 = 0.01: less than no idea"),
        (50, True, "−ln 0.50 = 0.69: just what no idea costs (ln 2 = 0.69)"),
    ],
)
def test_the_reveal_says_what_the_bet_cost_against_ln_2(bets, percent, truth, words):
    assert words in placed(bets, percent, truth).status.text


@pytest.mark.parametrize(("truth", "words"), [(True, "That is true."), (False, "That is false.")])
def test_the_reveal_says_what_is_so_and_why(bets, truth, words):
    assert placed(bets, 60, truth).status.text.startswith(f"{words} So it is.\n")


def test_a_bet_is_silent_until_it_is_revealed(bets):
    bet = bets.ask(Claim("It rains.", True, "So it is."))
    bet.slider.value = 90
    assert (bet.status.text, bet.cost, repr(bet)) == ("", None, "Bet(not placed)")


def test_an_untouched_slider_is_the_bet_of_no_idea(bets):
    bet = bets.ask(Claim("It rains.", True, ""))
    bet.button.click()
    assert bet.cost == pytest.approx(log(2))


def test_a_bet_can_be_changed_before_the_reveal_and_not_after(bets):
    bet = bets.ask(Claim("It rains.", True, ""))
    bet.slider.value = 20
    bet.slider.value = 70
    assert not bet.slider.disabled
    bet.button.click()
    assert bet.slider.disabled
    assert bet.cost == pytest.approx(-log(0.7))


def test_a_value_that_the_click_overtook_is_the_bet_and_is_told(bets):
    bet = placed(bets, 51, True)
    bet.slider.value = 80  # as a message from the page: the slider itself is disabled there
    assert bet.cost == pytest.approx(-log(0.8))
    assert "−ln 0.80 = 0.22" in bet.status.text
    assert bets.score().mean == pytest.approx(-log(0.8))


def test_a_second_reveal_changes_nothing(bets):
    bet = placed(bets, 80, True)
    before = bet.status.text
    bet.button.click()
    assert (bet.status.text, bets.score().bets) == (before, 1)


def test_the_running_mean_is_the_mean_of_the_costs(bets):
    first = placed(bets, 80, True, "one")
    second = placed(bets, 80, False, "two")
    assert f"{-log(0.8):.2f} (1 bet)" in first.status.text
    mean = (-log(0.8) - log(0.2)) / 2
    assert f"so far: {mean:.2f} (2 bets)" in second.status.text
    assert bets.score().mean == pytest.approx(mean)


def test_a_skipped_bet_counts_for_nothing(bets):
    placed(bets, 80, True, "one")
    bets.ask(Claim("two", False, ""))
    assert (bets.score().bets, bets.score().mean) == (1, pytest.approx(-log(0.8)))


def test_a_claim_asked_again_replaces_the_earlier_bet(bets):
    first = placed(bets, 99, False)
    assert placed(bets, 75, False).cost == pytest.approx(-log(0.25))
    assert (bets.score().bets, bets.score().mean) == (1, pytest.approx(-log(0.25)))
    assert "asked again" in first.status.text
    first.button.click()
    assert (bets.score().bets, first.cost) == (1, None)


def test_two_books_do_not_mix(bets):
    placed(bets, 80, True)
    assert Bets().score().bets == 0


def test_the_score_says_number_mean_ln_2_and_what_to_carry(bets):
    placed(bets, 80, True)
    assert repr(bets.score()) == (
        "1 bet, mean cost 0.2231: less than no idea costs (ln 2 = 0.6931). "
        "To carry to the end of the course: (1, 0.2231)."
    )


def test_a_score_without_bets_says_what_to_do(bets):
    assert repr(bets.score()) == "No bet placed yet. Place one above, then run this cell again."


def test_the_score_of_the_course_weighs_every_bet_alike(bets):
    placed(bets, 80, True)
    score = bets.course(level_1=(3, 0.5), level_2=(0, 0))
    assert (score.bets, score.mean) == (4, pytest.approx((3 * 0.5 - log(0.8)) / 4))
    assert "your own cross-entropy for the course" in repr(score)


def test_the_score_of_the_course_names_what_is_not_filled_in(bets):
    said = repr(bets.course(level_1=..., level_2=(2, 0.7))).splitlines()
    assert said[0].startswith("level_1 is not filled in")
    assert said[1].startswith("2 bets, mean cost 0.7000: more than no idea costs")
    assert repr(bets.course(level_1=...)).splitlines()[1].startswith("No bet placed yet.")


@pytest.mark.parametrize(
    "pair",
    [3, "ab", (1,), (-1, 0.2), None, (0.5312, 8), (8.5, 0.5), (8.0, 0.5), {8, 0.5312}]
    + [{8: 0.5312}, (True, 0.5), (8, True), (8, "0.5312"), (8, None), (8, 0.5, 1), ("8", 0.5)],
)
def test_a_pair_that_is_no_score_is_refused_by_name(bets, pair):
    with pytest.raises(ValueError, match="^level_1 is .* a pair such as"):
        bets.course(level_1=pair)


# A bet leaves from .01 to .99 to what is so.
@pytest.mark.parametrize(
    "pair",
    [(8, 5312), (8, 53.12), (8, 4.61), (8, 0.0), (8, 0.009), (2, -0.1), (2, np.nan), (2, np.inf)]
    + [(0, 0.5), (0, np.nan)],
)
def test_a_mean_that_no_bets_can_cost_is_refused(bets, pair):
    with pytest.raises(ValueError, match="^level_1 is .* between 0.0101 and 4.6052 nats"):
        bets.course(level_1=pair)


@pytest.mark.parametrize("pair", [(8, 0.5312), [8, 0.5312], (1, 0.0101), (3, 4.6052), (0, 0.0)])
def test_a_pair_as_a_score_gives_it_is_taken(bets, pair):
    assert bets.course(level_1=pair).bets == pair[0]


def test_a_slider_that_was_moved_and_not_revealed_is_pointed_out(bets):
    first, second = (bets.ask(Claim(text, True, "")) for text in ("one", "two"))
    first.slider.value = 80
    assert repr(bets.score()).startswith("One bet is waiting") and "Reveal" in repr(bets.score())
    second.slider.value = 30
    assert repr(bets.course(level_1=(0, 0))).startswith("2 bets are waiting")
    second.reveal()
    assert bets.score().bets == 1


@pytest.mark.parametrize("truth", [1, 0, "yes", None, 0.5, [True], np.array([True, False])])
def test_a_truth_that_is_no_bool_is_refused(bets, truth):
    with pytest.raises(ValueError, match="^truth is .* either True or False"):
        bets.ask(Claim("It rains.", truth, ""))


@pytest.mark.parametrize("truth", [np.True_, np.float64(2) > 1])
def test_a_bool_of_numpy_is_a_truth(bets, truth):
    assert placed(bets, 80, truth).cost == pytest.approx(-log(0.8))


@pytest.mark.parametrize("claim", ["", "  \n", None, 3])
def test_a_claim_without_words_is_refused(bets, claim):
    with pytest.raises(ValueError, match="^text is .* a sentence to bet on"):
        bets.ask(Claim(claim, True, ""))


def test_a_reason_that_is_no_text_is_refused(bets):
    with pytest.raises(ValueError, match="^because is None"):
        bets.ask(Claim("It rains.", True, None))


def test_a_reveal_writes_its_numbers_with_a_true_minus(bets):
    bet = bets.ask(Claim("So-so.", True, "It is -0.5, at 2016-11 and so-so."))
    bet.reveal()
    assert "It is −0.5, at 2016-11 and so-so." in bet.status.text


def test_the_claim_is_the_name_of_the_slider_and_tells_what_the_button_reveals(bets):
    bet = bets.ask(Claim("1 < 2 & 3", True, ""))
    assert (bet.slider.label, bet.button.tooltip) == ("1 < 2 & 3", "1 < 2 & 3")


def test_a_bet_placed_before_something_is_tried_shows_no_reveal(bets):
    bet = bets.place("six_times_no_idea")
    slider, words = bet.children
    assert (slider, words.text) == (bet.slider, "")
    assert "Run All Cells" in words.lost
    bet.slider.value = 90
    assert bet.status.text == "" and not bet.placed


def test_a_settled_bet_repeats_what_was_said_and_reveals_it_once(bets):
    bet = bets.place("six_times_no_idea")  # true
    settled = bets.settle("six_times_no_idea")
    bet.slider.value = 80
    assert settled.said.text == f"{bet.claim.text} You said 80 %."
    bet.button.click()
    assert repr(settled) == repr(bet) == f"Bet(p=0.80, cost={-log(0.8):.4f})"
    assert settled.children[2].text.startswith("That is true. ")
    assert bets.score().bets == 1


def test_a_bet_that_was_left_out_can_still_be_placed_where_it_is_settled(bets):
    bet = bets.settle("six_times_no_idea")
    assert (
        bet.children == (bet.slider, *bet.children[1:]) and bet.button in bet.children[1].children
    )


def test_the_page_without_widgets_does_not_settle_a_bet(bets):
    bet = bets.place("six_times_no_idea")
    bundle = bets.settle("six_times_no_idea")._repr_mimebundle_()
    assert bundle["text/plain"] == "Bet(not placed)"
    assert bet.claim.text in bundle["text/html"]
    assert bet.claim.because not in bundle["text/html"]


def test_the_book_of_a_kernel_is_there_again_when_the_first_cell_is_run_again():
    cell = "from xent_lib.bets import bets"
    first, again = {}, {}
    exec(cell, first)
    exec(cell, again)
    assert isinstance(first["bets"], Bets)
    assert first["bets"] is again["bets"]


def test_a_claim_that_is_not_there_is_refused_with_the_nearest_name(bets):
    with pytest.raises(ValueError, match="no claim called 'six_times'.*'six_times_no_idea'"):
        bets.ask("six_times")
    with pytest.raises(ValueError, match="no claim called 3"):
        bets.place(3)


def test_a_page_that_cannot_run_widgets_shows_the_claim_and_not_the_truth(bets):
    bet = bets.ask(Claim("It rains.", True, "So it is."))
    bundle = bet._repr_mimebundle_()
    assert bundle["text/plain"] == "Bet(not placed)"
    assert "It rains." in bundle["text/html"]
    assert "So it is" not in bundle["text/html"]


def test_every_step_of_the_slider_is_a_bet_from_1_to_99_per_cent():
    slider = Bet(Claim("It rains.", True), Bets()).slider
    assert (slider.min, slider.max, slider.step, slider.value) == (1, 99, 1, 50)
    for beyond, end in ((0, 1), (100, 99)):
        slider.value = beyond
        assert slider.value == end


def test_what_takes_keys_is_inside_the_guard_of_the_keys_and_in_reading_order(bets):
    bet = bets.ask(Claim("It rains.", True, ""))
    assert "xent-explorer" in bet._dom_classes
    slider, buttons, status = bet.children
    assert (slider, buttons.children, status) == (bet.slider, (bet.button,), bet.status)
    assert bet.slider.label and bet.button.description


def test_the_button_keeps_the_focus_it_has(bets):
    assert not placed(bets, 80, True).button.disabled
