import csv
import hashlib
from collections import Counter
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest

from xent_lib import datasets
from xent_lib.datasets import MEASURES, coin_flips, die_rolls, penguins
from xent_lib.losses import entropy

ROWS = list(csv.DictReader((Path(datasets.__file__).parent / "data/penguins.csv").open()))
# SHA-256 of the files as they were held against their sources, line ends made plain.
SUMS = {
    "coin_flips.csv": "1cdeafc75d6c35dd1919865b656c14781daa57af798a0a696c7a6dc374956a8a",
    "die_rolls.csv": "9183a1196873dad8a7e2814b65240fda00bb7f7bef73c36ea41d48b26c970422",
    "penguins.csv": "f204db2c753b0937caac3cb35258562c14f073e4bbc76be24b4c51ce22767a93",
}


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


def test_the_measures_have_the_means_that_are_published():
    # As palmerpenguins' own pages print them: means of the 342 measured birds, summary(penguins).
    birds = penguins()
    for measure, mean, lowest, highest in [
        ("bill_length_mm", 43.92, 32.1, 59.6),
        ("bill_depth_mm", 17.15, 13.1, 21.5),
        ("flipper_length_mm", 200.9, 172, 231),
        ("body_mass_g", 4202, 2700, 6300),
    ]:
        column = getattr(birds, measure)
        decimals = len(str(mean).partition(".")[2])
        assert round(float(np.nanmean(column)), decimals) == mean
        assert (np.nanmin(column), np.nanmax(column)) == (lowest, highest)


@pytest.mark.parametrize("file", SUMS)
def test_every_byte_of_the_data_is_as_it_was_checked(file):
    text = (Path(datasets.__file__).parent / "data" / file).read_text("utf-8")
    assert hashlib.sha256(text.encode()).hexdigest() == SUMS[file]


def test_standardised_measures_have_mean_0_and_spread_1_and_come_back():
    birds = penguins().measured("bill_length_mm", "bill_depth_mm")
    x = birds.standardised("bill_length_mm", "bill_depth_mm")
    assert x.shape == (342, 2)
    assert x.mean(axis=0) == pytest.approx(0, abs=1e-12) and x.std(axis=0) == pytest.approx(1)
    scale = birds.scale("bill_length_mm", "bill_depth_mm")
    assert scale.measured(x)[:, 0] == pytest.approx(birds.bill_length_mm)
    assert birds.standardised("bill_depth_mm").shape == (342,)


def test_other_birds_are_measured_with_the_ruler_of_those_they_are_like():
    seen, unseen = penguins().measured("body_mass_g").split(unseen=114)
    x = unseen.standardised("body_mass_g", like=seen)
    mean, spread = seen.body_mass_g.mean(), seen.body_mass_g.std()
    assert x == pytest.approx((unseen.body_mass_g - mean) / spread)


def test_a_split_takes_every_bird_once_and_the_seed_decides_which():
    birds = penguins().measured("body_mass_g")
    seen, unseen = birds.split(unseen=114)
    assert (len(seen), len(unseen)) == (228, 114)
    masses = [*seen.body_mass_g, *unseen.body_mass_g]
    assert sorted(masses) == sorted(birds.body_mass_g)
    assert (birds.split(114)[1].body_mass_g == unseen.body_mass_g).all()
    assert not (birds.split(114, seed=1)[1].body_mass_g == unseen.body_mass_g).all()


@pytest.mark.parametrize("unseen", [0, 342, -1, 2.5, "half"])
def test_a_split_that_leaves_no_birds_is_refused(unseen):
    with pytest.raises(ValueError, match="unseen is .*, but it must be"):
        penguins().measured("body_mass_g").split(unseen)
