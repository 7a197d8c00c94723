"""The article's animals: English keys, shown and typed in any language."""

import unicodedata

from xent_lib.language import _, later

ANIMALS = (later("dog"), later("cat"), later("koala"), later("penguin"))


def key_of(word, keys):
    """The one of `keys` that a typed word names, in English or as it is shown; None if none is."""
    typed = plainly(word)
    return next((key for key in keys if typed in (plainly(key), plainly(_(key)))), None)


def typed_words(text):
    """The words of a typed list, with spaces or commas of any script between them."""
    return unicodedata.normalize("NFKC", text).replace(",", " ").replace("、", " ").split()


def plainly(word):
    """A word as it is compared: small letters, and ６ no other than 6."""
    return unicodedata.normalize("NFKC", word).casefold()
