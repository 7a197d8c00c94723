"""Numbers as a learner reads them: a true minus, none before a zero, and ∞ as a sign of its own."""

from math import floor

from xent_lib.language import _


def numeral(value, decimals=4, signed=False):
    """`value` with a fixed number of decimals: 0.6931, −0.0196, 243,084.6, ∞.

    >>> numeral(-0.01960201), numeral(float("inf")), numeral(-1e-9)
    ('−0.0196', '∞', '0.0000')
    >>> numeral(3.5, 1, signed=True), numeral(0, signed=True)
    ('+3.5', '0')
    """
    text = f"{value:{'+' if signed else ''}z,.{decimals}f}"
    if text == f"{0:+.{decimals}f}":
        return "0"  # nothing has no direction
    return text.replace("-", "−").replace("inf", "∞").replace("+nan", "nan")


def probability(p):
    """A probability in three decimals, without the 0 in front: .167."""
    return f"{p:.3f}".removeprefix("0")


def percent(p, decimals=1):
    """A probability in per cent: 16.7 %."""
    return _("{number} %").format(number=numeral(100 * p, decimals))


def plain(number):
    """Three digits of a number, and all before the point, without an e.

    >>> plain(0.07), plain(2.2e-6), plain(350757)
    ('0.07', '2.2×10⁻⁶', '350,757')
    """
    if number == 0 or number >= 1e-4:
        return f"{number:,.3g}" if number < 999.5 else f"{number:,.0f}"
    return _times_ten(f"{number:.2e}")


def of_logarithm(power):
    """Three digits of 10 to any power, too small for a float or not.

    >>> of_logarithm(-105570.25)
    '5.62×10⁻¹⁰⁵⁵⁷¹'
    """
    whole = floor(power)
    return _times_ten(f"{10 ** (power - whole):.2e}", whole)


def _times_ten(text, more=0):
    digits, _e, power = text.partition("e")
    digits = digits.rstrip("0").rstrip(".").replace("-", "−")
    return f"{digits}×{power_of_ten(int(power) + more)}"


def power_of_ten(power):
    """10 to a whole power, the power raised: 10⁻⁶."""
    raised = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
    return "10" + str(power).translate(raised)
