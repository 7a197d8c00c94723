import itertools

import numpy as np
import pytest

from xent_lib.datasets import penguins
from xent_lib.losses import (
    binary_cross_entropy,
    categorical_cross_entropy,
    entropy,
    sigmoid,
    squared_error,
)
from xent_lib.network import (
    BINARY_CROSS_ENTROPY,
    CATEGORICAL_CROSS_ENTROPY,
    SQUARED_ERROR,
    Loss,
    Network,
    credit,
)


@pytest.fixture
def rng():
    return np.random.default_rng(7)


def standardised(x):
    return (x - x.mean(axis=0)) / x.std(axis=0)


def masses():
    birds = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    return standardised(birds.body_mass_g), birds.label


def bills():
    birds = penguins().measured("bill_length_mm", "bill_depth_mm")
    return standardised(np.column_stack([birds.bill_length_mm, birds.bill_depth_mm])), birds.label


def scattered(network, rng):
    """The same network somewhere in the middle of training."""
    for parameter in network.weights + network.biases:
        parameter[...] = rng.normal(size=parameter.shape)
    return network


def finite_differences(network, x, label, step=1e-6):
    slopes = []
    for parameter in network.weights + network.biases:
        slope = np.empty_like(parameter)
        for place in np.ndindex(parameter.shape):
            here = parameter[place]
            parameter[place] = here + step
            above = network.loss(x, label)
            parameter[place] = here - step
            below = network.loss(x, label)
            parameter[place] = here
            slope[place] = (above - below) / (2 * step)
        slopes.append(slope)
    return slopes


@pytest.mark.parametrize("hidden", [(), (4,), (4, 3)])
@pytest.mark.parametrize("outputs", [1, 2, 3])
def test_gradients_agree_with_finite_differences(rng, hidden, outputs):
    x = rng.normal(size=(9, 2))
    label = rng.integers(max(outputs, 2), size=9)
    network = scattered(Network(2, outputs, hidden), rng)
    gradient = network.gradient(x, label)
    expected = finite_differences(network, x, label)
    for slope, difference in zip(gradient.weights + gradient.biases, expected, strict=True):
        np.testing.assert_allclose(slope, difference, rtol=1e-6, atol=1e-8)


def test_gradients_of_soft_rows_agree_with_finite_differences(rng):
    x, label = rng.normal(size=(9, 2)), rng.dirichlet(np.ones(3), size=9)
    network = scattered(Network(2, 3, hidden=4), rng)
    gradient = network.gradient(x, label)
    expected = finite_differences(network, x, label)
    for slope, difference in zip(gradient.weights + gradient.biases, expected, strict=True):
        np.testing.assert_allclose(slope, difference, rtol=1e-6, atol=1e-8)


def test_gradients_of_squared_error_agree_with_finite_differences(rng):
    x, label = rng.normal(size=(9, 2)), rng.integers(2, size=9)
    network = scattered(Network(2, 1, hidden=4, loss=SQUARED_ERROR), rng)
    gradient = network.gradient(x, label)
    expected = finite_differences(network, x, label)
    for slope, difference in zip(gradient.weights + gradient.biases, expected, strict=True):
        np.testing.assert_allclose(slope, difference, rtol=1e-6, atol=1e-8)


@pytest.mark.parametrize("hidden", [(), (4,), (4, 3)])
@pytest.mark.parametrize("classes", [2, 3, 10])
def test_a_network_that_knows_nothing_starts_at_ln_k(rng, hidden, classes):
    x, label = rng.normal(size=(20, 2)), rng.integers(classes, size=20)
    assert Network(2, classes, hidden).loss(x, label) == pytest.approx(np.log(classes), rel=1e-15)


def test_a_network_that_knows_nothing_gives_both_classes_one_half(rng):
    x = rng.normal(size=(20, 2))
    assert (Network(2, 1, hidden=4).output(x) == 0.5).all()


def test_hidden_layers_are_tanh_and_the_last_is_linear(rng):
    network = scattered(Network(2, 3, hidden=(4, 5)), rng)
    x = rng.normal(size=(6, 2))
    (w1, w2, w3), (b1, b2, b3) = network.weights, network.biases
    expected = np.tanh(np.tanh(x @ w1 + b1) @ w2 + b2) @ w3 + b3
    np.testing.assert_allclose(network.logits(x), expected, rtol=1e-12)


def test_one_output_is_a_sigmoid_and_costs_binary_cross_entropy(rng):
    network = scattered(Network(2, 1), rng)
    x, label = rng.normal(size=(6, 2)), np.array([0, 1, 1, 0, 1, 0])
    logit = x @ network.weights[0][:, 0] + network.biases[0][0]
    np.testing.assert_allclose(network.output(x), 1 / (1 + np.exp(-logit)), rtol=1e-12)
    expected = binary_cross_entropy(label=label, output=network.output(x))
    assert network.loss(x, label) == pytest.approx(expected, rel=1e-12)


def test_k_outputs_are_a_softmax_and_cost_categorical_cross_entropy(rng):
    network = scattered(Network(2, 3), rng)
    x, label = rng.normal(size=(6, 2)), np.array([0, 1, 2, 2, 1, 0])
    weight = np.exp(x @ network.weights[0] + network.biases[0])
    np.testing.assert_allclose(
        network.output(x), weight / weight.sum(axis=1, keepdims=True), rtol=1e-12
    )
    expected = categorical_cross_entropy(label=label, output=network.output(x))
    assert network.loss(x, label) == pytest.approx(expected, rel=1e-12)


def test_class_indices_and_one_hot_rows_train_alike(rng):
    x, label = rng.normal(size=(12, 2)), rng.integers(3, size=12)
    indices = Network(2, 3).descend(x, label, steps=5, learning_rate=1)
    rows = Network(2, 3).descend(x, np.eye(3)[label], steps=5, learning_rate=1)
    for by_index, by_row in zip(indices, rows, strict=True):
        assert by_index.loss == pytest.approx(by_row.loss, rel=1e-12)
        assert by_index.accuracy == by_row.accuracy


def test_body_mass_tells_adelies_from_gentoos_at_1863():
    x, label = masses()
    network = Network(1, 1)
    *_, last = network.descend(x, label, steps=50, learning_rate=16)
    assert len(x) == 274
    assert last.loss == pytest.approx(0.1863, abs=5e-5)
    assert last.accuracy == pytest.approx(0.909, abs=5e-4)
    assert last.accuracy == np.mean((network.output(x) > 0.5) == label)


def test_bills_tell_three_species_apart_at_0700():
    x, label = bills()
    network = Network(2, 3)
    *_, last = network.descend(x, label, steps=750, learning_rate=16)
    assert x.shape == (342, 2)
    assert last.loss == pytest.approx(0.0700, abs=5e-5)
    assert last.accuracy == pytest.approx(0.965, abs=5e-4)
    assert last.accuracy == np.mean(network.output(x).argmax(axis=1) == label)


def test_a_hidden_layer_beats_softmax_regression_on_bills():
    x, label = bills()
    *_, last = Network(2, 3, hidden=(8, 8)).descend(x, label, steps=300, learning_rate=2)
    assert last.loss < 0.065


def test_a_network_blind_to_its_input_learns_one_common_die():
    x, label = bills()
    *_, last = Network(2, 3).descend(np.zeros_like(x), label, steps=100, learning_rate=2)
    common = entropy(np.bincount(label) / len(label))
    assert last.loss == pytest.approx(common, rel=1e-9)


def test_a_small_enough_step_always_lowers_the_loss():
    x, label = bills()
    losses = [p.loss for p in Network(2, 3).descend(x, label, steps=50, learning_rate=1)]
    assert (np.diff([np.log(3), *losses]) < 0).all()


def test_a_step_goes_against_the_gradient(rng):
    x, label = rng.normal(size=(9, 2)), rng.integers(3, size=9)
    network = scattered(Network(2, 3, hidden=4), rng)
    before, gradient = network.weights + network.biases, network.gradient(x, label)
    list(network.descend(x, label, steps=1, learning_rate=0.1))
    after = network.weights + network.biases
    for old, new, slope in zip(before, after, gradient.weights + gradient.biases, strict=True):
        np.testing.assert_array_equal(new, old - 0.1 * slope)


@pytest.mark.parametrize("hidden", [(), (5,)])
def test_training_that_is_stopped_goes_on_as_if_it_never_had(hidden):
    x, label = bills()
    whole = list(Network(2, 3, hidden).descend(x, label, steps=30, learning_rate=1))
    network = Network(2, 3, hidden)
    abandoned = network.descend(x, label, steps=30, learning_rate=1)
    first = list(itertools.islice(abandoned, 12))
    abandoned.close()
    second = list(network.descend(x, label, steps=18, learning_rate=1))
    assert first + second == whole
    assert [progress.step for progress in whole] == list(range(1, 31))


def test_progress_says_where_training_stands():
    x, label = masses()
    network = Network(1, 1)
    start = network.progress(x, label)
    assert (start.step, start.accuracy) == (0, 1 / 2)
    assert start.loss == pytest.approx(np.log(2))
    *_, last = network.descend(x, label, steps=3, learning_rate=1)
    assert network.progress(x, label) == last


def test_equal_seeds_train_equal_networks_and_others_differ():
    x, label = bills()
    runs = [
        list(Network(2, 3, hidden=6, seed=seed).descend(x, label, steps=10, learning_rate=1))
        for seed in (3, 3, 4)
    ]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


def test_squared_error_is_the_loss_it_trains_on():
    x, label = masses()
    network = Network(1, 1, loss=SQUARED_ERROR)
    *_, last = network.descend(x, label, steps=50, learning_rate=4)
    assert last.loss == pytest.approx(squared_error(label=label, output=network.output(x)))
    assert last.loss < 0.07


def test_any_pair_of_functions_can_be_the_loss():
    def distance(*, label, logit):
        return np.abs(label - sigmoid(logit)).mean()

    def slope(*, label, logit):
        p = sigmoid(logit)
        return np.sign(p - label) * p * (1 - p) / len(label)

    x, label = masses()
    network = Network(1, 1, loss=Loss(distance, slope))
    assert network.loss(x, label) == 0.5
    *_, last = network.descend(x, label, steps=20, learning_rate=1)
    assert last.loss == pytest.approx(np.abs(label - network.output(x)).mean())
    assert last.loss < 0.2


def test_lists_are_accepted_and_nothing_is_changed_in_place():
    x, label = [[1.0, 2.0], [3.0, 4.0]], [0, 1]
    list(Network(2, 1).descend(x, label, steps=2, learning_rate=1))
    assert (x, label) == ([[1.0, 2.0], [3.0, 4.0]], [0, 1])
    x, label = bills()
    before = x.copy(), label.copy()
    list(Network(2, 3).descend(x, label, steps=2, learning_rate=1))
    np.testing.assert_array_equal(x, before[0])
    np.testing.assert_array_equal(label, before[1])


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (dict(inputs=0), "inputs is 0, but it must be at least 1"),
        (dict(outputs=1.5), "outputs is 1.5, but it must be a whole number"),
        (dict(hidden=(8, 0)), r"hidden\[1\] is 0, but it must be at least 1"),
        (dict(loss="squared_error"), "loss is 'squared_error', but it must be a Loss"),
        (dict(seed="a"), "seed is 'a', but it must be a whole number"),
        (dict(seed=-1), "seed is -1, but it must be at least 0"),
        (dict(loss=BINARY_CROSS_ENTROPY), "outputs is 3, but binary cross-entropy and squared"),
        (dict(loss=SQUARED_ERROR), "outputs is 3, .* judge one output"),
        (
            dict(outputs=1, loss=CATEGORICAL_CROSS_ENTROPY),
            "outputs is 1, but categorical cross-entropy judges a softmax over 2 classes or more",
        ),
    ],
)
def test_a_network_that_cannot_be_is_refused(arguments, sentence):
    with pytest.raises(ValueError, match=sentence):
        Network(**(dict(inputs=2, outputs=3) | arguments))


@pytest.mark.parametrize(
    ("x", "sentence"),
    [
        ([[0.0, 1.0], [2.0, np.nan]], r"x\[1, 1\] is nan"),
        ([[0.0, 1.0], [2.0, np.inf]], r"x\[1, 1\] is inf, but an input must be finite"),
        ([[0.0, 1.0, 2.0]] * 2, r"x has shape \(2, 3\), but the network takes 2 inputs"),
        ([0.0, 1.0], r"x has shape \(2,\), but the network takes 2 inputs"),
        ([["a", "b"]] * 2, "x must hold numbers"),
        ([], "x is empty"),
    ],
)
def test_inputs_that_do_not_fit_are_refused(x, sentence):
    with pytest.raises(ValueError, match=sentence):
        Network(2, 3).output(x)
    with pytest.raises(ValueError, match=sentence):
        Network(2, 3).loss(x, [0, 1])


@pytest.mark.parametrize(
    ("outputs", "label", "sentence"),
    [
        (1, [0, 2], r"label\[1\] is 2"),
        (
            1,
            [[0], [1]],
            r"label has shape \(2, 1\), but for 2 samples and 1 output expected \(2,\)",
        ),
        (3, [0, 3], r"label\[1\] is 3, but with 3 classes"),
        (3, [0, -1], r"label\[1\] is -1"),
        (3, [0.0, 1.0], r"label\[0\] is 0.0, but class indices are whole numbers"),
        (3, [[0.5, 0.5, 0.5], [1, 0, 0]], r"label\[0\] sums to 1.5"),
        (3, [0, 1, 2], r"label has shape \(3,\), but for 2 samples"),
        (3, ["Adelie", "Gentoo"], "label must hold numbers"),
    ],
)
def test_labels_that_do_not_fit_are_refused_before_the_first_step(outputs, label, sentence):
    network = Network(2, outputs)
    x = [[0.0, 1.0], [2.0, 3.0]]
    for call in (network.loss, network.gradient):
        with pytest.raises(ValueError, match=sentence):
            call(x, label)
    with pytest.raises(ValueError, match=sentence):
        network.descend(x, label, steps=1, learning_rate=1)


@pytest.mark.parametrize(
    ("how", "sentence"),
    [
        (dict(steps=-1), "steps is -1, but it must be at least 0"),
        (dict(steps=2.5), "steps is 2.5, but it must be a whole number"),
        (dict(learning_rate=0), "learning_rate is 0, but it must be above 0"),
        (dict(learning_rate=-0.1), "learning_rate is -0.1"),
        (dict(learning_rate=np.inf), "learning_rate is inf"),
        (dict(learning_rate=np.nan), "learning_rate is nan"),
        (dict(learning_rate=[1, 2]), r"learning_rate is \[1, 2\], but it must be a single number"),
        (dict(learning_rate="a"), "learning_rate must hold numbers, but it is 'a'"),
    ],
)
def test_steps_that_cannot_be_taken_are_refused_at_once(how, sentence):
    x, label = masses()
    with pytest.raises(ValueError, match=sentence):
        Network(1, 1).descend(x, label, **(dict(steps=1, learning_rate=1) | how))


def test_a_step_to_infinity_is_refused_and_not_taken():
    x, label = bills()
    network = Network(2, 3)
    with pytest.raises(ValueError, match="learning_rate is 1e\\+308, and step 1 would make"):
        list(network.descend(1e3 * x, label, steps=3, learning_rate=1e308))
    assert network.steps == 0
    assert network.loss(x, label) == pytest.approx(np.log(3))


def test_a_gradient_of_the_wrong_shape_is_refused():
    loss = Loss(CATEGORICAL_CROSS_ENTROPY.value, lambda *, label, logit: logit[:, :1])
    with pytest.raises(ValueError, match=r"loss.gradient gave shape \(342, 1\)"):
        Network(2, 3, loss=loss).gradient(*bills())


@pytest.mark.parametrize(
    ("logit", "expected"),
    [
        ([[3, 1, 2], [0, 0, 0], [5, 5, 1], [1, 4, 4]], [1, 1 / 3, 1 / 2, 0]),
        ([[9, 9, 9], [9, 0, 0], [0, 9, 0], [0, 0, 9]], [1 / 3, 1, 0, 0]),
    ],
)
def test_where_k_classes_tie_an_answer_by_lot_is_right_once_in_k(logit, expected):
    assert credit(label=np.array([0, 0, 0, 0]), logit=np.array(logit)).tolist() == expected
    rows = np.eye(3)[[0, 0, 0, 0]]
    assert credit(label=rows, logit=np.array(logit)).tolist() == expected


def test_an_output_of_one_half_is_right_half_the_time():
    label, logit = np.array([0, 1, 0, 1, 0.5]), np.array([0, 0, -2, -2, 3])
    assert credit(label=label, logit=logit).tolist() == [0.5, 0.5, 1, 0, 0.5]


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_a_network_that_knows_nothing_has_one_answer_in_k_right(rng, classes):
    x, label = rng.normal(size=(50, 4)), rng.integers(classes, size=50)
    assert Network(4, classes).progress(x, label).accuracy == pytest.approx(1 / classes)


def test_a_network_with_given_weights_says_what_they_say(rng):
    x, weights, bias = rng.normal(size=(5, 2)), rng.normal(size=(2, 1)), np.array([0.3])
    plain = Network(2, 1)
    network = plain.with_weights([weights], [bias], steps=7)
    assert network.logits(x) == pytest.approx((x @ weights)[:, 0] + 0.3)
    assert (network.steps, plain.steps) == (7, 0) and not plain.weights[0].any()
    for _progress in network.descend(x, [0, 1, 1, 0, 1], steps=3, learning_rate=1):
        pass
    assert network.steps == 10 and bias == 0.3  # what was handed in is not changed


def test_weights_of_another_shape_are_refused():
    with pytest.raises(ValueError, match=r"weights\[0\] has shape \(1, 3\), but expected \(2, 3\)"):
        Network(2, 3).with_weights([np.zeros((1, 3))])
    with pytest.raises(ValueError, match="biases has 2 layers, but the network has 1"):
        Network(2, 3).with_weights([np.zeros((2, 3))], [np.zeros(3)] * 2)
