"""The desk says everything in both languages."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from moderation.catalogue import catalogue
from moderation.policy.kinds import settings
from service.model import DECIDED, Choice

DESK = Path("service/web/desk")
ELSEWHERE = {"notices", "words.entries", "overrides"}  # settings with pages of their own, or none


def words(language: str) -> dict[str, str]:
    text = (DESK / f"words/{language}.js").read_text(encoding="utf-8")
    pairs = re.findall(r'^  ("[^"]+"): (".*"),$', text, re.MULTILINE)
    return {json.loads(key): json.loads(value) for key, value in pairs}


VI, EN = words("vi"), words("en")


def gaps(said: str) -> list[str]:
    return sorted(re.findall(r"\{\w+\}", said))


def test_both_catalogues_have_the_same_words_with_the_same_gaps() -> None:
    assert list(VI) == list(EN)
    for key, said in VI.items():
        assert said.strip()
        assert EN[key].strip()
        assert gaps(said) == gaps(EN[key]), key


def test_whatever_the_pages_say_is_in_the_catalogues() -> None:
    said = set()
    for file in DESK.glob("*.js"):
        said |= set(re.findall(r'say\("([\w.]+)"', file.read_text(encoding="utf-8")))
    assert said - {"key.made"} <= set(VI), said - set(VI)


def test_nothing_is_in_the_catalogues_that_no_page_says() -> None:
    pages = "".join(file.read_text(encoding="utf-8") for file in DESK.glob("*.js"))
    built = tuple(re.findall(r"`([a-z_.]+)\.\$\{", pages))
    unsaid = [key for key in VI if f'"{key}"' not in pages and not key.startswith(built)]
    assert unsaid == []


@pytest.mark.parametrize("code", sorted(catalogue("vi").details))
def test_every_reason_has_a_short_name(code: str) -> None:
    assert f"code.{code}" in VI


def test_every_setting_has_words() -> None:
    keys = {one.key for one in settings()} - ELSEWHERE
    assert {f"setting.{key}" for key in keys} == {key for key in VI if key.startswith("setting.")}
    groups = {key.split(".")[0] if "." in key else "general" for key in keys}
    assert {f"group.{name}" for name in groups} <= set(VI)


@pytest.mark.parametrize("action", [*DECIDED, "escalate"])
def test_every_decision_has_a_word_for_doing_and_done(action: Choice) -> None:
    assert f"do.{action}" in VI
    assert f"did.{action}" in VI


def test_every_problem_is_one_that_the_service_knows() -> None:
    from service.errors import KINDS

    assert {key.removeprefix("problem.") for key in VI if key.startswith("problem.")} <= set(KINDS)
