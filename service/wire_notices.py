"""Notices over the wire: what a site may replace, and how its own sentence would read."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from msgspec import Meta, Struct

from moderation.catalogue import catalogue, known
from moderation.errors import PolicyError
from moderation.notices.preview import preview
from moderation.policy import Policy
from moderation.policy.load import of
from service.errors import Problem

Language = Literal["vi", "en"]
_Value = Annotated[str, Meta(max_length=200)] | Annotated[int, Meta(ge=-(2**53), le=2**53)]


class Sentences(Struct, frozen=True, kw_only=True):
    """One sentence in both languages; null: the site has none of its own."""

    vi: str | None
    en: str | None


class NoticeLine(Struct, frozen=True, kw_only=True):
    """A notice as we ship it, the site's *own* sentences for it, and the parameters that they may name in braces."""

    code: str
    shipped: Sentences
    own: Sentences
    params: list[str]

    @classmethod
    def of(cls, code: str, policy: Policy) -> Self:
        """The notice *code* at a site with *policy*."""
        vi, en = (catalogue(language).notices[code] for language in ("vi", "en"))
        mine = policy.notices
        own = Sentences(vi=mine.get("vi", {}).get(code), en=mine.get("en", {}).get(code))
        names = sorted({*known("vi", code), *known("en", code)})
        return cls(code=code, shipped=Sentences(vi=vi, en=en), own=own, params=names)


class NoticesList(Struct, frozen=True):
    """Every notice, in the order of the catalogue."""

    notices: list[NoticeLine]


class NoticePreview(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence to try for a notice; of its parameters those that *params* lack are filled with examples."""

    code: Annotated[str, Meta(min_length=1, max_length=64)]
    sentence: Annotated[str, Meta(max_length=2_000)]
    language: Language
    params: Annotated[dict[str, _Value], Meta(max_length=16)] = {}

    def shown(self, policy: Policy) -> str:
        """The sentence as a reader sees it. Raises `Problem` by the rules of a policy."""
        self._refuse_faults()
        names = known(self.language, self.code)
        for name in self.params:
            if name not in names:
                told = f"{name!r} is not filled in here; this notice knows {', '.join(names)}"
                raise Problem("body.value", told, path="$.params")
        return preview(self.language, self.sentence, names, self.params, policy)

    def _refuse_faults(self) -> None:
        try:
            of({"notices": {self.language: {self.code: self.sentence}}})
        except PolicyError as error:
            there = self.code in catalogue(self.language).notices
            path = "$.sentence" if there else "$.code"
            raise Problem("policy.value", error.faults[0].message, path=path) from None


class Previewed(Struct, frozen=True):
    """The sentence as a reader sees it."""

    text: str
