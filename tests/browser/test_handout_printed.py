"""The handout as a browser prints it."""

import re

import pytest

import handout


@pytest.mark.browser
@pytest.mark.parametrize("code", list(handout.WORDS))
def test_nothing_is_cut_when_it_is_printed(browser, code):
    pdf, cut = handout.printed(browser, code)
    assert cut == [0, 0]
    assert len(re.findall(rb"/Type\s*/Page\b(?!s)", pdf)) == 2
