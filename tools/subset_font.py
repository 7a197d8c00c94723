"""Make the fonts in `xent_lib/fonts`: the glyphs that Japanese words in pictures need.

    python tools/subset_font.py /usr/share/fonts/opentype/noto

The source is Noto Sans CJK, as Debian's package fonts-noto-cjk has it. All kana and the 2,965 kanji
of JIS level 1 are kept, so that a word may change without a new font. Of the bold kanji, only those
of today's catalogue and handout: what is bold are numbers and a heading now and then, and a kanji
that is missing is shown in regular weight.
"""

import argparse
from pathlib import Path

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

ROOT = Path(__file__).parents[1]
FONTS = ROOT / "xent_lib" / "fonts"
BOLD_WORDS = ("xent_lib/locale/ja/LC_MESSAGES/xent_lib.po", "tools/handout.py")
FAMILY = "xent_lib ja"  # a name of its own: it stands in for no font that a machine has
LICENCE = "SIL Open Font License 1.1; see LICENSE-OFL.txt beside this file."
FIRST_KANJI_ROW = 16  # of JIS X 0208


def characters():
    """ASCII, the Latin and Greek of formulas, and rows 1 to 47 of JIS X 0208 without Cyrillic."""
    found = set(map(chr, range(0x20, 0x7F))) | set("−×÷·±≤≥≠≈∞→←↑↓Σ∑Π∏√∈…–—²³¹⁰⁴⁵⁶⁷⁸⁹éü")
    return found.union(*map(row, (1, 2, 3, 4, 5, 6, *range(FIRST_KANJI_ROW, 48))))


def bold_characters():
    """All of them but the kanji, and the kanji that are in use."""
    kanji = set().union(*map(row, range(FIRST_KANJI_ROW, 48)))
    used = set().union(*((ROOT / file).read_text("utf-8") for file in BOLD_WORDS))
    return characters() - (kanji - used)


def row(number):
    """The characters in one row of JIS X 0208."""
    cells = (bytes((0xA0 + number, 0xA0 + cell)) for cell in range(1, 95))
    return {cell.decode("euc_jp", errors="ignore") for cell in cells} - {""}


def subset(source, wanted, style):
    """The font in `source` with nothing but the `wanted` characters, under a name of its own."""
    font = TTFont(source, fontNumber=0)
    options = Options(layout_features=[], hinting=False, name_IDs=[0, 1, 2, 4, 6, 13, 14])
    options.drop_tables += ["VORG", "vhea", "vmtx", "BASE", "GPOS", "GSUB", "GDEF"]
    subsetter = Subsetter(options)
    subsetter.populate(text="".join(sorted(wanted)))
    subsetter.subset(font)
    plain = f"xent_lib-ja-{style}".removesuffix("-Regular")
    for record in list(font["name"].names):
        new = {1: FAMILY, 4: f"{FAMILY} {style}", 6: plain, 13: LICENCE}
        if record.nameID in new:
            record.string = new[record.nameID]
    top = font["CFF "].cff
    top.fontNames = [plain]
    top[0].FullName, top[0].FamilyName = f"{FAMILY} {style}", FAMILY
    return font


def main():
    """Write both fonts."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path, help="where the NotoSansCJK-….ttc are")
    folder = parser.parse_args().folder
    made = {"ja": ("Regular", characters()), "ja-bold": ("Bold", bold_characters())}
    for name, (style, wanted) in made.items():
        target = FONTS / f"{name}.otf"
        font = subset(folder / f"NotoSansCJK-{style}.ttc", wanted, style)
        font.save(target)
        size = target.stat().st_size
        print(f"{target.name}: {len(font.getBestCmap()):,} characters, {size:,} bytes")


if __name__ == "__main__":
    main()
