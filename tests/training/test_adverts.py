"""Generated adverts repeat for a seed, vary, hide in every way, and the clean ones reach nobody."""

import re
from importlib import resources
from random import Random

import phonenumbers
import pytest

from training.adverts import EN_FAMILIES, EN_TOPICS, FAMILIES, TOPICS, contacts, generate, neutral
from training.adverts.disguise import EVASIONS, Language, disguise
from training.adverts.generator import grammar_of, language
from training.grammar import Grammar, needed

ALL_FAMILIES = (*FAMILIES, *EN_FAMILIES)
ALL_TOPICS = (*TOPICS, *EN_TOPICS)
PLAIN_WORDS = {"brand", "masked_phone", "hotline"}  # sources that reach nobody, or whom everybody may call
REACHES_SOMEBODY = re.compile(
    r"https?://|\bt\.me/|@\w|\w\.(?:com|net|vn|vip|club|top|xyz|shop|site)\b", re.IGNORECASE
)


def test_the_same_seed_writes_the_same_adverts() -> None:
    assert list(generate("loans", 200, 7)) == list(generate("loans", 200, 7))
    assert list(generate("loans", 200, 7)) != list(generate("loans", 200, 8))


def test_a_larger_count_continues_the_series() -> None:
    assert list(generate("jobs", 150, 7))[:50] == list(generate("jobs", 50, 7))
    assert list(neutral(150, 7))[:50] == list(neutral(50, 7))


def test_a_share_of_the_adverts_is_hidden_and_the_others_stay() -> None:
    plain, half = list(generate("land", 400, 1, evaded=0)), list(generate("land", 400, 1, evaded=0.5))
    assert 150 < sum(a != b for a, b in zip(plain, half, strict=True)) < 250


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_nine_adverts_in_ten_differ_by_more_than_digits(family: str) -> None:
    assert len({re.sub(r"\d", "0", text) for text in generate(family, 2_000, 1)}) >= 1_800


def test_clean_comments_differ_by_more_than_digits() -> None:
    assert len({re.sub(r"\d", "0", text) for text in neutral(4_000, 1)}) >= 3_600


@pytest.mark.parametrize("family", ALL_FAMILIES)
def test_adverts_and_clean_comments_fill_every_slot(family: str) -> None:
    texts = [*generate(family, 500, 3, evaded=0), *neutral(500, 3, [family])]
    assert not [text for text in texts if not text or re.search(r"[{}\[\]|]", text)]


@pytest.mark.parametrize("topic", ["weather", "news", ""])
def test_an_unknown_family_is_named_in_the_error(topic: str) -> None:
    with pytest.raises(ValueError, match=f"no adverts named '{topic}'"):
        generate(topic, 1, 1)


@pytest.mark.parametrize(
    ("spoken", "name"), [(spoken, name) for spoken in EVASIONS for name in EVASIONS[spoken]]
)
def test_every_evasion_hides_something(spoken: Language, name: str) -> None:
    adverts = list(generate("loans" if spoken == "vi" else "en_pharma", 100, 1, evaded=0))
    assert any(EVASIONS[spoken][name](text, Random(1)) != text for text in adverts)


@pytest.mark.parametrize("spoken", ["vi", "en"])
def test_every_evasion_is_chosen_sometimes(spoken: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    def mark(name: str) -> object:
        return lambda text, _rng: f"{text} <{name}>"

    names = set(EVASIONS[spoken])
    monkeypatch.setitem(EVASIONS, spoken, {name: mark(name) for name in names})
    chosen = " ".join(disguise("", spoken, Random(seed)) for seed in range(300))
    assert set(re.findall(r"<(\w+)>", chosen)) == names


def test_vietnamese_numbers_are_mobile_numbers_however_they_are_spelled() -> None:
    rng = Random(1)
    parsed = [phonenumbers.parse(contacts.phone(rng), "VN") for _ in range(1_000)]
    assert all(phonenumbers.number_type(number) == phonenumbers.PhoneNumberType.MOBILE for number in parsed)


def test_english_numbers_come_from_ranges_kept_for_fiction() -> None:
    rng = Random(1)
    digits = [re.sub(r"\D", "", contacts.fiction_phone(rng)) for _ in range(500)]
    assert all(re.fullmatch(r"1?\d{3}55501\d\d|447700900\d{3}", number) for number in digits)


@pytest.mark.parametrize("topic", ALL_TOPICS)
def test_no_rule_of_a_clean_comment_can_write_a_contact(topic: str) -> None:
    assert _reached(grammar_of(topic), "neutral") & contacts.SOURCES.keys() <= PLAIN_WORDS


def test_clean_comments_name_nobody_but_hotlines() -> None:
    hotlines = re.compile("|".join(map(re.escape, contacts.HOTLINES)))
    texts = [hotlines.sub("", text) for text in neutral(6_000, 2)]
    assert not [text for text in texts if REACHES_SOMEBODY.search(text)]
    assert not [text for text in texts if any(phonenumbers.PhoneNumberMatcher(text, "VN"))]


def test_every_word_file_and_every_rule_is_used() -> None:
    folder = resources.files("training.adverts") / "words"
    frames = {f"{kind}_{spoken}.toml" for kind in ("shared", "frames") for spoken in ("vi", "en")}
    assert {file.name for file in folder.iterdir()} == frames | {f"{topic}.toml" for topic in ALL_TOPICS}
    for spoken in ("vi", "en"):
        topics = [topic for topic in ALL_TOPICS if language(topic) == spoken]
        rules = {rule for topic in topics for rule in grammar_of(topic).rules}
        assert rules == {rule for topic in topics for rule in _used(topic)}


def test_every_kind_of_contact_appears() -> None:
    assert contacts.SOURCES.keys() <= {name for topic in ALL_TOPICS for name in _named(topic)}


def _used(topic: str) -> set[str]:
    """Name the rules that adverts or clean comments of *topic* can come to."""
    return _named(topic) & grammar_of(topic).rules.keys()


def _named(topic: str) -> set[str]:
    """Name the rules and sources that adverts or clean comments of *topic* can come to."""
    grammar = grammar_of(topic)
    return set[str]().union(
        *(_reached(grammar, start) for start in {"advert", "neutral"} & grammar.rules.keys())
    )


def _reached(grammar: Grammar, start: str) -> set[str]:
    """Name every rule and source that a text begun at *start* may come to."""
    reached, waiting = set[str](), {start}
    while waiting:
        reached |= waiting
        waiting = needed({rule: grammar.rules[rule] for rule in waiting & grammar.rules.keys()}) - reached
    return reached
