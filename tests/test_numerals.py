"""Numbers as a learner reads them."""

import pytest

from xent_lib.numerals import plain


@pytest.mark.parametrize(
    ("number", "text"),
    [(0, "0"), (0.25, "0.25"), (1e-4, "0.0001"), (2.2e-6, "2.2×10⁻⁶"), (1e-10, "1×10⁻¹⁰"),
     (500_000, "500,000"), (999.4, "999"), (999.6, "1,000"),
     (-0.0005, "−5×10⁻⁴"), (9.999e-6, "1×10⁻⁵")],
)  # fmt: skip
def test_numbers_are_told_without_an_e(number, text):
    assert plain(number) == text
