"""A language that nobody speaks: every letter of the English words full-width, nothing else.

Words that come through the catalogue are then ｌｉｋｅ ｔｈｉｓ, and a word in plain letters on a
screen is one that has escaped translation, or code, or a formula.
"""

import ast
import io
import re
import tokenize
from contextlib import contextmanager

from catalogue import compiled, template, written

from xent_lib import language

CODE = "qq"
WIDE = {
    code: code + 0xFEE0 for code in (*range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1))
}
KEPT = re.compile(  # fences, spans of code, formulas, placeholders, tags, addresses
    r"```.*?```|`[^`]*`|\$[^$]*\$|\{[^{}]*\}|<[^<>]*>|\]\([^)]*\)", re.S
)
WORD = re.compile(r"[A-Za-z]{2,}")


def pseudo(text):
    """`text` in the language that nobody speaks."""
    if is_code(text):
        return _comments(text)
    parts, end = [], 0
    for kept in KEPT.finditer(text):
        parts += [text[end : kept.start()].translate(WIDE), kept.group()]
        end = kept.end()
    return "".join([*parts, text[end:].translate(WIDE)])


def is_code(text):
    """Whether a message is a starter or a solution."""
    try:
        ast.parse(text)
    except SyntaxError:
        return False
    return text.startswith("\n")


def _comments(code):
    lines = code.splitlines(keepends=True)
    for token in reversed(list(tokenize.generate_tokens(io.StringIO(code).readline))):
        docstring = token.type == tokenize.STRING and token.string.startswith('"""')
        if (token.type == tokenize.COMMENT or docstring) and token.start[0] == token.end[0]:
            row, first, last = token.start[0] - 1, token.start[1], token.end[1]
            lines[row] = lines[row][:first] + token.string.translate(WIDE) + lines[row][last:]
    return "".join(lines)


@contextmanager
def spoken(folder):
    """Make the catalogue in `folder`, as another language would bring it, and speak it."""
    catalogue = template()
    catalogue.locale = "en"  # for its plural forms
    for message in catalogue:
        if message.id:
            forms = message.id if message.pluralizable else [message.id]
            message.string = tuple(map(pseudo, forms)) if message.pluralizable else pseudo(*forms)
    path = folder / CODE / "LC_MESSAGES" / "xent_lib.po"
    path.parent.mkdir(parents=True)
    path.write_text(written(catalogue).replace("Language: en", f"Language: {CODE}"), "utf-8")
    compiled(path)
    before = language.LOCALE, language._chosen
    language.LOCALE = folder
    language._catalogue.cache_clear()
    try:
        language.use(CODE)
        yield
    finally:
        language.LOCALE, language._chosen = before
        language._catalogue.cache_clear()


def escaped(text, known=()):
    """Words in plain letters that stand outside of code, formulas and tags, but `known` ones."""
    return [word for word in WORD.findall(KEPT.sub(" ", text)) if word not in known]
