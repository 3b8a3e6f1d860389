"""The whole library behind one call. No test here leans on the word lists or the shipped weights."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import sys
from typing import Any

import pytest

from moderation.classifier import Classifier
from moderation.counters.memory import MemoryCounters
from moderation.errors import CommentError, CountersUnavailable, ModerationError
from moderation.facts import Facts
from moderation.moderator import _ASKED, Moderator, earns_strike
from moderation.observation import Observation, Settlement
from moderation.policy import Policy
from moderation.verdict import Action, Finding, Verdict
from tests.fakes import LONG, BadWordClassifier, BrokenCounters, ManualClock, policy_of

ANN = {"ip": "203.0.113.9", "token": "ann"}


def moderator(**tables: Any) -> Moderator:
    return Moderator(
        policy_of(**tables), classifier=BadWordClassifier(), counters=MemoryCounters(ManualClock())
    )


def codes(verdict: Verdict) -> list[str]:
    return [finding.code for finding in verdict.findings]


class ForgetfulCounters(BrokenCounters):
    """Answers, but cannot settle."""

    def observe_now(self, observation: Observation) -> Facts:
        return Facts()


class RemoteCounters:
    """Only answers to those who wait."""

    async def observe(self, observation: Observation) -> Facts:
        await asyncio.sleep(0)
        return Facts(strikes=3)

    async def settle(self, settlement: Settlement) -> None:
        raise CountersUnavailable("not reached")


@pytest.mark.parametrize("given", ["Chào cả nhà", {"text": "Chào cả nhà"}])
def test_a_friendly_comment_is_published(given: Any) -> None:
    verdict = moderator().check(given)
    assert (verdict.action, codes(verdict)) == (Action.PUBLISH, [])


def test_sync_and_async_give_the_same_verdict() -> None:
    given = {"text": LONG, "guest": ANN}
    awaited = asyncio.run(moderator().acheck(given))
    assert moderator().check(given).json() == awaited.json()


def test_a_comment_that_cannot_be_read_is_refused_with_its_place() -> None:
    with pytest.raises(CommentError, match=r"\$\.text: character 1 is NUL"):
        moderator().check("a\0b")


def test_a_guest_over_his_limit_is_refused_with_a_wait() -> None:
    limited = moderator(rate={"guest": ["1/15s"]})
    limited.check({"text": "một", "guest": ANN})
    verdict = limited.check({"text": "hai", "guest": ANN})
    assert (verdict.action, codes(verdict)) == (Action.REJECT, ["rate.guest"])


def test_the_same_observation_id_is_the_same_comment() -> None:
    limited = moderator(rate={"guest": ["1/15s"]})
    first, again = (limited.check({"text": LONG, "guest": ANN}, observation_id="one") for _ in range(2))
    assert first.json() == again.json()


def test_three_refused_texts_hold_the_next_comment() -> None:
    strict = moderator()
    for number in range(3):
        assert strict.check({"text": f"bad {number}", "guest": ANN}).action is Action.REJECT
    verdict = strict.check({"text": "Chào cả nhà", "guest": ANN})
    assert (verdict.action, codes(verdict)) == (Action.REVIEW, ["guest.strikes"])


def test_coming_too_often_or_twice_earns_no_strike() -> None:
    limited = moderator(rate={"guest": ["2/15s"]})
    for _ in range(9):
        limited.check({"text": LONG, "guest": ANN})
    assert limited.check({"text": "Chào cả nhà", "guest": ANN}).facts.strikes == 0


def test_strikes_do_not_feed_on_themselves() -> None:
    strict = moderator(guest={"strikes": {"action": "reject"}})
    for text in ("bad 1", "bad 2", "bad 3", "tốt 1", "tốt 2"):
        strict.check({"text": text, "guest": ANN})
    assert strict.check({"text": "tốt 3", "guest": ANN}).facts.strikes == 3


def test_a_refused_text_may_be_corrected_and_sent_again() -> None:
    strict = moderator()
    assert strict.check({"text": f"{LONG} bad", "guest": ANN}).action is Action.REJECT
    assert strict.check({"text": LONG, "guest": ANN}).action is Action.PUBLISH


@pytest.mark.parametrize("action", list(Action))
def test_counters_that_do_not_answer_mean_what_the_policy_says(
    action: Action, caplog: pytest.LogCaptureFixture
) -> None:
    policy = policy_of(outage={"counters": action.value})
    broken = Moderator(policy, classifier=BadWordClassifier(), counters=BrokenCounters())
    with caplog.at_level(logging.WARNING):
        verdict = broken.check("Chào cả nhà")
    assert (verdict.action, verdict.degraded, codes(verdict)) == (action, True, ["outage.counters"])
    assert verdict.facts.failed == ("counters",)
    assert "counters unavailable" in caplog.text


def test_a_strike_that_cannot_be_settled_changes_no_verdict(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING):
        verdict = Moderator(policy_of(), classifier=BadWordClassifier(), counters=ForgetfulCounters()).check(
            "bad words"
        )
    assert (verdict.action, verdict.degraded) == (Action.REJECT, False)
    assert "a strike was not counted" in caplog.text


class Mute:
    """Has a digest, and nothing to say."""

    digests = ()


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ({"policy": "policy.toml"}, 'policy is a str; give a Policy, such as moderation.policy.load.load("'),
        ({"policy": {"mode": "hold_all"}}, "policy is a dict; give a Policy"),
        ({"policy": Policy}, "policy is the class Policy; give"),
        ({"classifier": Mute()}, "classifier is a Mute without score, shares; give an object with digests"),
        ({"classifier": BadWordClassifier}, "classifier is the class BadWordClassifier; give an object"),
        ({"counters": "memory://"}, "counters is a str without observe, settle; give an object with observe"),
        ({"secret": "x" * 32}, "the counters' secret is a str; give 16 to 64 random bytes"),
    ],
)
def test_what_cannot_serve_is_refused_when_it_is_given(arguments: dict[str, Any], told: str) -> None:
    with pytest.raises(ModerationError) as caught:
        Moderator(**{"classifier": BadWordClassifier(), **arguments})
    assert told in str(caught.value)


def test_a_moderator_asks_of_a_classifier_what_the_protocol_has() -> None:
    asked = {name for name in vars(Classifier) if not name.startswith("_")}
    assert set(_ASKED["classifier"]) == asked


def test_counters_elsewhere_need_acheck() -> None:
    remote = Moderator(policy_of(), classifier=BadWordClassifier(), counters=RemoteCounters())
    with pytest.raises(ModerationError, match="cannot wait for RemoteCounters; use `await moderator"):
        remote.check("Chào cả nhà")
    assert codes(asyncio.run(remote.acheck("Chào cả nhà"))) == ["guest.strikes"]


def test_a_refusal_for_rate_and_words_together_earns_a_strike() -> None:
    verdict = moderator().check("bad words")
    late = Finding(check="rate", code="rate.guest", action=Action.REJECT)
    assert earns_strike(verdict)
    assert earns_strike(_with(verdict, late, *verdict.findings))
    assert not earns_strike(_with(verdict, late))


def _with(verdict: Verdict, *findings: Finding) -> Verdict:
    fields = {name: getattr(verdict, name) for name in verdict.__struct_fields__}
    return Verdict(**{**fields, "findings": findings})


def test_importing_the_library_loads_nothing_heavy() -> None:
    heavy = ("litestar", "redis", "sklearn", "numpy", "phonenumbers", "msgspec")
    code = f"import sys, moderation; print([name for name in {heavy} if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout == b"[]\n"


def test_every_public_name_can_be_imported() -> None:
    import moderation

    assert all(hasattr(moderation, name) for name in moderation.__all__)
    assert sorted(moderation._HOMES) == sorted(moderation.__all__)


def test_counters_that_wait_although_they_promise_not_to_are_found_out() -> None:
    class Waiting(RemoteCounters, ForgetfulCounters):
        pass

    with pytest.raises(ModerationError, match="these counters wait"):
        Moderator(policy_of(), classifier=BadWordClassifier(), counters=Waiting()).check("Chào cả nhà")
