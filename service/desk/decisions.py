"""What moderators decide, and take back."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping, Sequence

import msgspec

from moderation.errors import ModerationError
from service.ids import is_plain, new_id
from service.lessons import Lesson, lesson
from service.model import Decision, NotFound, Said, Site
from service.ruling import Asked
from service.store import Store

UNDO_S = 10.0
MOST_AT_ONCE = 500
_READ_AT_ONCE = 1_000

Outcome = Decision | ModerationError


class Decisions:
    """Decisions on the comments of all sites.

    *clock* gives seconds since 1970 UTC. For *undo_s* seconds a decision can be undone, and only then do others hear
    of it.
    """

    def __init__(self, store: Store, clock: Callable[[], float], undo_s: float = UNDO_S) -> None:
        self._store = store
        self._clock = clock
        self._undo_s = undo_s

    async def decide(
        self,
        site: Site,
        comments: Sequence[str],
        said: Said,
        by: str,
        *,
        claims: Mapping[str, int] | None = None,
        override: bool = False,
    ) -> list[Outcome]:
        """Decide all *comments*, whatever their status; what came of each, in their order.

        *claims* holds the fencing numbers under which comments are decided: a stale one is refused. Without one, a
        case that somebody else has in hand is refused, unless *override*. A refusal is `NotFound` or a `Conflict`
        and spoils only its own comment.
        """
        now, claims = self._clock(), claims or {}
        decisions = {comment: self._decision(comment, said, by, now) for comment in comments}
        asked = [
            Asked(decision=one, claim=claims.get(comment), override=override)
            for comment, one in decisions.items()
        ]
        outcomes = await self._taken(site, asked)
        return [outcomes[comment] for comment in comments]

    async def decide_cluster(
        self, site: Site, cluster: str, said: Said, by: str, *, override: bool = False
    ) -> tuple[list[Outcome], bool]:
        """Decide the open cases of a cluster, the oldest first; whether there are more than fit into one call.

        A case that somebody else has in hand, or has just decided, is left to him.
        """
        if not is_plain(cluster):
            return [], False
        found = await self._store.queue.members(site.id, cluster, MOST_AT_ONCE + 1)
        now = self._clock()
        asked = [
            Asked(decision=self._decision(comment, said, by, now), override=override, only_open=True)
            for comment in found[:MOST_AT_ONCE]
        ]
        outcomes = await self._taken(site, asked)
        return list(outcomes.values()), len(found) > MOST_AT_ONCE

    async def undo(self, site: Site, ids: Sequence[str], by: str) -> list[Outcome]:
        """Take decisions back that are young enough and the last on their comments; what came of each, in order.

        A refusal is `NotFound` or `NotUndoable`. What is undone already is no refusal.
        """
        plain = [id_ for id_ in ids if is_plain(id_)]
        outcomes = await self._store.decisions.undo(site.id, plain, by, self._clock())
        return [outcomes.get(id_) or NotFound(f"the site has no decision {id_!r}") for id_ in ids]

    async def lessons(self, site: Site) -> AsyncIterator[Lesson]:
        """What all decisions that are final teach, oldest first."""
        number, until = 0, self._clock()
        while rows := await self._store.decisions.final(
            site.id, after=number, until=until, limit=_READ_AT_ONCE
        ):
            number = rows[-1].number
            for row in rows:
                if (taught := lesson(row)) is not None:
                    yield taught

    async def _taken(self, site: Site, asked: Sequence[Asked]) -> dict[str, Outcome]:
        plain = [one for one in asked if is_plain(one.decision.comment)]
        refusals = await self._store.decisions.take(site.id, plain)
        return {
            one.decision.comment: refusals.get(one.decision.comment) or _found(one.decision) for one in asked
        }

    def _decision(self, comment: str, said: Said, by: str, now: float) -> Decision:
        return Decision(
            **msgspec.structs.asdict(said),
            id=new_id(now),
            comment=comment,
            by=by,
            at=now,
            due_at=now + self._undo_s,
        )


def _found(decision: Decision) -> Outcome:
    """*decision*, unless no comment can be called so."""
    if is_plain(decision.comment):
        return decision
    return NotFound(f"the site has no comment {decision.comment!r}")
