"""A stored picture that is stale is found, and one that only another Matplotlib drew is not."""

import base64

import numpy as np
import pytest
from committed_pictures import difference, pictures

from xent_lib import picture
from xent_lib.explorers.coin import CoinExplorer


def pixels(explorer):
    return pictures([{"data": explorer._repr_mimebundle_()}])


@pytest.fixture(scope="module")
def stored():
    return pixels(CoinExplorer())


def test_the_same_picture_is_the_same(stored):
    assert difference(stored, pixels(CoinExplorer())) == ""


def test_a_marker_that_moved_by_a_step_is_seen(stored):
    assert "stale" in difference(stored, pixels(CoinExplorer(q=0.51)))


def test_one_other_colour_is_seen(stored, monkeypatch):
    monkeypatch.setattr("xent_lib.explorers.coin.LOSS", picture.GUESS)
    assert "stale" in difference(stored, pixels(CoinExplorer()))


def test_a_picture_too_many_or_of_another_size_is_seen(stored):
    assert "2 were made" in difference(stored, stored * 2)
    assert "pixels is stored" in difference(stored, [stored[0][:-2]])


def test_another_version_may_set_letters_differently_and_not_draw_another_picture(stored):
    (old,) = stored
    shifted = np.roll(old, 1, axis=1)  # every edge a pixel further
    assert difference(stored, [shifted], same_version=True)
    assert not difference(stored, [shifted], same_version=False)
    assert difference(stored, [255 - old], same_version=False)


def test_a_picture_within_html_is_found_as_well():
    picture = CoinExplorer().picture
    png = base64.b64encode(picture.png()).decode()
    html = ['<img alt="two cur', f'ves" src="data:image/png;base64,{png}" width="768">']
    (found,) = pictures([{"data": {"text/html": html}}])
    assert difference([found], pictures([{"data": {"image/png": png}}])) == ""
