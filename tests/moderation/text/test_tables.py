"""The generated Unicode tables: what they say of themselves, and spot checks."""

import json
from pathlib import Path

import pytest

from moderation.text import tables

FOLDER = Path(tables.__file__).parent


@pytest.mark.parametrize("name", ["folds", "invisible", "compositions", "bare", "words", "lookalikes"])
def test_a_table_names_its_version_and_the_digests_of_its_sources(name: str) -> None:
    header = _header(name)
    assert "Unicode 15.0.0" in header[1]
    assert any(line.startswith("sha256 ") and line.endswith("UnicodeData.txt") for line in header)


def _header(name: str) -> list[str]:
    if (FOLDER / f"{name}.json").exists():
        about: list[str] = json.loads((FOLDER / f"{name}.json").read_bytes())["about"]
        return about
    lines = (FOLDER / f"{name}.txt").read_text().splitlines()
    return [line.removeprefix("# ") for line in lines if line.startswith("#")]


def test_no_table_names_a_place_on_some_machine() -> None:
    assert not any(
        "/usr" in path.read_text() or "http" in path.read_text() for path in FOLDER.glob("*.[jt]*")
    )


def test_spot_checks() -> None:
    assert tables.folds()["Ａ"] == "a"
    assert tables.folds()["\u00ad"] == ""
    assert tables.compositions()["\u00e9\u0302"] == "ế"
    assert tables.lookalikes()["с"] == "c"
    assert tables.bare_letters()[ord("ệ")] == "e"


def test_what_a_character_folds_to_folds_no_further() -> None:
    folds = tables.folds()
    assert not [char for char, folded in folds.items() if any(part in folds for part in folded)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("đồ ngu.Tôi don't", ["đồ", "ngu", "Tôi", "don't"]),
        ("e\u0302\u0301m x\u0336y", ["e\u0302\u0301m", "x\u0336y"]),
        ("1.234,5 3.", ["1.234,5", "3"]),
        ("漢字 カタカナ ก็ดี", ["漢", "字", "カタカナ", "ก็", "ดี"]),
        ("🙂 ... —", []),
    ],
)
def test_words_are_whole(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in tables.words(text)] == words
