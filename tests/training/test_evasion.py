"""Evasions repeat for a seed, hide something, stay readable, and those that folding can undo are undone."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.folding import fold
from training.errors import TrainingError
from training.evasion import EVASIONS, evade

TEXTS = {
    "vi": "Thằng chó này ngu vãi lồn, địt mẹ mày cút đi! Người Việt Nam thúy hòa, không ai được biết gì hết",
    "en": "You are a stupid fucking idiot, go to hell! Great people love that, because they have known it before",
}
ALL = [(language, name) for language, named in EVASIONS.items() for name in named]
# What is left of these after folding is the text as it was, whatever was chosen.
UNDONE = (
    "tone_placement", "lookalikes", "styled", "full_width", "nfd", "zero_width", "bidi", "entities", "stretched",
)  # fmt: skip
LONGEST = 12  # times the text: an entity for every letter
LONGEST_MIXED = 40  # entities for all letters of words of two, one of them stretched
_LETTERS = st.text("abcdeghiklmnopqrstuvxyăâđêôơưáàảãạếềểễệộợựịĐÁ ,.!?12🙂\n", max_size=80)


@pytest.mark.parametrize(("language", "name"), ALL)
def test_the_same_seed_hides_the_same_way_and_another_seed_another(language: str, name: str) -> None:
    text = TEXTS[language]
    hidden = {seed: evade(name, text, language, seed) for seed in range(5)}
    assert hidden == {seed: evade(name, text, language, seed) for seed in range(5)}
    assert len(set(hidden.values())) > 1 or name in {"no_marks", "nfd"}


@pytest.mark.parametrize(("language", "name"), ALL)
def test_every_evasion_changes_a_text_that_has_words(language: str, name: str) -> None:
    assert all(evade(name, TEXTS[language], language, seed) != TEXTS[language] for seed in range(30))


@pytest.mark.parametrize(("language", "name"), ALL)
@given(text=_LETTERS, seed=st.integers(0, 5))
def test_a_hidden_text_has_a_bounded_length(language: str, name: str, text: str, seed: int) -> None:
    longest = LONGEST_MIXED if name == "mixed" else LONGEST
    assert len(evade(name, text, language, seed)) <= longest * len(text)


@pytest.mark.parametrize(("language", "name"), ALL)
@given(text=st.text())
def test_any_text_can_be_hidden(language: str, name: str, text: str) -> None:
    evade(name, text, language, 1)


@pytest.mark.parametrize(("language", "name"), [(language, name) for language, name in ALL if name in UNDONE])
def test_folding_undoes_it(language: str, name: str) -> None:
    plain = fold(TEXTS[language]).text
    assert {fold(evade(name, TEXTS[language], language, seed)).text for seed in range(50)} == {plain}


def test_without_marks_the_bare_view_is_the_same() -> None:
    assert fold(evade("no_marks", TEXTS["vi"], "vi", 1)).bare == fold(TEXTS["vi"]).bare


@pytest.mark.parametrize(("language", "name"), ALL)
def test_a_text_without_letters_stays_as_it_is(language: str, name: str) -> None:
    assert EVASIONS[language][name]("12/3 🙂 !", Random(1)) == "12/3 🙂 !"


def test_words_of_another_script_stay_as_they_are() -> None:
    assert evade("leetspeak", "привет мир", "en", 1) == "привет мир"


def test_an_unknown_evasion_is_named_in_the_error() -> None:
    with pytest.raises(TrainingError, match="no evasion 'telex' in 'en'; there are wrong_marks, teencode"):
        evade("telex", "a", "en", 1)
