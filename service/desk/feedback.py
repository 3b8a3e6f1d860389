"""What a site's people say of comments in programs of somebody else's: kept, to be learnt from."""

from __future__ import annotations

import time
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

from service.lessons import Lesson
from service.model import Site
from service.store.feedback import Feedback, Feedbacks

MOST_TEXT = 20_000  # code points; what is longer is no comment to learn from
_READ_AT_ONCE = 1_000


class FeedbackDesk:
    """Keeps feedback and says what it teaches. *clock* gives seconds since 1970 UTC."""

    def __init__(self, feedbacks: Feedbacks, clock: Callable[[], float] = time.time) -> None:
        self._feedbacks = feedbacks
        self._clock = clock

    async def keep(self, site: Site, said: Feedback) -> None:
        """Keep what was said, unless there is nothing to learn from it. Raises `StoreUnavailable`."""
        if said.text.strip() and len(said.text) <= MOST_TEXT:
            await self._feedbacks.keep(site.id, said, self._clock())

    async def lessons(self, site: Site) -> AsyncIterator[Lesson]:
        """What all of it teaches."""
        number = 0
        while rows := await self._feedbacks.of_site(site.id, after=number, limit=_READ_AT_ONCE):
            number = rows[-1].number
            for row in rows:
                yield Lesson(
                    comment=f"feedback:{row.number}",
                    text=row.feedback.text,
                    action=row.feedback.action,
                    at=datetime.fromtimestamp(row.at, UTC),
                    label=row.feedback.label,
                )
