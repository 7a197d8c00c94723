"""The glyphs that words in pictures need, on every machine.

A language whose letters Matplotlib's own font lacks brings a file with its code for a name
(``ja.otf``), and a smaller one for bold words (``ja-bold.otf``); ``tools/subset_font.py`` makes
both. Such fonts have names of their own, so that they never stand in for a font of the machine,
and no setting of Matplotlib's is changed.
"""

from dataclasses import replace
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager

from xent_lib import language

PLAIN = "DejaVu Sans"  # comes with Matplotlib
BOLD = "-bold"
FOLDER = Path(__file__).parent
FILES = {file.stem: file for file in sorted(FOLDER.glob("*.otf")) if BOLD not in file.stem}
BROUGHT = {code: FontProperties(fname=file).get_name() for code, file in FILES.items()}
# The same glyphs once more, for those that the bold file lacks.
WHOLE = {name: f"{name}, whole" for name in BROUGHT.values()}


def _known(name, file, weight):
    """Let Matplotlib find a file under this name and weight."""
    fontManager.addfont(file)
    fontManager.ttflist[-1] = replace(fontManager.ttflist[-1], name=name, weight=weight)


for _code, _name in BROUGHT.items():
    # Under each name in both weights: one that is missing would be told on every page.
    _bold = FOLDER / f"{_code}{BOLD}.otf"
    _known(_name, FILES[_code], 400)
    _known(_name, _bold if _bold.exists() else FILES[_code], 700)
    _known(WHOLE[_name], FILES[_code], 400)
    _known(WHOLE[_name], FILES[_code], 700)


def families(plain=(PLAIN,)):
    """Names of the fonts for the language spoken now: a glyph comes from the first that has it.

    The language's own leads, because words beside ``$mathematics$`` come from the first alone; what
    it lacks, the `plain` ones have, and what they lack, those that other languages brought.
    """
    own = [BROUGHT[code] for code in BROUGHT if code == language.spoken()]
    others = [name for name in BROUGHT.values() if name not in own]
    return [*_with_whole(own), *plain, *_with_whole(others)]


def _with_whole(names):
    return [each for name in names for each in (name, WHOLE[name])]
