"""A handle lies on what it grips: where a formula says, and where something is to be seen."""

from math import exp, log

import numpy as np
import pytest
from every_explorer import EXPLORERS

from xent_lib.datasets import penguins
from xent_lib.explorers.bets import BetExplorer
from xent_lib.explorers.coin import CoinExplorer
from xent_lib.explorers.coins import CoinsExplorer
from xent_lib.explorers.coins_to_die import CoinsToDieExplorer
from xent_lib.explorers.descent import DescentExplorer
from xent_lib.explorers.die import DieExplorer
from xent_lib.explorers.gap import LINE, GapExplorer
from xent_lib.explorers.logits import LogitsExplorer
from xent_lib.explorers.rivals import RivalsExplorer
from xent_lib.explorers.swap import SwapExplorer
from xent_lib.explorers.truth_guess import TruthGuessExplorer
from xent_lib.picture import SHARPNESS

WITHIN = 8  # page pixels
MEAN_MASS = penguins().of("Adelie", "Gentoo").measured("body_mass_g").body_mass_g.mean()


def sigmoid(z):
    return 1 / (1 + exp(-z))


TWO_COSTS = [(-log(0.8), 0.84), *[(log(2), n - 0.16) for n in range(2, 7)]]
OTHER_COSTS = [(-log(0.2), 1.16), *[(log(2), n + 0.16) for n in range(2, 7)]]
PLACES = [
    (
        CoinExplorer,
        dict(q=0.3),
        [(0.3, 0.3**7 * 0.7**3), (0.3, -7 * log(0.3) - 3 * log(0.7)), (0.5, 0.3)],
    ),
    (CoinExplorer, dict(q=0), [(0, 0), (0, 30), (0.5, 0)]),  # 30 is the end of the axis
    (GapExplorer, dict(q=0.3, label=1), [(0.3, -log(0.3)), (0.3, LINE)]),
    (TruthGuessExplorer, dict(a=0.9, b=0.6), [(0.6, 0.9), (0.9, 0.6)]),
    (DieExplorer, dict(w6=2.0), [*((n + 0.2, 1 / 7) for n in range(5)), (5.2, 2 / 7)]),
    (
        RivalsExplorer,
        dict(q=0.1, split=2 / 3),
        [(0.2, 0.1), (1.2, 0.6), (2.2, 0.3), (2 / 3, -log(0.1))],
    ),
    (
        LogitsExplorer,
        dict(dog=2, cat=1, koala=-1),
        [(0, 2), (1, 1), (2, -1), (2, log(exp(2) + exp(1) + exp(-1)) - 2)],
    ),
    (
        CoinsToDieExplorer,
        dict(z1=0, z2=-1, z3=-2, z4=-0.5),
        [(n, sigmoid(z)) for n, z in enumerate((0, -1, -2, -0.5))],
    ),
    (DescentExplorer, dict(start=0.2, step=9), [(-log(4), -log(0.2)), (-log(4), 0.8**2)]),
    (SwapExplorer, dict(output=0.2), [(0.2, -log(0.2)), (0.2, -0.8 * log(1e-7) - 1e-7)]),
    (CoinsExplorer, dict(w=4), [(MEAN_MASS, 0.5)]),
    (BetExplorer, dict(answer_1=80), [*TWO_COSTS, *OTHER_COSTS]),
]


@pytest.mark.parametrize(("kind", "fields", "places"), PLACES)
def test_a_handle_is_where_the_formula_says(kind, fields, places):
    explorer = kind(**fields)
    handles = explorer.picture.handles(explorer.state)
    np.testing.assert_allclose([handle.at for handle in handles], places, atol=1e-9)


@pytest.mark.parametrize("kind", EXPLORERS, ids=lambda kind: kind.__name__)
def test_at_every_handle_something_is_seen_to_move(kind):
    explorer = kind()
    picture = explorer.picture
    rows, columns = np.nonzero(picture.pixels() != picture.base)
    for handle in picture.handles(explorer.state):
        x, y = picture.on_page(handle.axes, handle.at)
        away = np.hypot(
            columns / SHARPNESS - x * picture.width, rows / SHARPNESS - y * picture.height
        )
        assert away.min() < WITHIN
