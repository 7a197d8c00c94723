import csv
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from xent_lib import datasets
from xent_lib.datasets import MEASURES, coin_flips, die_rolls, penguins
from xent_lib.losses import entropy

ROWS = list(csv.DictReader((Path(datasets.__file__).parent / "data/penguins.csv").open()))


def test_the_coin_was_flipped_350_757_times():
    same_side, flips = coin_flips()
    assert (same_side, flips) == (178_079, 350_757)


def test_the_die_was_rolled_20_000_times():
    assert die_rolls().tolist() == [3246, 3449, 2897, 2841, 3635, 3932]
    assert die_rolls().sum() == 20_000


def test_there_are_344_penguins_of_three_species():
    birds = penguins()
    assert len(birds) == 344
    assert Counter(birds.species) == {"Adelie": 152, "Chinstrap": 68, "Gentoo": 124}


@pytest.mark.parametrize("column", ["species", "island", "sex"])
def test_every_word_is_the_files_word(column):
    expected = [row[column].replace("NA", "") for row in ROWS]
    assert getattr(penguins(), column).tolist() == expected


@pytest.mark.parametrize("column", [*MEASURES, "year"])
def test_every_number_is_the_files_number(column):
    expected = [float(row[column].replace("NA", "nan")) for row in ROWS]
    np.testing.assert_array_equal(getattr(penguins(), column), expected)


@pytest.mark.parametrize("measure", MEASURES)
def test_two_missing_measures_are_nan_and_never_zero(measure):
    column = getattr(penguins(), measure)
    assert np.isnan(column).sum() == 2
    assert np.nanmin(column) > 10


def test_eleven_birds_have_no_known_sex():
    assert Counter(penguins().sex) == {"male": 168, "female": 165, "": 11}


def test_274_adelies_and_gentoos_were_weighed():
    birds = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    assert len(birds) == 274
    assert set(birds.species) == {"Adelie", "Gentoo"}
    assert np.isfinite(birds.body_mass_g).all()


def test_342_bills_were_measured():
    birds = penguins().measured("bill_length_mm", "bill_depth_mm")
    assert len(birds) == 342
    assert np.isfinite([birds.bill_length_mm, birds.bill_depth_mm]).all()


@pytest.mark.parametrize("species", [("Adelie", "Gentoo"), ("Gentoo", "Adelie", "Chinstrap")])
def test_labels_count_the_species_in_the_order_asked_for(species):
    birds = penguins().of(*species)
    assert birds.classes == species
    assert [species[label] for label in birds.label] == birds.species.tolist()


def test_labels_of_all_birds_follow_the_alphabet():
    birds = penguins()
    assert birds.classes == tuple(sorted(set(birds.species)))
    assert np.bincount(birds.label).tolist() == [152, 68, 124]


def test_a_mask_picks_birds_and_keeps_their_rows_together():
    heavy = penguins()[penguins().body_mass_g > 6000]
    expected = [
        row for row in ROWS if row["body_mass_g"] != "NA" and int(row["body_mass_g"]) > 6000
    ]
    assert heavy.sex.tolist() == [row["sex"] for row in expected]
    assert heavy.body_mass_g.tolist() == [float(row["body_mass_g"]) for row in expected]


def test_the_data_cannot_be_changed_by_accident():
    birds = penguins().of("Gentoo")
    with pytest.raises(ValueError, match="read-only"):
        birds.body_mass_g[0] = 0
    with pytest.raises(ValueError, match="read-only"):
        die_rolls()[0] = 0
    with pytest.raises(FrozenInstanceError):
        birds.species = []


def test_an_unknown_species_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"species\[1\] is 'Emperor'; expected one of Adelie"):
        penguins().of("Adelie", "Emperor")
    with pytest.raises(ValueError, match="species is empty"):
        penguins().of()


def test_a_species_named_twice_is_refused():
    with pytest.raises(
        ValueError, match=r"species is \('Adelie', 'Adelie'\), but each is one class"
    ):
        penguins().of("Adelie", "Adelie")


def test_an_unknown_measure_is_refused_with_the_known_ones():
    with pytest.raises(ValueError, match=r"measures\[0\] is 'mass'; expected one of bill_length"):
        penguins().measured("mass")


def test_one_common_coin_costs_6879_and_one_common_die_1_0499():
    birds = penguins().of("Adelie", "Gentoo").measured("body_mass_g")
    assert entropy(np.bincount(birds.label) / len(birds)) == pytest.approx(0.6879, abs=5e-5)
    birds = penguins().measured("bill_length_mm", "bill_depth_mm")
    assert entropy(np.bincount(birds.label) / len(birds)) == pytest.approx(1.0499, abs=5e-5)


def test_wolfs_die_gives_away_0068_nats_a_roll():
    gap = np.log(6) - entropy(die_rolls() / 20_000)
    assert gap == pytest.approx(0.0068, abs=5e-5)
    assert 20_000 * gap == pytest.approx(135.4, abs=0.05)
