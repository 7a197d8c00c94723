"""What information theory promises about two distributions."""

import numpy as np
import oracles
import pytest
from oracles import EDGES, exactly, ulps

from xent_lib.losses import cross_entropy, entropy, kl_divergence


@pytest.mark.parametrize("classes", [1, 2, 6, 20])
def test_entropy_and_cross_entropy_to_four_ulp(rng, classes):
    p, q = oracles.distributions(rng, 200, classes), oracles.distributions(rng, 200, classes)
    assert ulps(entropy(p), exactly(oracles.categorical, p, p)).max() <= 4
    assert ulps(cross_entropy(p, q), exactly(oracles.categorical, p, q)).max() <= 4


@pytest.mark.parametrize("apart", [0, 1e-15, 1e-12, 1e-8, 1e-4, 0.1, 0.3, 1])
def test_kl_keeps_its_digits_however_near_the_two_are(rng, apart):
    p = oracles.distributions(rng, 200, 5)
    q = (1 - apart) * p + apart * oracles.distributions(rng, 200, 5)
    assert ulps(kl_divergence(p, q), exactly(oracles.kl, p, q)).max() <= 8


def test_kl_at_the_edges():
    edges = [[p, 1 - p] for p in EDGES]
    exact = [[oracles.kl(p, q) for q in edges] for p in edges]
    actual = kl_divergence(np.array(edges)[:, None], edges)
    assert ulps(actual, exact).max() <= 8


def test_kl_is_never_negative_and_zero_exactly_where_the_two_agree(rng):
    p = oracles.distributions(rng, 1000, 6)
    assert (kl_divergence(p, p) == 0).all()
    nudged = np.where(rng.random(p.shape) < 0.5, np.nextafter(p, 1), p)
    kl = kl_divergence(p, nudged)
    assert (kl >= 0).all()
    different = (np.abs(nudged - p) > 1e-160).any(axis=-1)
    assert (kl[different] > 0).all()


def test_no_guess_beats_the_truth(rng):
    p, *guesses = rng.dirichlet(np.ones(6), 1000)
    assert (cross_entropy(p, guesses) > entropy(p)).all()


def test_cross_entropy_is_entropy_and_kl(rng):
    p, q = rng.dirichlet(np.ones(6), (2, 1000))
    np.testing.assert_allclose(cross_entropy(p, q), entropy(p) + kl_divergence(p, q), rtol=1e-14)


def test_cross_entropy_is_no_distance():
    def h(a, b):
        return cross_entropy([a, 1 - a], [b, 1 - b])

    assert h(0.7, 0.7) == entropy([0.7, 1 - 0.7]) == pytest.approx(0.611, abs=5e-4)
    assert h(0.9, 0.6) == pytest.approx(0.551, abs=5e-4)
    assert h(0.6, 0.9) == pytest.approx(0.984, abs=5e-4)
    assert h(1, 0.01) == pytest.approx(4.605, abs=5e-4)
    assert h(1, 0.5) + h(0.5, 0.01) == pytest.approx(3.001, abs=5e-4)
