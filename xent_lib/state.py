"""State: a frozen dataclass whose fields keep rules, each said once.

A rule is the check of its field, the sentence of a refusal, the line of documentation and, in an
`Explorer`, the control that sets the field. What it allows it makes plain: `np.float32(0.5)` or a
fraction is kept as the float that a control takes.
"""

from dataclasses import dataclass, field, fields
from functools import cache
from math import inf, isfinite
from numbers import Real

from xent_lib.language import _


@dataclass(frozen=True)
class Number:
    """A finite number from `low` to `high`.

    Its slider has this label, step, number of decimals and unit, and goes from `low` to `high`
    where `slider` does not name narrower ends.
    """

    low: float = -inf
    high: float = inf
    label: str = ""
    step: float = 0.01
    decimals: int = 2
    unit: str = ""
    slider: tuple[float, float] | None = None

    def allows(self, value):
        return isinstance(value, Real) and self.low <= float(value) <= self.high and isfinite(value)

    def plain(self, value):
        return float(value)

    def refusal(self, name, value):
        if self.high < inf:
            words = _("{name} is {value}, but expected a number from {low:g} to {high:g}.")
        elif self.low > -inf:
            words = _("{name} is {value}, but expected a finite number, {low:g} or more.")
        else:
            words = _("{name} is {value}, but expected a finite number.")
        return words.format(name=name, value=value, low=self.low, high=self.high)

    @property
    def kind(self):
        if self.high < inf:
            return f"float, {self.low:g} to {self.high:g}"
        return "float" if self.low == -inf else f"float, {self.low:g} or more"


@dataclass(frozen=True)
class Count:
    """A whole number from 0 to `most`, typed into a box with this label."""

    most: int = 2**31 - 1
    label: str = ""

    def allows(self, value):
        return isinstance(value, Real) and 0 <= value <= self.most and value % 1 == 0

    def plain(self, value):
        return int(value)

    def refusal(self, name, value):
        words = _("{name} is {value}, but expected a whole number from 0 to {most:,}.")
        return words.format(name=name, value=value, most=self.most)

    @property
    def kind(self):
        return f"int, 0 to {self.most:,}"


@dataclass(frozen=True)
class Choice:
    """One of the keys of `names`; the values are what is read on its buttons."""

    names: dict
    label: str
    quiet: bool = False  # whether the label is only read aloud

    def allows(self, value):
        return value in self.names

    def plain(self, value):
        return next(key for key in self.names if key == value)

    def refusal(self, name, value):
        words = _("{name} is {value}, but expected one of {known}.")
        return words.format(name=name, value=value, known=", ".join(map(repr, self.names)))

    @property
    def kind(self):
        return f"{{{', '.join(map(repr, self.names))}}}"


@dataclass(frozen=True)
class Flag:
    """True or False, set by a box to tick."""

    label: str = ""
    kind = "bool"

    def allows(self, value):
        return value in (True, False)

    def plain(self, value):
        return bool(value)

    def refusal(self, name, value):
        words = _("{name} is {value}, but expected True or False.")
        return words.format(name=name, value=value)


@dataclass(frozen=True)
class Words:
    """Some text, typed into a line."""

    label: str = ""
    kind = "str"

    def allows(self, value):
        return isinstance(value, str)

    def plain(self, value):
        return str(value)

    def refusal(self, name, value):
        words = _("{name} is {value}, but expected a text in quotation marks.")
        return words.format(name=name, value=value)


def of(rule, default, means=""):
    """A field with a rule and a control.

    Parameters
    ----------
    rule : Number, Count, Choice, Flag or Words
    default : object
        What the field starts with.
    means : str
        What it is, for whoever reads the explorer's documentation.
    """
    return field(default=default, metadata={"rule": rule, "means": means, "control": True})


def kept(rule, default, means=""):
    """A field with a rule and without a control: what buttons and explorers keep count of."""
    return field(default=default, metadata={"rule": rule, "means": means, "control": False})


@cache
def rules(kind):
    """The rule of each field of a kind of state that has one, by the field's name."""
    return {f.name: f.metadata["rule"] for f in fields(kind) if "rule" in f.metadata}


def controlled(kind):
    """Names of the fields of a kind of state that have a control, in their order."""
    return [f.name for f in fields(kind) if f.metadata.get("control")]


def parameters(kind):
    """What the fields of a kind of state are, as a section of a numpydoc docstring."""
    lines = ["Parameters", "----------"]
    for f in fields(kind):
        if rule := f.metadata.get("rule"):
            means = f.metadata["means"]
            lines += [
                f"{f.name} : {rule.kind}, default {f.default!r}",
                *[f"    {means}"] * bool(means),
            ]
    return "\n".join(lines)


class State:
    """What is shown. A value that a rule does not allow is refused with a sentence.

    A subclass is a frozen dataclass. Its fields are made with `of` and `kept`, and in `refusal` it
    says what is wrong with fields that are right one by one.
    """

    def __post_init__(self):
        for name, rule in rules(type(self)).items():
            if not allowed(rule, value := getattr(self, name)):
                raise ValueError(rule.refusal(name, written(value)))
            object.__setattr__(self, name, rule.plain(value))
        if sentence := self.refusal():
            raise ValueError(sentence)

    def refusal(self):
        """A sentence on what is wrong with the fields together, if anything is."""
        return ""


def allowed(rule, value):
    """Whether a rule allows `value`, whatever it is: a list is no number from 0 to 1."""
    try:
        return bool(rule.allows(value))
    except (TypeError, ValueError, OverflowError):
        return False


def written(value):
    """A value as it is written in code, a number plainly, cut where it is long."""
    return f"{value!s:.60}" if isinstance(value, Real) else f"{value!r:.60}"
