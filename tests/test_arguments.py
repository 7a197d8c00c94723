"""What the losses accept."""

import inspect

import numpy as np
import pytest

from xent_lib import losses
from xent_lib.losses import (
    bernoulli_likelihood,
    binary_cross_entropy,
    binary_cross_entropy_gradient,
    categorical_cross_entropy,
    categorical_cross_entropy_from_logits,
    categorical_cross_entropy_gradient,
    entropy,
    sigmoid,
    softmax,
)

PUBLIC = {
    name: function
    for name, function in vars(losses).items()
    if getattr(function, "__module__", "") == "xent_lib.losses"
    and not name.startswith("_")
    and name != "weighted"  # a piece, which checks nothing
}
ROWS = np.array([[0.1, 0.3, 0.6], [0.0, 1.0, 0.0]])
COLUMN = np.array([0.2, 1.0])


def legal(name, of=np.float64):
    """Arguments that `name` accepts, an impossible label among them."""
    rows, column = ROWS.astype(of), COLUMN.astype(of)
    parameters = inspect.signature(PUBLIC[name]).parameters
    few = "categorical" not in name and "soft" not in name
    given = {
        "p": rows,
        "q": rows[::-1],
        "label": np.array([1, 0]),
        "output": column if few else rows,
        "logit": np.array([-1000, 9], of) if few else np.array([[-np.inf, 0, 1000]] * 2, of),
        "count": np.array([2, 0]),
    }
    return {key: given[key] for key in parameters if key in given}


def call(name, given):
    """`name` of `given`, by position where the function takes it so."""
    if any(p.kind is p.KEYWORD_ONLY for p in inspect.signature(PUBLIC[name]).parameters.values()):
        return PUBLIC[name](**given)
    return PUBLIC[name](*given.values())


@pytest.mark.parametrize("name", PUBLIC)
def test_no_warning_and_no_trace_in_numpys_settings(name):
    settings = np.geterr()
    with np.errstate(all="raise"):
        call(name, legal(name))
    assert np.geterr() == settings


@pytest.mark.parametrize("name", PUBLIC)
def test_arguments_are_read_and_never_written(name):
    given = legal(name)
    before = {key: value.copy() for key, value in given.items()}
    for value in given.values():
        value.flags.writeable = False
    result = call(name, given)
    for key, value in given.items():
        np.testing.assert_array_equal(value, before[key])
        assert not np.shares_memory(result, value)


@pytest.mark.parametrize("name", PUBLIC)
def test_float32_in_gives_float32_out(name):
    narrow, wide = call(name, legal(name, np.float32)), call(name, legal(name))
    assert np.asarray(narrow).dtype == np.float32
    assert np.asarray(wide).dtype == np.float64
    np.testing.assert_allclose(narrow, wide, rtol=1e-6, atol=1e-37)


@pytest.mark.parametrize("name", PUBLIC)
def test_float16_in_gives_float32_out(name):
    given = legal(name, np.float16)
    wider = {k: v.astype(np.float32) if v.dtype == np.float16 else v for k, v in given.items()}
    assert np.asarray(call(name, given)).dtype == np.float32
    np.testing.assert_array_equal(call(name, given), call(name, wider))


@pytest.mark.parametrize("name", PUBLIC)
def test_lists_are_as_good_as_arrays(name):
    given = legal(name)
    lists = {key: value.tolist() for key, value in given.items()}
    np.testing.assert_array_equal(call(name, lists), call(name, given))


@pytest.mark.parametrize(
    "name", [n for n in PUBLIC if "label" in inspect.signature(PUBLIC[n]).parameters]
)
@pytest.mark.parametrize("of", [bool, np.int8, np.uint8, np.int64, float])
def test_hard_labels_may_be_bool_int_or_float(name, of):
    given = legal(name)
    expected = call(name, given)
    if of is float and "categorical" in name:
        given["label"] = np.eye(3)[given["label"]]
    given["label"] = given["label"].astype(of)
    np.testing.assert_array_equal(call(name, given), expected)


@pytest.mark.parametrize("of", [bool, int, float])
def test_one_hot_rows_may_be_bool_int_or_float(of):
    rows = np.eye(3)[[2, 0]].astype(of)
    for loss, given in [
        (categorical_cross_entropy, {"output": ROWS}),
        (categorical_cross_entropy_from_logits, {"logit": ROWS}),
        (categorical_cross_entropy_gradient, {"logit": ROWS}),
    ]:
        np.testing.assert_array_equal(loss(label=rows, **given), loss(label=[2, 0], **given))


def test_a_bare_number_does_not_widen_float32():
    half = np.float32(0.5)
    assert binary_cross_entropy(label=0.5, output=np.array([half])).dtype == np.float32
    assert binary_cross_entropy(label=[0.5], output=np.array([half])).dtype == np.float64


def test_rows_rounded_to_float32_may_stand_beside_float64():
    output = softmax(np.linspace(0, 1, 12, dtype=np.float32).reshape(3, 4))
    label = np.full((3, 4), 0.25)
    assert categorical_cross_entropy(label=label, output=output).dtype == np.float64


def test_shapes_broadcast_as_in_numpy(rng):
    label, output = rng.random((3, 1)), rng.random(4)
    both = np.broadcast_arrays(label, output)
    np.testing.assert_array_equal(
        binary_cross_entropy(label=label, output=output, reduction="none"),
        binary_cross_entropy(label=both[0], output=both[1], reduction="none"),
    )
    label, output = rng.integers(3, size=(5, 1)), rng.dirichlet(np.ones(3), 7)
    expected = [[-np.log(row[one]) for row in output] for one in label[:, 0]]
    actual = categorical_cross_entropy(label=label, output=output[None], reduction="none")
    np.testing.assert_allclose(actual, expected, rtol=1e-15)
    one_for_all = categorical_cross_entropy(label=label[:, 0], output=output[:1], reduction="none")
    np.testing.assert_array_equal(one_for_all, actual[:, 0])


@pytest.mark.parametrize(
    "name", [n for n in PUBLIC if "reduction" in inspect.signature(PUBLIC[n]).parameters]
)
def test_every_label_beside_every_output_is_never_reduced(name):
    given = legal(name)
    (word,) = given.keys() - {"label"}
    given[word] = given[word][:, None]
    assert call(name, given | {"reduction": "none"}).shape[:2] == (2, 2)
    for reduction in ("mean", "sum"):
        with pytest.raises(ValueError, match=f"4 pairs, every label with every {word}"):
            call(name, given | {"reduction": reduction})


def test_one_label_for_all_outputs_is_reduced(rng):
    output, rows = rng.random((5, 7)), rng.dirichlet(np.ones(3), 5)
    mean = binary_cross_entropy(label=1, output=output)
    assert mean == pytest.approx(-np.log(output).mean(), rel=1e-14)
    mean = binary_cross_entropy(label=np.ones((1, 7)), output=output)
    assert mean == pytest.approx(-np.log(output).mean(), rel=1e-14)
    mean = categorical_cross_entropy(label=[2], output=rows)
    assert mean == pytest.approx(-np.log(rows[:, 2]).mean(), rel=1e-14)
    mean = categorical_cross_entropy(label=[0.0, 1.0, 0.0], output=rows[0])
    assert mean == pytest.approx(-np.log(rows[0, 1]), rel=1e-14)


def test_a_mask_that_hides_nothing_is_let_through():
    output = np.ma.array([0.5, 0.25], mask=[False, False])
    assert binary_cross_entropy(label=[1, 1], output=output) == pytest.approx(1.5 * np.log(2))


def test_a_scalar_gives_a_scalar():
    for number in [
        entropy([0.5, 0.5]),
        sigmoid(0),
        bernoulli_likelihood(label=1, output=0.5),
        binary_cross_entropy(label=1, output=0.5, reduction="none"),
        categorical_cross_entropy(label=1, output=[0.5, 0.5], reduction="none"),
        binary_cross_entropy_gradient(label=1, logit=0.5),
    ]:
        assert np.isscalar(number)


def test_certain_outputs_are_legal_beside_soft_labels():
    certain = np.array([[1.0, 0.0]])
    assert categorical_cross_entropy(label=[[0.5, 0.5]], output=certain) == np.inf
    assert binary_cross_entropy(label=[0.5, 0.5], output=[0.0, 1.0]) == np.inf
    assert binary_cross_entropy(label=0.5, output=1) == np.inf


@pytest.mark.parametrize(
    "name", [n for n in PUBLIC if "label" in inspect.signature(PUBLIC[n]).parameters]
)
def test_label_and_output_cannot_be_swapped_by_accident(name):
    with pytest.raises(TypeError, match="positional"):
        PUBLIC[name](*legal(name).values())


class Given:
    """What torch, JAX and pandas give: not an array of NumPy's, but what becomes one."""

    def __init__(self, row):
        self.row = row

    def __array__(self, dtype=None, copy=None):
        return np.array(self.row, dtype)


def numbers_of(row):
    """As Python's own numbers: the type float32 is not to be seen any more."""
    return row.tolist()


def together(kind, rows):
    """Many rows in containers of one kind."""
    return [row.tolist() for row in rows] if kind is numbers_of else kind(rows)


CONTAINERS = [numbers_of, list, tuple, np.array, np.float64, Given]


@pytest.mark.parametrize("kind", CONTAINERS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("classes", [2, 10, 1000])
def test_a_row_that_float32_rounded_is_a_distribution_in_any_container(rng, kind, classes):
    logits = rng.normal(size=(200, classes)).astype(np.float32)
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    rows = powers / powers.sum(axis=1, keepdims=True)
    assert rows.dtype == np.float32
    for row in rows:
        loss = losses.categorical_cross_entropy(label=0, output=kind(row))
        assert loss == pytest.approx(-np.log(float(row[0])), rel=1e-5)
    all_of_them = losses.categorical_cross_entropy(label=[0] * 200, output=together(kind, rows))
    assert all_of_them == pytest.approx(-np.log(rows[:, 0].astype(float)).mean(), rel=1e-5)


@pytest.mark.parametrize("one", [1.0000000000000002, float(np.float32(1) + np.float32(1.2e-7))])
def test_a_rounded_0_or_1_is_a_probability(one):
    assert losses.binary_cross_entropy(label=1, output=one) == 0
    assert losses.binary_cross_entropy(label=0, output=-1e-17) == 0
    assert losses.cross_entropy([1, 0], [one, -1e-17]) == 0


@pytest.mark.parametrize("row", [[0.99, 0.0], [0.5, 0.4999], [0.5, 0.50001], [1.0001, 0]])
def test_what_no_rounding_explains_is_refused(row):
    with pytest.raises(ValueError, match="sum to 1|between 0 and 1"):
        losses.categorical_cross_entropy(label=0, output=row)
    with pytest.raises(ValueError, match="between 0 and 1"):
        losses.binary_cross_entropy(label=1, output=1.0001)
