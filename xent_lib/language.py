"""Words in the language of a notebook.

Every word that a learner reads comes through ``_()``, which translates it at the moment it is
said. A notebook chooses its language in its first cell (``language.use("ja")``); a widget keeps
the one it was made in. Nothing is read from the machine's locale.
"""

import gettext
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache
from pathlib import Path

ENGLISH = "en"  # its words are the keys of all catalogues
LOCALE = Path(__file__).parent / "locale"

_chosen = ENGLISH
_spoken = ContextVar("spoken", default=None)  # of the widget at work, if one is


def languages():
    """Codes of the languages that can be used, English first."""
    return (ENGLISH, *sorted(file.parts[-3] for file in LOCALE.glob("*/LC_MESSAGES/xent_lib.mo")))


def use(language):
    """Say everything from here on in `language`; widgets that are there keep theirs.

    Parameters
    ----------
    language : str
        A code such as "en" or "ja".

    Raises
    ------
    ValueError
        Where there is no such catalogue.
    """
    global _chosen
    if not (isinstance(language, str) and language in languages()):
        known = ", ".join(map(repr, languages()))
        sentence = _("language is {language!r:.60}, but it must be one of {known}.")
        raise ValueError(sentence.format(language=language, known=known))
    _chosen = language


def spoken():
    """Code of the language in which words come now."""
    return _spoken.get() or _chosen


@contextmanager
def speaking(language):
    """Say what is said inside in `language`, whatever the notebook has chosen."""
    token = _spoken.set(language)
    try:
        yield
    finally:
        _spoken.reset(token)


def _(text):
    """`text` in the language spoken now."""
    # What a catalogue has for no words at all is its own heading.
    return _catalogue(spoken()).gettext(text) if text else ""


def plural(one, many, n):
    """The form of a phrase that fits `n` things, in the language spoken now."""
    return _catalogue(spoken()).ngettext(one, many, n)


def listed(words):
    """Some words or phrases one after the other, as the language spoken now divides them."""
    # Translators: between the members of a list
    return _(", ").join(words)


def sentences(*parts):
    """The parts that say something, one behind the other as the language spoken now does it."""
    first, *others = [part for part in parts if part] or [""]
    for following in others:
        # Markdown ends what is bold behind a full stop only where a space follows.
        both = "{sentence} {following}" if first.endswith("**") else _("{sentence} {following}")
        first = both.format(sentence=first, following=following)
    return first


def attribute(code):
    """What an HTML element says of the language of its words, for a screen reader's voice.

    Nothing where that is English: so is a page that does not say otherwise.
    """
    return "" if code == ENGLISH else f' lang="{code}"'


def later(text):
    """Mark `text` for translation where it is written before a language is chosen.

    What is made at import keeps the English words and says ``_(words)`` when they are read.
    """
    return text


@cache
def _catalogue(language):
    if language == ENGLISH:
        return gettext.NullTranslations()
    return gettext.translation("xent_lib", LOCALE, [language])
