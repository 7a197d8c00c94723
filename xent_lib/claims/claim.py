"""What a claim is, and how one is found by its name."""

import re
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from xent_lib.language import _, sentences

CLAIMS = {}  # name to the function that makes the claim, in the language spoken then


@dataclass(frozen=True)
class Claim:
    """A sentence that is true or false, and in `because` what is so and why."""

    text: str
    truth: bool
    because: str = ""

    def __post_init__(self):
        if not isinstance(self.text, str) or not self.text.strip():
            raise ValueError(
                _("text is {!r:.60}, but a bet needs a sentence to bet on.").format(self.text)
            )
        if not isinstance(self.truth, bool | np.bool_):
            raise ValueError(
                _("truth is {!r:.60}, but a claim is either True or False.").format(self.truth)
            )
        if not isinstance(self.because, str):
            raise ValueError(
                _("because is {!r:.60}, but a sentence was expected.").format(self.because)
            )
        # A minus as numbers have it everywhere else on the page.
        because = re.sub(r"(?<!\w)-(?=\d)", "−", self.because)
        object.__setattr__(self, "because", because)


def claim(make):
    """Let the claim that the function `make` returns be found by the function's name."""
    if make.__name__ in CLAIMS:
        raise ValueError(f"{make.__name__} names two claims.")
    CLAIMS[make.__name__] = make
    return make


def named(name):
    """The claim called `name`: its truth is computed now, its words are in the language of now."""
    if isinstance(name, str) and name in CLAIMS:
        return CLAIMS[name]()
    near = get_close_matches(str(name), CLAIMS, n=1)
    words = _("There is no claim called {name!r:.60}.").format(name=name)
    if near:
        words = sentences(words, _("Did you mean {near!r}?").format(near=near[0]))
    raise ValueError(words)
