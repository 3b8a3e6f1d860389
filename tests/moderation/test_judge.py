"""judge(): every check, every reason, the strictest action; the same in, the same bytes out."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.classifier import NoClassifier
from moderation.comment import Comment, comment_of
from moderation.errors import CommentError
from moderation.facts import Copies, Facts, LimitState
from moderation.judge import CHECKS, judge
from moderation.policy import Policy
from moderation.verdict import Action, Verdict
from tests.fakes import BadWordClassifier, BrokenClassifier, policy_of
from tests.moderation import everything
from tests.moderation.classifier.texts import TEXTS

SCRIPT = "import sys; from tests.moderation import everything; sys.stdout.buffer.write(everything.verdict().json())"


def judged(text: str, author: str = "", facts: Facts | None = None, **tables: Any) -> Verdict:
    return judge(
        Comment(text=text, author=author), facts or Facts(), policy_of(**tables), BadWordClassifier()
    )


def _is_readable(text: str) -> bool:
    """Whether a comment of *text* gets as far as being judged."""
    try:
        comment_of(text)
    except CommentError:
        return False
    return True


READABLE = TEXTS.filter(_is_readable)
COMMENTS = st.builds(Comment, text=READABLE, author=READABLE, language=st.sampled_from([None, "vi", "en"]))
SECONDS = st.floats(0, 1e10)
LIMITS = st.builds(LimitState, wait_s=SECONDS, remaining=st.integers(0, 100))
FACTS = st.builds(
    Facts,
    received_at=SECONDS,
    limits=st.lists(LIMITS, max_size=4).map(tuple),
    copies=st.builds(Copies, same_guest=st.integers(0, 5), guests=st.integers(0, 5), exact=st.booleans()),
    strikes=st.integers(0, 5),
    approved=st.integers(0, 5),
    thread_mode=st.sampled_from([None, "open", "hold_all", "closed"]),
    failed=st.sets(st.sampled_from(["counters", "store"])).map(tuple),
)


@given(COMMENTS, FACTS)
def test_any_comment_gets_a_verdict_and_the_same_one_again(comment: Comment, facts: Facts) -> None:
    first, again = (judge(comment, facts, Policy(), everything.classifier()) for _ in range(2))
    assert first.json() == again.json()


@given(COMMENTS, FACTS)
def test_a_verdict_comes_back_from_its_json_and_is_replayed_from_its_facts(
    comment: Comment, facts: Facts
) -> None:
    stored = judge(comment, facts, Policy(), everything.classifier()).json()
    read = msgspec.json.decode(stored, type=Verdict)
    assert read.json() == stored
    assert judge(comment, read.facts, Policy(), everything.classifier()).json() == stored


@given(COMMENTS, FACTS)
def test_the_action_is_the_strictest_of_the_findings(comment: Comment, facts: Facts) -> None:
    verdict = judge(comment, facts, Policy(), everything.classifier())
    assert verdict.action is max((one.action for one in verdict.findings), default=Action.PUBLISH)


@given(COMMENTS)
def test_spans_lie_within_the_field_that_they_are_of(comment: Comment) -> None:
    for finding in judge(comment, Facts(), everything.policy(), everything.classifier()).findings:
        length = len(getattr(comment, finding.field))
        assert all(0 <= span.start < span.end <= length for span in finding.spans)


@pytest.mark.parametrize("seed", ["0", "4711"])
def test_another_process_gives_the_same_bytes(seed: str) -> None:
    found = subprocess.run(
        [sys.executable, "-W", "error", "-c", SCRIPT],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        check=True,
    )
    assert found.stdout == everything.verdict().json()


def test_every_check_runs_and_none_stops_the_others() -> None:
    names = {check.__module__.rpartition(".")[2] for check in CHECKS}
    assert {finding.check for finding in everything.verdict().findings} == names


def test_every_finding_is_told_in_both_languages() -> None:
    for finding in everything.verdict().findings:
        assert finding.detail is not None
        assert finding.notice is not None
        assert all([finding.detail.vi, finding.detail.en, finding.notice.vi, finding.notice.en])


def test_what_the_classifier_found_shows_its_words_and_their_shares() -> None:
    (found,) = [one for one in everything.verdict().findings if one.code == "toxicity.toxicity"]
    shares = [span.share for span in found.spans]
    assert shares
    assert all(0 < share <= 1 for share in shares)
    assert sum(shares) <= 1.001  # each is rounded to four places


def test_nothing_found_is_published_without_a_word() -> None:
    verdict = judged("Bài viết rất hay.")
    assert (verdict.action, verdict.findings, verdict.degraded) == (Action.PUBLISH, (), False)


def test_a_text_over_the_hard_cap_is_refused_for_that_alone() -> None:
    verdict = judged("bad " * 1_001, facts=Facts(thread_mode="closed"))
    assert [finding.code for finding in verdict.findings] == ["length.cap"]
    assert (verdict.action, verdict.scores, verdict.language) == (Action.REJECT, {}, "und")


def test_what_a_name_holds_is_found_in_the_name() -> None:
    verdict = judged("Bài viết rất hay.", author="gọi 0912 345 678")
    assert [(finding.code, finding.field) for finding in verdict.findings] == [("contacts.phone", "author")]
    (span,) = verdict.findings[0].spans
    assert (span.start, span.end) == (4, 16)


@pytest.mark.parametrize("action", list(Action))
def test_a_classifier_that_does_not_answer_means_what_the_policy_says(action: Action) -> None:
    policy = policy_of(outage={"classifier": action.value})
    verdict = judge(Comment(text="bad"), Facts(), policy, BrokenClassifier())
    assert (verdict.action, verdict.degraded, verdict.scores) == (action, True, {})


@pytest.mark.parametrize("dependency", ["counters", "store"])
def test_a_verdict_says_that_a_dependency_was_missing(dependency: Any) -> None:
    verdict = judged("Bài viết rất hay.", facts=Facts(failed=(dependency,)))
    assert verdict.degraded
    assert [finding.code for finding in verdict.findings] == [f"outage.{dependency}"]


def test_rules_alone_decide_without_a_classifier() -> None:
    verdict = judge(Comment(text="bad, call 0912 345 678"), Facts(), policy_of(), NoClassifier())
    assert {finding.check for finding in verdict.findings} == {"contacts"}
    assert (verdict.scores, verdict.models) == ({}, ())


def test_a_verdict_names_what_it_depends_on() -> None:
    verdict = everything.verdict()
    assert verdict.models == everything.classifier().digests
    assert verdict.policy != judged("bad").policy
    assert verdict.facts == everything.FACTS
