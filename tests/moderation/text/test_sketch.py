"""Which texts count as copies of each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from moderation.text.sketch import KEPT, alike, bands, similarity, sketch, squeezed

WORDS = "sáng nay mưa to đường ngập nước học sinh phải nghỉ học nhiều xe chết máy giữa dòng nước chảy xiết"
BASE = squeezed(" ".join(f"{word} {number}" for number, word in enumerate(WORDS.split() * 3)))


@given(st.text())
def test_a_sketch_is_ascending_without_doubles_and_never_long(text: str) -> None:
    numbers = sketch(text)
    assert list(numbers) == sorted(set(numbers))
    assert len(numbers) <= KEPT


@given(st.text(min_size=5))
def test_a_text_is_wholly_like_itself(text: str) -> None:
    assert similarity(sketch(text), sketch(text)) == 1.0


@given(st.text(), st.text())
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert similarity(sketch(one), sketch(other)) == similarity(sketch(other), sketch(one))


@given(st.text(alphabet="abcd", max_size=60), st.text(alphabet="abcd", max_size=60))
def test_short_texts_are_compared_exactly(one: str, other: str) -> None:
    ours, theirs = _shingles(one), _shingles(other)
    if 0 < len(ours | theirs) <= KEPT:
        assert similarity(sketch(one), sketch(other)) == len(ours & theirs) / len(ours | theirs)


def _shingles(text: str) -> set[str]:
    return {text[at : at + 5] for at in range(len(text) - 4)}


@given(st.integers(0, len(BASE)), st.text(alphabet="xyz0123456789", min_size=1, max_size=8))
def test_long_texts_that_differ_in_one_place_are_alike_and_filed_together(at: int, inserted: str) -> None:
    changed = sketch(BASE[:at] + inserted + BASE[at:])
    assert alike(sketch(BASE), changed, near=0.7)  # truly 0.95; 64 shingles of 343 may lack a few more
    assert set(bands(sketch(BASE))) & set(bands(changed))


@given(st.text(alphabet="ab", max_size=40), st.text(alphabet="ab", max_size=40), st.floats(0.5, 1))
def test_the_quick_count_never_changes_the_answer(one: str, other: str, near: float) -> None:
    assert alike(sketch(one), sketch(other), near) == (similarity(sketch(one), sketch(other)) >= near)


def test_the_numbers_of_a_text_never_change() -> None:
    assert sketch("xinchào") == (565_509_023, 1_399_494_710, 1_681_200_744)


def test_white_space_and_punctuation_do_not_count_but_emoji_do() -> None:
    assert squeezed("Hay - quá… 👍 (thật)\u200b!") == "Hayquá👍thật"
