"""A comment that every check has something to say about."""

from __future__ import annotations

from functools import cache

from moderation.classifier.scoring import IntegerClassifier
from moderation.comment import Comment
from moderation.facts import Copies, Facts, LimitState
from moderation.judge import judge
from moderation.policy import Policy
from moderation.verdict import Verdict
from tests.fakes import policy_of
from tests.golden.scores import FOLDER

COMMENT = Comment(
    text="ĐỊT MẸ CHÚNG MÀY, GỌI 0912 345 678 HAY VÀO bit.ly/abc MÀ XEM", author="Admin 0912345678"
)
FACTS = Facts(
    honeypot=True,
    received_at=1_800_000_000.25,
    limits=(LimitState(name="guest", rule="5/10m", remaining=0, wait_s=61.5),),
    copies=Copies(same_guest=1, guests=4, exact=True),
    strikes=9,
    blocked_until=1_900_000_000.0,
    address_blocked_until=1_900_000_000.0,
    thread_mode="closed",
    staffed_from="2027-01-16T06:30+07:00",
    failed=("store",),
)


@cache
def policy() -> Policy:
    return policy_of(
        length={"max": 10},
        style={"capitals": "review"},
        toxicity={"nudge": 0.0, "review": 0.0},
        spam={"review": 0.0},
        hours={"outside": "hold_all"},
    )


@cache
def classifier() -> IntegerClassifier:
    return IntegerClassifier.from_file(FOLDER / "format-1.weights")


def verdict() -> Verdict:
    return judge(COMMENT, FACTS, policy(), classifier())
