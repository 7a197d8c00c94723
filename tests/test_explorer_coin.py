"""The coin: its state against closed forms, its picture against its state."""

from decimal import Decimal
from math import comb, inf, log

import numpy as np
import pytest
from every_explorer import lent
from hands import drag, press

from xent_lib.explorers.coin import CoinExplorer, CoinState, nats
from xent_lib.numerals import power_of_ten

REAL = {"heads": 178_079, "tails": 172_678}


@pytest.fixture
def explorer(undrawn):
    return lent(CoinExplorer)


def test_the_likelihood_is_the_product_of_the_factors_and_the_loss_its_negative_log():
    state = CoinState(q=0.6)
    assert state.likelihood(0.6) == pytest.approx(0.6**7 * 0.4**3)
    assert state.loss == pytest.approx(-(7 * log(0.6) + 3 * log(0.4)))


def test_a_likelihood_is_no_probability_of_q():
    q = np.linspace(0, 1, 20_001)
    area = CoinState().likelihood(q).mean()
    assert area == pytest.approx(1 / (11 * comb(10, 3)), rel=1e-3)  # the beta function
    assert round(1 / (11 * comb(10, 3)), 5) == 0.00076


@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (0, 4), (5, 0), tuple(REAL.values())])
def test_the_top_of_one_curve_is_the_bottom_of_the_other(heads, tails):
    state = CoinState(heads=heads, tails=tails)
    q = np.linspace(0, 1, 1001)
    assert state.share == heads / (heads + tails)
    assert (state.negative_log_likelihood(q) >= state.floor * (1 - 1e-12)).all()  # rounding
    assert (state.relative_likelihood(q) <= 1 + 1e-12).all()
    assert state.relative_likelihood(state.share) == 1


def test_the_mean_is_the_sum_over_the_tosses(explorer):
    explorer.controls["q"].value = 0.6
    total = explorer.state.loss
    explorer.controls["reduction"].value = "mean"
    assert explorer.state.loss == pytest.approx(total / 10)


def test_the_real_coin_pays_42_nats_for_being_called_fair():
    state = CoinState(q=0.5, **REAL)
    p = REAL["heads"] / 350_757
    divergence = p * log(2 * p) + (1 - p) * log(2 * (1 - p))
    assert state.loss - state.floor == pytest.approx(350_757 * divergence, rel=1e-6)
    assert state.loss - state.floor == pytest.approx(41.6, abs=0.05)


@pytest.mark.parametrize("q, heads, tails", [(0.5, *REAL.values()), (0.3, 600, 50)])
def test_where_the_product_underflows_the_readout_tells_it_all_the_same(q, heads, tails):
    exact = Decimal(str(q)) ** heads * (1 - Decimal(str(q))) ** tails
    assert exact < Decimal("1e-310")  # 0 as a float, or one of few digits
    digits, _e, power = f"{exact:.2e}".partition("e")
    state = CoinState(q=q, heads=heads, tails=tails)
    assert f"the likelihood {digits}×{power_of_ten(int(power))} and" in state.readout


def test_marks_coin_and_bars_follow_the_slider(explorer):
    explorer.controls["q"].value = 0.25
    picture = explorer.picture
    marks = [mark.line.get_data() for mark in (picture.likelihood, picture.loss)]
    assert [x for (x,), _y in marks] == [0.25, 0.25]
    assert marks[0][1] == pytest.approx([0.25**7 * 0.75**3])
    assert marks[1][1] == pytest.approx([-(7 * log(0.25) + 3 * log(0.75))])
    assert picture.fill.get_height() == 0.25
    assert [cover.get_y() for cover in picture.covers] == [0.25, 0.75]


def test_the_values_over_the_curves_are_those_of_the_state(explorer):
    explorer.controls["q"].value = 0.5
    picture = explorer.picture
    shown = [mark.value.get_text() for mark in (picture.likelihood, picture.loss)]
    assert shown == ["0.000977", f"{10 * log(2):.4f}"]
    assert "0.000977" in explorer.view.status and f"{10 * log(2):.4f}" in explorer.view.status


@pytest.mark.parametrize("q", [0, 1])
def test_a_guess_that_rules_out_a_toss_waits_as_an_arrow_at_the_edge(explorer, q):
    explorer.controls["q"].value = q
    mark = explorer.picture.loss.line
    assert explorer.state.loss == inf
    assert mark.get_marker() == "^"
    assert mark.get_ydata()[0] == mark.axes.get_ylim()[1]
    assert "∞" in explorer.view.status
    explorer.controls["q"].value = 0.5
    assert mark.get_marker() == "o"


@pytest.mark.parametrize(("heads", "tails"), [(7, 3), (0, 9), (9, 0), tuple(REAL.values())])
def test_the_dotted_line_says_what_it_is_within_its_axes(heads, tails):
    picture = CoinExplorer(heads=heads, tails=tails).picture
    axes = picture.loss.axes
    (words,) = [text for text in axes.texts if text.get_text() == "heads/tosses"]
    left, right = axes.transData.inverted().transform(words.get_window_extent())[:, 0]
    assert 0 <= left < right <= 1
    assert min(abs(left - heads / (heads + tails)), abs(right - heads / (heads + tails))) < 0.03


def test_a_marker_can_be_dragged_along_either_curve_and_the_coin_be_filled(explorer):
    for handle in range(3):
        explorer.controls["q"].value = 0.5
        drag(explorer, 0.3, 0.3, handle)
        assert explorer.state.q == explorer.controls["q"].value == pytest.approx(0.3)


def test_buttons_bring_ten_tosses_and_the_real_coin(explorer):
    press(explorer, "Toss again")
    first = explorer.state
    assert first.tosses == 10
    assert first == CoinState().toss_again()  # the seed is in the state: two runs agree
    press(explorer, "The real flips")
    assert (explorer.state.heads, explorer.state.tails) == (178_079, 172_678)
    assert explorer.controls["heads"].value == 178_079
    press(explorer, "7 heads of 10")
    assert (explorer.state.heads, explorer.state.tails) == (7, 3)


def test_many_tosses_ask_for_finer_guesses(explorer):
    explorer.controls["q"].value = 0.507_7
    assert explorer.state.q == 0.51
    explorer.state = CoinState(q=0.5, **REAL)
    explorer.controls["q"].value = 0.507_7
    assert explorer.state.q == 0.507_7
    assert "q=0.5077" in repr(explorer)
    explorer.state = CoinState()
    assert explorer.controls["q"].step == 0.01


def test_no_toss_at_all_is_refused_beside_the_controls(explorer):
    explorer.controls["heads"].value = 0
    before = explorer.state
    explorer.controls["tails"].value = 0
    assert explorer.state == before
    assert "at least one toss" in explorer.problem.value
    explorer.controls["heads"].value = 2
    assert explorer.problem.value == ""


def test_one_toss_is_not_said_to_be_several():
    told = CoinState(heads=1, tails=0).readout
    assert told.startswith("With q = 0.50, this 1 toss (1 heads) has the likelihood 0.5 and the ")


def test_the_record_of_a_notebook_tells_guess_tosses_and_loss(explorer):
    explorer.controls["q"].value = 0.7
    best = -(7 * log(0.7) + 3 * log(0.3))
    assert repr(explorer) == f"CoinExplorer(q=0.70, heads=7, tails=3, loss={best:.4f})"
    big = CoinExplorer(heads=999_999, tails=999_999)
    assert len(repr(big)) < 110


def test_fewer_tosses_bring_the_guess_to_the_steps_of_its_slider(explorer):
    explorer.state = CoinState(**REAL)
    explorer.controls["q"].value = 0.5077
    explorer.attempt(lambda: CoinState(q=explorer.state.q, heads=7, tails=3))
    assert explorer.state.q == explorer.controls["q"].value == 0.51
    assert "With q = 0.51," in explorer.view.status
    assert nats(-7 * log(0.51) - 3 * log(0.49)) in explorer.view.status
    assert CoinExplorer(q=0.7049).state.q == 0.7


@pytest.mark.parametrize("count", [-1, 2.5, 1_000_001, inf, float("nan")])
def test_a_count_that_its_box_cannot_show_is_refused(count):
    with pytest.raises(ValueError, match=f"tails is {count}, but expected a whole number from 0"):
        CoinState(tails=count)


def test_a_move_costs_the_same_for_ten_tosses_and_for_350757(undrawn):
    few, many = CoinState(q=0.4), CoinState(q=0.4, **REAL)
    assert len(few._seen(0.4)["count"]) == len(many._seen(0.4)["count"]) == 2
    few, many = CoinExplorer(), CoinExplorer(**REAL)
    assert len(few.picture._moving) == len(many.picture._moving)


def test_a_cost_is_told_to_four_digits_while_they_matter():
    assert [nats(c) for c in (0.69314, 243126.22, inf)] == ["0.6931", "243,126.2", "∞"]


@pytest.mark.parametrize("kind", [CoinState, CoinExplorer])
def test_a_reduction_that_there_is_not_is_refused_with_a_sentence(kind):
    with pytest.raises(ValueError, match="reduction is 'median', but expected one of 'sum', 'me"):
        kind(reduction="median")
