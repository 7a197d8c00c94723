"""Rules at the fields of a state: what they refuse, with which sentence, and what they document."""

from dataclasses import dataclass
from math import inf, nan

import ipywidgets as widgets
import pytest

from xent_lib.controls import OneOf, Slider
from xent_lib.explorer import control
from xent_lib.state import (
    Choice,
    Count,
    Flag,
    Number,
    State,
    Words,
    controlled,
    kept,
    of,
    parameters,
)


@dataclass(frozen=True)
class Tea(State):
    warmth: float = of(Number(0, 100, "warmth", unit=" °C"), 80.0, "In the cup.")
    spoons: int = of(Count(9, "sugar"), 1)
    kind: str = of(Choice({"green": "Green", "black": "Black"}, "kind"), "black", "What it is.")
    milk: bool = of(Flag("with milk"), False)
    name: str = of(Words("whose"), "")
    price: float = kept(Number(0), 2.5)
    debt: float = kept(Number(), 0.0)

    def refusal(self):
        return "Nobody drinks green tea with milk." if self.milk and self.kind == "green" else ""


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"warmth": 101}, "warmth is 101, but expected a number from 0 to 100."),
        ({"warmth": nan}, "warmth is nan, but expected a number from 0 to 100."),
        ({"warmth": "hot"}, "warmth is 'hot', but expected a number from 0 to 100."),
        ({"warmth": [1, 2]}, "warmth is [1, 2], but expected a number from 0 to 100."),
        ({"warmth": None}, "warmth is None, but expected a number from 0 to 100."),
        ({"spoons": 10}, "spoons is 10, but expected a whole number from 0 to 9."),
        ({"spoons": 1.5}, "spoons is 1.5, but expected a whole number from 0 to 9."),
        ({"kind": "red"}, "kind is 'red', but expected one of 'green', 'black'."),
        ({"kind": ["green"]}, "kind is ['green'], but expected one of 'green', 'black'."),
        ({"milk": "yes"}, "milk is 'yes', but expected True or False."),
        ({"name": 7}, "name is 7, but expected a text in quotation marks."),
        ({"price": inf}, "price is inf, but expected a finite number, 0 or more."),
        ({"debt": -inf}, "debt is -inf, but expected a finite number."),
        ({"kind": "green", "milk": True}, "Nobody drinks green tea with milk."),
    ],
)
def test_what_a_rule_does_not_allow_is_refused_with_a_sentence(fields, sentence):
    with pytest.raises(ValueError) as refused:
        Tea(**fields)
    assert str(refused.value) == sentence


@pytest.mark.parametrize("fields", [{"warmth": 0}, {"warmth": 100}, {"spoons": 9}, {"debt": -1e9}])
def test_the_ends_of_a_rule_are_allowed(fields):
    Tea(**fields)


def test_a_field_has_a_control_unless_it_is_only_kept():
    assert controlled(Tea) == ["warmth", "spoons", "kind", "milk", "name"]


def test_the_documentation_comes_from_the_rules():
    assert parameters(Tea).splitlines()[:6] == [
        "Parameters",
        "----------",
        "warmth : float, 0 to 100, default 80.0",
        "    In the cup.",
        "spoons : int, 0 to 9, default 1",
        "kind : {'green', 'black'}, default 'black'",
    ]
    assert "price : float, 0 or more, default 2.5" in parameters(Tea)


def test_a_slider_goes_as_far_as_its_rule_or_as_its_rule_says():
    slider = control(Number(0, 2, "a", step=0.5, decimals=1, unit=" g"), 1.5)
    assert isinstance(slider, Slider)
    assert (slider.min, slider.max, slider.step, slider.value) == (0, 2, 0.5, 1.5)
    assert (slider.label, slider.decimals, slider.unit) == ("a", 1, " g")
    narrow = control(Number(0, inf, slider=(1, 3)), 2)
    assert (narrow.min, narrow.max) == (1, 3)


def test_other_rules_have_boxes_buttons_ticks_and_lines():
    kind = control(Choice({"g": "Green", "b": "Black"}, "kind"), "b")
    assert isinstance(kind, OneOf)
    assert kind.options == (("Green", "g"), ("Black", "b")) and kind.description == "kind"
    assert isinstance(control(Choice({1: "1"}, "one"), 1, kind=widgets.Dropdown), widgets.Dropdown)
    assert control(Count(9, "sugar"), 3).max == 9
    assert control(Flag("milk"), True).value is True
    assert control(Words("whose"), "mine").value == "mine"
