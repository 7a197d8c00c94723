"""Make `xent_lib/fonts/ja.otf`: the glyphs that Japanese words in pictures need.

    python tools/subset_font.py /usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc

The source is Noto Sans CJK, as Debian's package fonts-noto-cjk has it. All kana and the 2,965 kanji
of JIS level 1 are kept, so that a word may change without a new font.
"""

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

PACKAGE = Path(__file__).parents[1] / "xent_lib"
TARGET = PACKAGE / "fonts" / "ja.otf"
FAMILY = "xent_lib ja"  # a name of its own: it stands in for no font that a machine has
LICENCE = "SIL Open Font License 1.1; see LICENSE-OFL.txt beside this file."


def characters():
    """ASCII, the Latin and Greek of formulas, and rows 1 to 47 of JIS X 0208 without Cyrillic."""
    found = set(map(chr, range(0x20, 0x7F))) | set("−×÷·±≤≥≠≈∞→←↑↓Σ∑Π∏√∈…–—²³¹⁰⁴⁵⁶⁷⁸⁹éü")
    for row in (1, 2, 3, 4, 5, 6, *range(16, 48)):
        for cell in range(1, 95):
            found.add(bytes((0xA0 + row, 0xA0 + cell)).decode("euc_jp", errors="ignore"))
    return "".join(sorted(found - {""}))


def subset(source):
    """The font in `source` with nothing but `characters`, under a name of its own."""
    font = TTFont(source, fontNumber=0)
    options = Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(text=characters())
    subsetter.subset(font)
    for record in list(font["name"].names):
        new = {1: FAMILY, 4: f"{FAMILY} Regular", 6: "xent_lib-ja", 13: LICENCE}
        if record.nameID in new:
            record.string = new[record.nameID]
    top = font["CFF "].cff
    top.fontNames = ["xent_lib-ja"]
    top[0].FullName, top[0].FamilyName = f"{FAMILY} Regular", FAMILY
    return font


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("source", type=Path, help="NotoSansCJK-Regular.ttc")
    font = subset(parser.parse_args().source)
    font.save(TARGET)
    print(f"{TARGET.name}: {len(font.getBestCmap()):,} characters, {TARGET.stat().st_size:,} bytes")
