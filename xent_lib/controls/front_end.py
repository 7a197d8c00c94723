"""What the controls' pages share."""

from pathlib import Path

_HERE = Path(__file__).parent


def front_end(name):
    """JavaScript of the control `name`, behind the guard of its keys.

    A control's module cannot import the file beside it, so the two travel as one.
    """
    return "".join((_HERE / file).read_text("utf-8") for file in ("keys.js", f"{name}.js"))
