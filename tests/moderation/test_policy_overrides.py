"""A section or a thread may differ from the site, in what is judged and in nothing else."""

from __future__ import annotations

import pytest

from moderation import Action, Moderator
from moderation.errors import PolicyError
from moderation.policy import digest
from moderation.policy.load import parse
from moderation.policy.overrides import resolved
from tests.fakes import BadWordClassifier

POLICY = parse(
    """
mode = "hold_flagged"
[[overrides]]
sections = ["Cáo phó"]
settings = { mode = "hold_all", length = { max = 200 } }
[[overrides]]
threads = ["https://baotinh.vn/a-1"]
settings.links.max = 3
"""
)


def test_a_section_has_its_own_settings_and_the_sites_others() -> None:
    policy = resolved(POLICY, "Cáo phó", None)
    assert (policy.mode, policy.length.max, policy.length.min) == ("hold_all", 200, POLICY.length.min)
    assert resolved(POLICY, "Thể thao", None).mode == "hold_flagged"


def test_a_thread_is_known_under_every_address_of_its_article() -> None:
    assert resolved(POLICY, None, "http://m.baotinh.vn/a-1?utm_source=x").links.max == 3
    assert resolved(POLICY, None, "http://m.baotinh.vn/a-2").links.max == 0


def test_both_apply_and_the_later_one_wins() -> None:
    policy = resolved(POLICY, "Cáo phó", "https://baotinh.vn/a-1")
    assert (policy.mode, policy.links.max) == ("hold_all", 3)


def test_it_is_one_object_with_a_digest_of_its_own_and_no_overrides_left() -> None:
    policy = resolved(POLICY, "Cáo phó", None)
    assert policy is resolved(POLICY, "Cáo phó", "https://baotinh.vn/other")
    assert digest(policy) != digest(POLICY)
    assert policy.overrides == ()
    plain = parse("")
    assert resolved(plain, "Cáo phó", None) is plain


def test_the_moderator_judges_by_the_threads_policy() -> None:
    moderator = Moderator(POLICY, classifier=BadWordClassifier())
    text = "Xem https://a.vn/1 và https://b.vn/2"
    assert moderator.check({"text": text, "thread": "https://baotinh.vn/a-2"}).action is Action.REVIEW
    verdict = moderator.check({"text": text, "thread": "https://baotinh.vn/a-1"})
    assert verdict.action is Action.PUBLISH
    assert verdict.policy == digest(resolved(POLICY, None, "https://baotinh.vn/a-1"))


@pytest.mark.parametrize(
    ("override", "told"),
    [
        ("settings = {}", r"overrides\[0\] names no section and no thread"),
        ('sections = ["x"]', r"overrides\[0\] has no settings"),
        (
            'sections = ["x"]\nsettings.lenght.max = 3',
            r"overrides\[0\].settings.lenght .*Did you mean overrides\[0\].settings.length",
        ),
        ('sections = ["x"]\nsettings.length.max = 0', r"overrides\[0\].settings.length.max = 0; expected"),
        (
            'sections = ["x"]\nsettings.length.min = 600',
            r"overrides\[0\] makes length.min = 600 is more than",
        ),
        ('sections = ["x"]\nsettings.retention.published = "1d"', r"settings.retention is the whole site's"),
        ('sections = ["x"]\nsettings.overrides = []', r"settings.overrides is the whole site's"),
    ],
)
def test_an_override_with_faults_is_refused_with_its_place(override: str, told: str) -> None:
    with pytest.raises(PolicyError, match=told):
        parse(f"[[overrides]]\n{override}\n")


WORDED = parse(
    """
[words]
entries = [
  { text = "mọi nơi" },
  { text = "thể thao", sections = ["Thể thao"] },
  { text = "bài một", threads = ["https://baotinh.vn/a-1"], sections = ["Cáo phó"] },
]
[[overrides]]
sections = ["Cáo phó"]
settings.links.max = 3
"""
)


@pytest.mark.parametrize(
    ("section", "thread", "texts"),
    [
        (None, None, ["mọi nơi"]),
        ("Thể thao", None, ["mọi nơi", "thể thao"]),
        (None, "http://m.baotinh.vn/a-1?utm_source=x", ["mọi nơi", "bài một"]),
        ("Cáo phó", "https://baotinh.vn/a-2", ["mọi nơi", "bài một"]),
    ],
)
def test_words_count_in_their_sections_and_threads_alone(
    section: str | None, thread: str | None, texts: list[str]
) -> None:
    policy = resolved(WORDED, section, thread)
    assert [one.text for one in policy.words.entries] == texts
    assert not any(one.sections or one.threads for one in policy.words.entries)
    assert policy is resolved(WORDED, section, thread)
    assert digest(policy) != digest(WORDED)
