"""Which texts were sent lately, and by how many: exact copies by digest, near ones by sketch."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from typing import NamedTuple

from moderation.counters.expiring import Expiring
from moderation.facts import Copies
from moderation.observation import Copy
from moderation.text.sketch import alike, bands

# What a flood of one text, or of a thousand versions of it, may cost: counts of copies stop growing there.
_SENDINGS = 100  # remembered for one text
_VERSIONS = 16  # of texts that share a band, the latest


class _Sending(NamedTuple):
    at: int
    guest: str | None
    id: str


class _Text:
    """One text and who sent it, oldest first."""

    __slots__ = ("sendings", "sketch")

    def __init__(self, sketch: array[int]) -> None:
        self.sketch = sketch
        self.sendings: list[_Sending] = []


class Texts:
    """The texts of one site, each until a window after it was last sent."""

    def __init__(self, capacity: int) -> None:
        self._texts: Expiring[str, _Text] = Expiring(capacity)
        self._filed: Expiring[int, list[str]] = Expiring(capacity)  # digests by band, latest last

    def copies(self, copy: Copy, guest: str | None, id: str, now: int) -> Copies:  # noqa: A002
        """Count earlier comments like *copy*; never the comment *id* itself.

        Without a token nobody is the same guest as another: each such comment counts as another guest's.
        """
        since = now - copy.within_ms
        exact = [sent for sent in self._sendings(copy.digest, now) if sent.at > since and sent.id != id]
        near = [sent for sent in self._near(copy, now) if sent.at > since and sent.id != id]
        same_guest = sum(guest is not None and sent.guest == guest for sent in (*exact, *near))
        guests = {sent.guest or sent.id for sent in (*exact, *near)} - {guest}
        return Copies(same_guest=same_guest, guests=len(guests), exact=bool(exact))

    def remember(self, copy: Copy, guest: str | None, id: str, now: int) -> None:  # noqa: A002
        """File *copy* as sent by *guest* in the comment *id*."""
        text = self._texts.get(copy.digest, now) or _Text(array("I", copy.sketch))
        text.sendings.append(_Sending(now, guest, id))
        del text.sendings[:-_SENDINGS]
        self._texts.put(copy.digest, text, now, now + copy.within_ms)
        for band in bands(copy.sketch):
            self._file(band, copy, now)

    def forget(self, digest: str, id: str, now: int) -> None:  # noqa: A002
        """Unsay that the comment *id* carried the text *digest*."""
        sendings = self._sendings(digest, now)
        sendings[:] = [sent for sent in sendings if sent.id != id]

    def _file(self, band: int, copy: Copy, now: int) -> None:
        digests = self._filed.get(band, now) or []
        if copy.digest in digests:
            digests.remove(copy.digest)
        digests.append(copy.digest)
        del digests[:-_VERSIONS]
        self._filed.put(band, digests, now, now + copy.within_ms)

    def _sendings(self, digest: str, now: int) -> list[_Sending]:
        text = self._texts.get(digest, now)
        return text.sendings if text is not None else []

    def _near(self, copy: Copy, now: int) -> Iterator[_Sending]:
        """Every sending of another text that is alike."""
        found = {digest for band in bands(copy.sketch) for digest in self._filed.get(band, now) or ()}
        for digest in found - {copy.digest}:
            text = self._texts.get(digest, now)
            if text is not None and alike(copy.sketch, text.sketch, copy.near):
                yield from text.sendings
