"""What sites say of comments in the words of a foreign API, kept for the site's own model."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable, Mapping

from service.ids import new_id
from service.model import Site
from service.store.feedback import Feedback, Feedbacks

_LONGEST_TOKEN = 255
_AT_ONCE = 1_000


class FeedbackDesk:
    """Works on one store; *clock* gives seconds since 1970 UTC."""

    def __init__(self, feedbacks: Feedbacks, clock: Callable[[], float] = time.time) -> None:
        self._feedbacks = feedbacks
        self._clock = clock

    async def say(
        self,
        site: Site,
        door: str,
        values: Mapping[str, float],
        text: str,
        *,
        token: str | None = None,
        language: str | None = None,
    ) -> None:
        """Keep what *site* says of *text*: a value, 0..1, for each label of the foreign API.

        *token* is by what the site knows the comment; where that is our id, it is forgotten with the comment.
        Raises `StoreUnavailable`.
        """
        now = self._clock()
        said = [
            Feedback(
                id=new_id(now),
                site=site.id,
                door=door,
                label=label,
                value=value,
                text=text,
                language=language,
                token=token[:_LONGEST_TOKEN] if token else None,
                at=now,
            )
            for label, value in values.items()
        ]
        if said:
            await self._feedbacks.add(said)

    async def all(self, site: Site) -> AsyncIterator[Feedback]:
        """All that was said for *site*, oldest first."""
        after = ""
        while page := await self._feedbacks.page(site.id, after=after, limit=_AT_ONCE):
            after = page[-1].id
            for one in page:
                yield one
