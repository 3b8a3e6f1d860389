"""Comments written by hand: each once, in both languages, and none that the classifier is measured by."""

import unicodedata
from collections import Counter

import pytest

from training.folded import folded
from training.pairs import LANGUAGES, written
from training.pairs.topics import Language
from training.sentences import sentences


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_harmless_and_hostile_ones_and_all_are_text(language: Language) -> None:
    examples = list(written(language))
    sides = Counter(example.labels["toxicity"] for example in examples)
    assert sides[0.0] > 3 * sides[1.0] > 600
    assert all(example.group.startswith(f"written {language} ") for example in examples)
    assert all(unicodedata.is_normalized("NFC", example.text) for example in examples)
    assert all(example.text == example.text.strip() and "\t" not in example.text for example in examples)


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_written_twice(language: Language) -> None:
    times = Counter(folded(example.text).text for example in written(language))
    assert not [text for text, count in times.items() if count > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_none_is_a_sentence_of_the_gate(language: Language) -> None:
    gate = {folded(sentence.text).bare for sentence in sentences(language)}
    assert not [example.text for example in written(language) if folded(example.text).bare in gate]
