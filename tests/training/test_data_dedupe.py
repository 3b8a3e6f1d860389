"""The same text in several sets: removed, or merged."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.data.dedupe import skim, unique, without
from training.data.example import Example, runs
from training.data.measure import Marks, marks


def example(
    text: str, source: str = "a", weight: float = 1.0, language: str = "vi", **labels: float
) -> Example:
    return Example(text, language, source, labels, weight)


def key(text: str) -> str:
    return skim(text.lower())


def test_what_is_held_out_leaves_training_however_it_is_spaced_or_marked() -> None:
    train = [example("Hay quá!"), example("HAY  QUA"), example("dở quá")]
    assert without(train, [example("hay, quá")], [example("khác")]) == [train[2]]


def test_an_emoji_makes_a_different_text() -> None:
    train = [example("make me 🐀")]
    assert without(train, [example("make me 👑")]) == train


def test_texts_of_emoji_or_punctuation_alone_are_compared_too() -> None:
    assert without([example("!!!"), example("😂 😂")], [example("!!!"), example("😂😂")]) == []


def test_marks_keep_two_words_apart_when_merging() -> None:
    assert len(unique([example("các"), example("cặc")], key=key)) == 2


def test_disagreement_is_averaged_by_weight() -> None:
    merged = unique(
        [example("Ngu", "a", 0.9, toxicity=1.0), example("ngu!", "b", 0.1, toxicity=0.0)], key=key
    )
    assert [(e.text, e.source, e.labels, e.weight) for e in merged] == [
        ("Ngu", "a+b", {"toxicity": 0.9}, 0.9)
    ]


def test_what_only_one_set_knows_is_kept() -> None:
    (merged,) = unique([example("ngu", toxicity=1.0), example("ngu", "b", spam=0.0)], key=key)
    assert merged.labels == {"toxicity": 1.0, "spam": 0.0}


def test_the_same_word_in_two_languages_stays_two_examples() -> None:
    assert len(unique([example("wow"), example("wow", language="en")], key=key)) == 2


def test_spans_survive_only_on_the_text_they_were_marked_on() -> None:
    marked = Example("ngu!", "vi", "b", {}, spans=((0, 3),))
    assert unique([example("Ngu"), marked], key=key)[0].spans is None
    assert unique([example("ngu!"), marked], key=key)[0].spans == ((0, 3),)


@given(st.lists(st.sampled_from(["a", "A", "b!", "b", "c"])))
def test_merging_twice_changes_nothing(texts: list[str]) -> None:
    once = unique([example(text, toxicity=0.5) for text in texts], key=key)
    assert unique(once, key=key) == once


@given(st.sets(st.integers(0, 60)))
def test_spans_hold_exactly_the_marked_positions(positions: set[int]) -> None:
    assert {at for start, end in runs(positions) for at in range(start, end)} == positions


def test_marks_that_miss_their_words_are_counted() -> None:
    examples = [Example("đồ ngu", "vi", "a", {}, spans=((3, 6), (4, 6), (3, 9))), example("hay")]
    assert marks(examples) == Marks(spans=3, past_end=1, inside_word=1, not_nfc=0)


def test_the_keys_used_by_default_fold_the_text() -> None:
    pytest.importorskip("moderation.text.folding")
    assert without([example("Đồ  NGU!")], [example("do ngu")]) == []
    assert len(unique([example("đồ ngu"), example("Đồ, ngu"), example("do ngu")])) == 2
