"""The sentences we measure with are enough, varied, well-formed, and read with clear errors."""

from __future__ import annotations

from collections import Counter

import pytest

from training.errors import DataError
from training.sentences import LANGUAGES, Term, sentences, templates, terms
from training.sentences.clean import read_sentences

ALL = [sentence for language in LANGUAGES for sentence in sentences(language)]


def test_there_are_440_clean_sentences_and_half_of_them_are_blind() -> None:
    assert len(ALL) >= 440
    assert sum(sentence.blind for sentence in ALL) >= len(ALL) / 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_a_dozen_sentences_in_each_language(language) -> None:
    count = Counter(sentence.topic for sentence in sentences(language))
    assert count.keys() == {sentence.topic for sentence in ALL}
    assert not {topic: number for topic, number in count.items() if number < 12}


def test_no_sentence_comes_twice_and_none_has_loose_ends() -> None:
    texts = [sentence.text for sentence in ALL]
    assert not [text for text, times in Counter(texts).items() if times > 1]
    assert not [text for text in texts if text != text.strip() or "  " in text]


def test_sentences_are_as_long_as_readers_write() -> None:
    assert not [sentence.text for sentence in ALL if not 5 <= len(sentence.text.split()) <= 62]


@pytest.mark.parametrize("row", ["food\tperhaps\tPhở ngon quá", "food\ttrue", "food\ttrue\tPhở\tngon"])
def test_a_line_that_does_not_fit_is_named(tmp_path, row) -> None:
    file = tmp_path / "vi.tsv"
    file.write_text(f"topic\tblind\ttext\nfood\ttrue\tPhở ngon quá\n{row}\n", encoding="utf-8")
    with pytest.raises(DataError, match=r"vi\.tsv:3: .*parted by tabs"):
        read_sentences(file)


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_enough_terms_and_templates_and_none_twice(language) -> None:
    named, known = [term.many for term in terms(language)], templates(language)
    assert len(named) == len(set(named)) >= 33
    assert len(set(known.neutral)) == len(known.neutral) >= 12
    assert len(set(known.hostile)) == len(known.hostile) >= 12


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_stands_in_every_template(language) -> None:
    known, term = templates(language), Term("religion", "«one»", "«many»")
    assert all("«" in term.fill(template) for template in (*known.neutral, *known.hostile))
