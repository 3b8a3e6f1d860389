"""Generated pairs repeat for a seed, weigh every word and term equally, and carry the labels of their kind."""

import re
from collections import Counter
from importlib import resources

import pytest

from training.errors import TrainingError
from training.grammar import needed
from training.pairs import KINDS, LANGUAGES, generate
from training.pairs.generator import LEAST_WORDS, MOST_WORDS
from training.pairs.topics import Kind, Language, asides, fillers, topics

EVERY = [(kind, language) for language in LANGUAGES for kind in KINDS]
CLEAN = {"harmless", "identity_civil", "everyday"}
ONE_ROUND = 28  # templates of identity for each label


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_the_same_seed_writes_the_same_comments(kind: Kind, language: Language) -> None:
    assert list(generate(kind, language, 100, 7)) == list(generate(kind, language, 100, 7))
    assert list(generate(kind, language, 100, 7)) != list(generate(kind, language, 100, 8))


def test_a_larger_count_continues_the_series() -> None:
    assert list(generate("harmless", "vi", 200, 7))[:50] == list(generate("harmless", "vi", 50, 7))


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_no_comment_is_written_twice_and_none_is_too_short_or_long(kind: Kind, language: Language) -> None:
    texts = [example.text for example in generate(kind, language, 2_000, 1)]
    assert len({text.casefold() for text in texts}) == len(texts)
    assert not [text for text in texts if not LEAST_WORDS <= len(text.split()) <= MOST_WORDS]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_slot_is_filled(kind: Kind, language: Language) -> None:
    texts = [example.text for example in generate(kind, language, 600, 3)]
    assert not [text for text in texts if re.search(r"[{}\[\]|]|  | [,.]", text)]


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_every_template_asks_only_for_what_there_is(kind: Kind, language: Language) -> None:
    rules = fillers(language).rules.keys()
    for topic in topics(kind, language):
        asked = needed({"text": [template.text for template in topic.templates]})
        assert asked <= rules | topic.slots.keys(), topic.word
    assert needed({"aside": asides(kind, language)}) <= rules


@pytest.mark.parametrize(("kind", "language"), EVERY)
def test_a_comment_carries_the_labels_of_its_kind(kind: Kind, language: Language) -> None:
    (known,) = {tuple(example.labels.items()) for example in generate(kind, language, 100, 1)}
    labels = dict(known)
    assert labels["spam"] == 0
    assert labels["toxicity"] == (kind not in CLEAN)
    assert (set(labels.values()) == {0}) == (kind in CLEAN)
    assert (labels.get("insult") == 1) == (language == "en" and kind not in CLEAN)
    assert (labels.get("identity_attack") == 1) == (language == "en" and kind == "identity_hostile")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_term_of_identity_stands_in_every_template_once_a_round_whatever_the_label(
    language: Language,
) -> None:
    terms = topics("identity_civil", language)
    for kind in ("identity_civil", "identity_hostile"):
        found = list(generate(kind, language, len(terms) * ONE_ROUND, 1))
        seen = Counter((example.raw, example.group) for example in found)
        assert len(seen) == len(terms) * ONE_ROUND


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_term_of_identity_is_civil_as_often_as_hostile_even_in_part_of_a_round(language: Language) -> None:
    civil, hostile = (
        Counter(example.raw for example in generate(kind, language, 777, 5))
        for kind in ("identity_civil", "identity_hostile")
    )
    assert civil == hostile


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_template_of_identity_names_a_term(language: Language) -> None:
    for kind in ("identity_civil", "identity_hostile"):
        templates = topics(kind, language)[0].templates
        assert all(re.search(r"\{(one|many)\}", template.text) for template in templates)


@pytest.mark.parametrize("language", LANGUAGES)
def test_keywords_take_turns(language: Language) -> None:
    counts = Counter(example.raw for example in generate("harmless", language, 1_000, 1))
    assert max(counts.values()) - min(counts.values()) <= 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_are_words_terms_and_templates_enough(language: Language) -> None:
    harmless, terms = topics("harmless", language), topics("identity_civil", language)
    assert len(harmless) >= 60
    assert all(len(topic.templates) >= 5 for topic in harmless)
    assert len(terms) >= 80
    assert {len(topics(kind, language)[0].templates) for kind in KINDS if kind.startswith("identity")} == {
        ONE_ROUND
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_term_or_template_is_listed_twice(language: Language) -> None:
    for kind in KINDS:
        words = Counter(topic.word for topic in topics(kind, language))
        assert not [word for word, times in words.items() if times > 1]
    texts = Counter(
        template.text
        for kind in ("harmless", "hostile", "everyday")
        for topic in topics(kind, language)
        for template in topic.templates
    )
    assert not [text for text, times in texts.items() if times > 1]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_filler_is_used(language: Language) -> None:
    rules = dict(fillers(language).rules)
    texts = {f"{kind} {topic.word}": topic.templates for kind in KINDS for topic in topics(kind, language)}
    asked = needed(rules) | needed({name: [one.text for one in found] for name, found in texts.items()})
    assert rules.keys() <= asked | {"opening", "closing", "reply"}


def test_every_word_file_is_read() -> None:
    words = resources.files("training.pairs") / "words"
    for language in LANGUAGES:
        names = {file.name for file in (words / language).iterdir()}
        others = {"fillers.toml", "everyday.toml", "identity.toml", "identity.tsv", "written.tsv"}
        assert others < names
        assert all(name.startswith("keywords_") for name in names - others)


def test_an_unknown_kind_is_named_in_the_error() -> None:
    with pytest.raises(ValueError, match="no pairs named 'polite'; there are harmless, hostile"):
        generate("polite", "en", 1, 1)


def test_a_template_without_further_texts_is_named_in_the_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.pairs.generator._FRAMES", ("only ever these eight words and no others",))
    with pytest.raises(TrainingError, match=r"pairs en everyday .*: no new text in 200 tries"):
        list(generate("everyday", "en", 2, 1))
