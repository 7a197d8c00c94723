"""The glyphs that words in pictures need, on every machine.

A language whose letters Matplotlib's own font lacks brings a file with its code for a name
(``ja.otf``; ``tools/subset_font.py`` makes it). Such fonts have names of their own, so that they
never stand in for a font of the machine, and no setting of Matplotlib's is changed.
"""

from dataclasses import replace
from pathlib import Path

from matplotlib.font_manager import FontProperties, fontManager

from xent_lib import language

PLAIN = "DejaVu Sans"  # comes with Matplotlib
FILES = {file.stem: file for file in sorted(Path(__file__).parent.glob("*.otf"))}

for _file in FILES.values():
    fontManager.addfont(_file)
    # It serves for bold words as well: a weight that is missing would be told on every page.
    fontManager.ttflist.append(replace(fontManager.ttflist[-1], weight=700))
BROUGHT = {code: FontProperties(fname=file).get_name() for code, file in FILES.items()}


def families(plain=(PLAIN,)):
    """Names of the fonts for the language spoken now: a glyph comes from the first that has it.

    The language's own leads, because words beside ``$mathematics$`` come from the first alone; what
    it lacks, the `plain` ones have, and what they lack, those that other languages brought.
    """
    own = [BROUGHT[code] for code in BROUGHT if code == language.spoken()]
    others = [name for name in BROUGHT.values() if name not in own]
    return [*own, *plain, *others]
