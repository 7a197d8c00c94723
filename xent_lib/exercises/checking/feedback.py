"""What an exercise says: Markdown in a notebook, plain text in a terminal."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, repr=False)
class Words:
    """A text that a notebook renders, and that reads well without colour or rendering."""

    text: str

    def _repr_markdown_(self):
        return self.text

    def __repr__(self):
        pieces = re.split(r"(^```.*?^```$|`[^`\n]+`)", self.text, flags=re.MULTILINE | re.DOTALL)
        # Every second piece is code, and there two stars mean a power.
        pieces[::2] = [words.replace("**", "") for words in pieces[::2]]
        return re.sub(r"^```.*\n?|`", "", "".join(pieces), flags=re.MULTILINE).strip()


@dataclass(frozen=True, repr=False)
class Feedback(Words):
    """The answer to an answer.

    Attributes
    ----------
    text : str
        Markdown.
    outcome : {"not started", "correct", "raised", "recognised", "not recognised"}
    mistake : str or None
        Name of the recognised mistake: a key of the exercise's `mistakes`, or of what can go
        wrong with any function: "changes_its_input" where the numbers are right but an argument
        was written into, "changes_its_answer" where the same input gets another answer the second
        time, "returns_nothing", "prints_its_answer", and those of `habits`.
    """

    outcome: str
    mistake: str | None = None


def paragraphs(*parts):
    """The parts that say something, a blank line between them."""
    return "\n\n".join(part for part in parts if part)


def code_block(source, language="python"):
    """Source text, or what it printed, as a Markdown block."""
    return f"```{language}\n{source.strip()}\n```"
