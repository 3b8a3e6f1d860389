"""What counters and store knew when a comment arrived; with them a verdict can be replayed."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

ThreadMode = Literal["open", "hold_all", "closed"]
Dependency = Literal["counters", "store"]


class LimitState(Struct, frozen=True, kw_only=True):
    """Where one limit stood after this comment was counted (or refused)."""

    name: Literal["guest", "address", "thread"]
    rule: str  # as the policy writes it: "5/10m"
    remaining: int
    wait_s: float  # 0 when the comment passed this limit, else seconds until it would


class Copies(Struct, frozen=True, kw_only=True):
    """Earlier comments with the same or nearly the same text, inside the policy's window."""

    same_guest: int = 0
    guests: int = 0  # different other guests who sent it
    exact: bool = False  # whether one of them is the same to the letter, once folded


class Facts(Struct, frozen=True, kw_only=True):
    """Everything outside the comment that a check may look at.

    *received_at* and every *…_until* are in seconds since 1970 UTC. *approved* and *held* count the guest's comments
    that readers see and those that wait, as far as the store counts. *staffed_from* is None while somebody reads the
    queue, else the local time from which somebody does (`moderation.staffing`). *failed* names the dependencies that
    did not answer; what they would have known is then at its default. *honeypot*: a field that no person sees was
    filled in.
    """

    received_at: float = 0.0
    limits: tuple[LimitState, ...] = ()
    copies: Copies = Copies()
    strikes: int = 0
    approved: int = 0
    held: int = 0
    blocked_until: float | None = None
    trusted_until: float | None = None
    address_blocked_until: float | None = None
    thread_mode: ThreadMode | None = None
    staffed_from: str | None = None
    honeypot: bool = False
    failed: tuple[Dependency, ...] = ()
