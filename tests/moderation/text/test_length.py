"""Length as a reader counts; the vectors hold the comment box to it too."""

import json
import shutil
import subprocess
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.length import WHITE_SPACE, graphemes, measure, part_over

_FILE = Path(__file__).parents[2] / "vectors" / "length.json"
VECTORS = json.loads(_FILE.read_text(encoding="utf-8"))

# Texts that hypothesis alone would hardly build: marks, jamo, joiners, pictographs, the crossed arrow.
TRICKY = st.text(
    "aệ\u0302\u0323\u0301\u0338\u2194❤\u200d\ufe0f👩🏽🇻🇳\u1112\u1161\u11ab한क्ष\u093cกำ\r\n \u3000\u0600"
)
ANY = TRICKY | st.text()

_BROWSER = """
const segmenter = new Intl.Segmenter("vi", { granularity: "grapheme" });
const texts = JSON.parse(require("fs").readFileSync(0));
const counted = texts.map((text) => [...segmenter.segment(text.trim().normalize("NFC"))].length);
console.log(JSON.stringify(texts.map((text, index) => [counted[index], text.length])));
"""


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["case"])
def test_a_text_is_as_long_as_the_shared_vectors_say(vector: dict) -> None:
    length = measure(vector["text"])
    assert (length.graphemes, length.utf16) == (vector["graphemes"], vector["utf16"])


def _node_knows_conjuncts() -> bool:
    if not shutil.which("node"):
        return False
    done = subprocess.run(
        ["node", "-p", "process.versions.unicode"], capture_output=True, text=True, check=True
    )
    return tuple(map(int, done.stdout.split("."))) >= (15, 1)


@pytest.mark.skipif(
    not _node_knows_conjuncts(), reason="no Node with Unicode 15.1 to count as a browser does"
)
def test_a_browser_counts_the_shared_vectors_alike() -> None:
    texts = json.dumps([vector["text"] for vector in VECTORS])
    done = subprocess.run(["node", "-e", _BROWSER], input=texts, capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == [[vector["graphemes"], vector["utf16"]] for vector in VECTORS]


@given(ANY)
def test_composed_and_decomposed_texts_are_equally_long(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert graphemes(composed) == graphemes(decomposed) == graphemes(text)


@given(ANY)
def test_white_space_at_both_ends_does_not_count(text: str) -> None:
    assert graphemes(WHITE_SPACE + text + WHITE_SPACE) == graphemes(text)


@given(ANY)
def test_code_points_and_utf16_units_count_the_text_as_sent(text: str) -> None:
    length = measure(text)
    assert length.code_points == len(text)
    assert length.utf16 == sum(1 + (letter > "\uffff") for letter in text)


@given(ANY, st.integers(1, 20))
def test_without_the_part_over_a_text_is_within_the_limit(text: str, limit: int) -> None:
    start, end = part_over(text, limit)
    assert 0 <= start <= end <= len(text)
    assert graphemes(text[:start]) <= limit


@pytest.mark.parametrize(
    "text",
    ["a" * 1_000_000, "ộ" * 1_000_000, "a" + "\u0301" * 100_000, "🇻🇳" * 50_000, "👩\u200d" * 100_000,
     "\u2194" * 100_000, "\u2194" + "\u0301" * 100_000, "क्" * 100_000, " " * 1_000_000],
    ids=["ascii", "Vietnamese", "marks", "flags", "joiners", "arrows", "marked arrow", "viramas", "spaces"],
)  # fmt: skip
def test_hostile_texts_are_measured_in_linear_time(text: str) -> None:
    before = time.process_time()
    measure(text)
    assert time.process_time() - before < 0.5
