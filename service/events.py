"""The events of the outbox: what happened to a comment or a case, in the order of their numbers.

A row is written in the transaction of what it tells. `comment.*` is for webhooks: nobody hears of it before
`outbox.due_at`, and never when `cancelled_at` is set, which is how a decision that is undone in time sends nothing. Of
one comment a later row is never due before an earlier one. `case.*` is for those who look at the queue, and due at
once. `outbox.decision` names the decision behind an event, `outbox.actor` who did it; both are null for what the
service did by itself.
"""

from __future__ import annotations

from collections.abc import Mapping

from service.model import Choice, Status

EVENTS: Mapping[str, str] = {
    "comment.published": "readers see it",
    "comment.held": "it waits for a moderator, and readers do not see it",
    "comment.rejected": "it is refused: by its verdict, by a moderator, or as spam",
    "comment.edited": "readers see the newsroom's version of it, whatever they saw before",
    "comment.forwarded": "it goes to the newsroom with thanks, and readers do not see it",
    "comment.removed": "it was taken down: purge what is cached of it",
    "comment.restored": "it was taken down or refused, and readers see it again",
    "comment.erased": "what its author wrote is gone for good; forget it too",
    "comment.escalated": "a moderator asks an editor; what readers see stays as it was",
    "case.opened": "a case is open that was not: a new comment waits, or one is escalated or reported",
    "case.claimed": "somebody has it in hand; a claim ends in time without an event",
    "case.released": "nobody has it in hand any more",
    "case.decided": "a comment was decided, with a case or without; its case is closed unless it was escalated",
    "case.undone": "a decision was undone; comment and case are as before it",
}
ARRIVED: Mapping[Status, str] = {
    "published": "comment.published",
    "waiting": "comment.held",
    "refused": "comment.rejected",
}
DECIDED: Mapping[Choice, str] = {
    "publish": "comment.published",
    "reject": "comment.rejected",
    "spam": "comment.rejected",
    "edit_and_publish": "comment.edited",
    "escalate": "comment.escalated",
    "forward": "comment.forwarded",
    "take_down": "comment.removed",
    "restore": "comment.restored",
}
# What a site's own server may be told; the last is no row of the outbox, see `service.desk.alerts`.
OUTSIDE: tuple[str, ...] = (*(event for event in EVENTS if event.startswith("comment.")), "queue.overdue")
