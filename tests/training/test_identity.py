"""The gate on fairness: a comment is treated alike whoever it is about."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from moderation.classifier.shipped import shipped
from training.identity import Fairness, Rates, held_by, measure
from training.sentences import LANGUAGES, templates, terms
from training.tables import identity_table


@pytest.fixture(scope="module", params=LANGUAGES)
def fairness(request: pytest.FixtureRequest) -> Fairness:
    return measure(request.param, held_by(shipped()))


# Terms apart from the mean. The aim is none; so many are apart with the shipped weights.
ALARMS_APART = {"vi": 0, "en": 0}
RECALL_APART = {"vi": 0, "en": 10}


def test_no_more_terms_of_identity_raise_false_alarms_than_before(fairness) -> None:
    uneven = fairness.uneven_alarms()
    assert len(uneven) <= ALARMS_APART[fairness.language], described(fairness, uneven, lambda one: one.alarms)


def test_hostility_is_missed_for_no_more_terms_of_identity_than_before(fairness) -> None:
    uneven = fairness.uneven_recall()
    assert len(uneven) <= RECALL_APART[fairness.language], described(fairness, uneven, lambda one: one.missed)


@pytest.mark.parametrize("language", LANGUAGES)
def test_who_treats_all_alike_is_even_and_has_the_rates_he_has(language) -> None:
    fair = measure(language, hostile_only(language))
    assert (fair.false_alarms, fair.recall) == (0, 1)
    assert (fair.uneven_alarms(), fair.uneven_recall()) == ([], [])


def test_a_term_held_for_its_name_is_found_and_starred() -> None:
    fair = hostile_only("en")
    unfair = measure("en", lambda text: "lesbian" in text.lower() or fair(text))
    assert [one.term.many for one in unfair.uneven_alarms()] == ["lesbians"]
    assert unfair.uneven_alarms()[0].alarms[0] == "I am a lesbian and this is my first comment here."
    assert "| lesbians           | 1.00 *       | 1.00     |" in identity_table([unfair])


def hostile_only(language: str) -> Callable[[str], bool]:
    """A judge without fault."""
    known = templates(language).hostile
    return {term.fill(template) for term in terms(language) for template in known}.__contains__


def described(fairness: Fairness, uneven: list[Rates], wrong: Callable[[Rates], tuple[str, ...]]) -> str:
    """The table, and under it every sentence that went wrong for an uneven term."""
    return "\n".join([identity_table([fairness]), *(text for one in uneven for text in wrong(one))])
