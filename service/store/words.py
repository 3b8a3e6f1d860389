"""The words that a comment is found by: the same in both databases, which only keep and match them.

A word is lower case, without marks, and of letters and digits alone. Site, thread and name are words too, told apart by
a letter and `=` before them, so that one index answers every search.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Dialect, Text
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.types import TypeDecorator, TypeEngine

from moderation.comment import Comment
from moderation.text.plain import plain
from moderation.text.threads import thread_id

_WORD = re.compile(r"[^\W_]+")
_QUERY = re.compile(r'"([^"]*)"?|([^"\s]+)')
_MOST = 2_000  # words of a comment; what would be longer is refused for its length, and no tsvector holds it
_LONGEST = 64

Phrase = tuple[str, ...]


class Words(TypeDecorator[Sequence[str]]):
    """A sequence of words: a tsvector in PostgreSQL, in SQLite a text that FTS5 cuts at its spaces."""

    impl = Text
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """What keeps them."""
        return dialect.type_descriptor(TSVECTOR() if dialect.name == "postgresql" else Text())

    def process_bind_param(self, value: Sequence[str] | None, dialect: Dialect) -> str:
        """Write them; words hold neither quotes nor backslashes."""
        if dialect.name == "postgresql":
            return " ".join(f"'{word}':{place}" for place, word in enumerate(value or (), 1))
        return " ".join(value or ())


def words_of(site: str, comment: Comment) -> tuple[str, ...]:
    """Every word of *comment*, in order.

    >>> words_of("news", Comment(text="Giá XĂNG…", author="Lan"))[1:]
    ('a=lan', 'gia', 'xang')
    """
    place = [of_site(site)] + ([of_thread(comment.thread)] if comment.thread else [])
    names = [f"a={word}" for word in _cut(comment.author)]
    return (*place, *names[:_LONGEST], *_cut(comment.text)[:_MOST])


def phrases(query: str) -> Iterator[Phrase]:
    """What *query* asks for: words, and in quotation marks words side by side.

    >>> [*phrases('giá "Xe máy" a.b')]
    [('gia',), ('xe', 'may'), ('a', 'b')]
    """
    for quoted, word in _QUERY.findall(query):
        if found := tuple(_cut(quoted or word)):
            yield found


def of_author(name: str) -> list[Phrase]:
    """Every word of *name* as a name's."""
    return [(f"a={word}",) for word in _cut(name)]


def of_site(site: str) -> str:
    """The word of a site."""
    return f"s={digest_of(site)[:16]}"


def of_thread(thread: str) -> str:
    """The word of a thread."""
    return f"t={thread_digest(thread)[:32]}"


def thread_digest(thread: str) -> str:
    """The digest of a thread, the same under all of its addresses."""
    return digest_of(thread_id(thread))


def digest_of(text: str) -> str:
    """64 hexadecimal digits for *text*, whatever its length and characters."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _cut(text: str) -> list[str]:
    return [word[:_LONGEST] for word in _WORD.findall(plain(text).bare)]
