"""GapExplorer: four gaps between an output and a label, their costs and their slopes."""

from math import inf, isnan, log

import numpy as np
import pytest
from every_explorer import lent
from hands import drag, handle

from xent_lib import losses
from xent_lib.explorers.gap import GAPS, TOP, GapExplorer, GapState

PROBABILITIES = [0.01, 0.3, 0.5, 0.77, 0.99]


@pytest.fixture
def explorer():
    return lent(GapExplorer, q=0.3, label=1, slopes="all")


def points(explorer):
    return {name: point.line.get_xydata()[0] for name, point in explorer.picture.points.items()}


@pytest.mark.parametrize("p", PROBABILITIES)
def test_the_costs_are_the_textbook_ones(p):
    right, wrong = GapState(q=p, label=1).values, GapState(q=p, label=0).values
    assert right["cross_entropy"] == pytest.approx(-log(p))
    assert wrong["cross_entropy"] == pytest.approx(-log(1 - p))
    assert (right["absolute"], wrong["absolute"]) == pytest.approx((1 - p, p))
    assert (right["squared"], wrong["squared"]) == pytest.approx(((1 - p) ** 2, p**2))
    lot = (1 + np.sign(0.5 - p)) / 2  # at one half the answer is drawn by lot
    assert (right["zero_one"], wrong["zero_one"]) == (lot, 1 - lot)


@pytest.mark.parametrize("name", GAPS)
@pytest.mark.parametrize("label", [0, 1])
@pytest.mark.parametrize("p", [0.02, 0.3, 0.6, 0.98])
def test_a_slope_is_what_the_cost_changes_by(name, label, p):
    gap, step = GAPS[name], 1e-6
    rise = gap.value(label, p + step) - gap.value(label, p - step)
    assert gap.slope(label=label, output=p) == pytest.approx(rise / (2 * step), abs=1e-6)


@pytest.mark.parametrize("label", [0, 1])
def test_slopes_take_arrays_and_agree_with_the_slopes_in_the_logit(label, rng):
    # dL/dz = dL/dp · dp/dz, and dp/dz = p (1 - p).
    z = rng.normal(0, 3, 50)
    p = losses.sigmoid(z)
    for in_output, in_logit in (
        (losses.binary_cross_entropy_slope, losses.binary_cross_entropy_gradient),
        (losses.squared_error_slope, losses.squared_error_gradient),
    ):
        expected = in_logit(label=label, logit=z, reduction="none")
        np.testing.assert_allclose(in_output(label=label, output=p) * p * (1 - p), expected)


def test_slopes_at_the_edges_are_let_through():
    assert losses.binary_cross_entropy_slope(label=1, output=0) == -inf
    assert losses.binary_cross_entropy_slope(label=0, output=1) == inf
    assert losses.binary_cross_entropy_slope(label=1, output=1) == -1
    assert losses.absolute_error_slope(label=1, output=1) == -1
    assert losses.absolute_error_slope(label=0, output=0) == 1
    assert isnan(losses.zero_one_error_slope(label=1, output=0.5))
    assert losses.zero_one_error_slope(label=[0, 1], output=[0.2, 0.2]).tolist() == [0, 0]


def test_gaps_can_be_summed_and_averaged():
    seen = {"label": [1, 0, 1, 1], "output": [0.9, 0.2, 0.6, 0.3]}
    assert losses.absolute_error(**seen) == pytest.approx((0.1 + 0.2 + 0.4 + 0.7) / 4)
    assert losses.absolute_error(**seen, reduction="sum") == pytest.approx(1.4)
    assert losses.zero_one_error(**seen) == 1 / 4


def test_squared_error_is_capped_and_cross_entropy_is_not():
    certain, sure = GapState(q=0, label=1).values, GapState(q=0.01, label=1).values
    assert certain["squared"] == 1 and certain["cross_entropy"] == inf
    assert sure["cross_entropy"] == pytest.approx(log(100))


def test_the_slider_moves_every_point_to_its_cost(explorer):
    explorer.controls["q"].value = 0.25
    at = {name: point.tolist() for name, point in points(explorer).items()}
    assert at["cross_entropy"] == pytest.approx([0.25, log(4)])
    assert at["absolute"] == pytest.approx([0.25, 0.75])
    assert at["squared"] == pytest.approx([0.25, 0.75**2])
    assert at["zero_one"] == [0.25, 1]


def test_the_label_turns_the_curves_round(explorer):
    base = explorer.picture.base.copy()
    explorer.controls["label"].value = 0
    assert points(explorer)["cross_entropy"] == pytest.approx([0.3, -log(0.7)])
    assert (explorer.picture.base != base).any()


def test_a_tangent_has_the_slope_and_touches_at_the_point(explorer):
    (x0, x1), (y0, y1) = explorer.picture.tangents["squared"].get_data()
    assert (y1 - y0) / (x1 - x0) == pytest.approx(-2 * 0.7)
    assert ((x0 + x1) / 2, (y0 + y1) / 2) == pytest.approx((0.3, 0.49))


@pytest.mark.parametrize("p", [0.02, 0.3, 0.9])
def test_tangents_are_as_long_as_one_another_on_screen(explorer, p):
    explorer.controls["q"].value = p
    axes = explorer.picture.axes
    span = np.array([np.ptp(axes.get_xlim()), np.ptp(axes.get_ylim())])
    for line in explorer.picture.tangents.values():
        across, up = np.ptp(line.get_xydata(), axis=0) / span
        assert np.hypot(span[0] * across, span[0] * up) == pytest.approx(2 * 0.2)


def test_only_the_slopes_that_were_chosen_are_drawn(explorer):
    explorer.controls["slopes"].value = "squared"
    drawn = {name for name, line in explorer.picture.tangents.items() if len(line.get_xdata())}
    written = {name for name, text in explorer.picture.slope_texts.items() if text.get_text()}
    assert drawn == written == {"squared"}
    explorer.controls["slopes"].value = "none"
    assert not any(len(line.get_xdata()) for line in explorer.picture.tangents.values())
    assert "lope" not in explorer.state.readout


def test_the_table_shows_costs_and_slopes(explorer):
    costs = {name: text.get_text() for name, text in explorer.picture.cost_texts.items()}
    slopes = {name: text.get_text() for name, text in explorer.picture.slope_texts.items()}
    assert costs == {
        "cross_entropy": "1.204", "absolute": "0.700", "squared": "0.490", "zero_one": "1.000"
    }  # fmt: skip
    assert slopes == {
        "cross_entropy": "−3.33", "absolute": "−1.00", "squared": "−1.40", "zero_one": "0"
    }  # fmt: skip


@pytest.mark.parametrize(("p", "label"), [(0, 1), (1, 0)])
def test_an_infinite_cost_waits_at_the_edge_as_an_arrow(explorer, p, label):
    explorer.controls["label"].value = label
    explorer.controls["q"].value = p
    point = explorer.picture.points["cross_entropy"].line
    assert point.get_ydata() == [TOP] and point.get_marker() == "^"
    assert explorer.picture.cost_texts["cross_entropy"].get_text() == "∞"
    assert "∞" in explorer.state.readout


def test_the_jump_of_the_01_error_has_no_slope(explorer):
    explorer.controls["q"].value = 0.5
    assert explorer.picture.slope_texts["zero_one"].get_text() == "jumps"
    assert not len(explorer.picture.tangents["zero_one"].get_xdata())


def test_the_record_and_the_readout_say_what_is_shown(explorer):
    assert repr(explorer) == "GapExplorer(q=0.30, label=1, cross_entropy=1.2040, squared=0.4900)"
    for words in (
        "output says 0.30",
        "label is 1",
        "cross-entropy 1.204 (slope −3.33)",
        "0/1 error 1.000 (slope 0)",
    ):
        assert words in explorer.state.readout


def test_points_and_output_can_be_dragged_where_they_are(explorer):
    assert handle(explorer, 0).at == pytest.approx((0.3, -log(0.3)))
    for number in (0, 1):
        drag(explorer, 0.77, None, number)
        assert explorer.state.q == explorer.controls["q"].value == 0.77
        explorer.state = GapState()


def test_a_state_set_from_code_moves_the_controls(explorer):
    explorer.state = GapState(q=0.8, label=0, slopes="none")
    assert [control.value for control in explorer.controls.values()] == [0.8, 0, "none"]


@pytest.mark.parametrize(
    ("fields", "said"), [({"q": 1.2}, "1.2"), ({"label": 2}, "2"), ({"slopes": "steep"}, "steep")]
)
def test_a_state_that_cannot_be_is_refused_with_a_sentence(explorer, fields, said):
    before = explorer.state
    explorer.change(**fields)
    assert explorer.state == before and said in explorer.problem.value
    with pytest.raises(ValueError, match=next(iter(fields))):
        GapState(**fields)
