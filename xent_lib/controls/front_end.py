"""What the page is told of a control: its JavaScript and its style, as text.

As text and not as paths: a path would be watched for changes, and the watcher would keep every
widget ever made, with its picture.
"""

from pathlib import Path

_HERE = Path(__file__).parent


def script(*names):
    """JavaScript of a control, behind the guard of its keys and the way of its moves.

    A control's module cannot import the files beside it, so they travel as one.
    """
    files = ("keyboard.js", "moves.js", *(f"{name}.js" for name in names))
    return "".join((_HERE / file).read_text("utf-8") for file in files)


def style(name):
    """Style sheet of the control `name`, between what all have and what makes all large."""
    files = ("common.css", f"{name}.css", "large.css")
    return "".join((_HERE / file).read_text("utf-8") for file in files)
