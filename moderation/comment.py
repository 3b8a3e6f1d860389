"""What a guest sent, exactly as he wrote it."""

from __future__ import annotations

import ipaddress
import re
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from moderation.errors import CommentError

_SURROGATE = re.compile("[\ud800-\udfff]")
_PLACE = re.compile(r" - at (`key` in )?`(\$[^`]*)`$")


class Guest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The address facts of whoever sent a comment; all optional, none ever stored as given."""

    ip: Annotated[str, Meta(max_length=64)] | None = None
    token: Annotated[str, Meta(max_length=512)] | None = None
    user_agent: Annotated[str, Meta(max_length=4096)] | None = None


class Comment(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One submitted comment. Only *text* is needed."""

    text: str
    author: str = ""
    thread: Annotated[str, Meta(max_length=2048)] | None = None
    parent: Annotated[str, Meta(max_length=256)] | None = None
    guest: Guest | None = None
    language: Literal["vi", "en"] | None = None


def comment_of(given: Comment | str | dict[str, Any]) -> Comment:
    """Make a comment of *given* and refuse what no check could read.

    Raises `CommentError` for a wrong type, an unknown key, a NUL, a lone surrogate or an impossible address.
    """
    return readable(_typed(given))


def readable(comment: Comment) -> Comment:
    """Return *comment*, whose types were checked where it was decoded, or refuse what no check could read.

    Raises `CommentError` as `comment_of` does.
    """
    for path, text in (
        ("$.text", comment.text),
        ("$.author", comment.author),
        ("$.thread", comment.thread),
        ("$.parent", comment.parent),
    ):
        _refuse_unreadable(path, text)
    if comment.guest is not None:
        _refuse_bad_guest(comment.guest)
    return comment


def fault_of(error: msgspec.ValidationError) -> tuple[str, str]:
    """What msgspec found wrong, and the JSON path of it; of a key, the path of the object that has it.

    >>> fault_of(msgspec.ValidationError("Expected `str` - at `key` in `$.guest`"))
    ('Expected `str` as key', '$.guest')
    """
    told = str(error)
    place = _PLACE.search(told)
    if place is None:
        return told, "$"
    return told[: place.start()] + (" as key" if place[1] else ""), place[2]


address_of = lru_cache(maxsize=1024)(
    ipaddress.ip_address
)  # of one comment three times: here and for its keys


def _typed(given: Comment | str | dict[str, Any]) -> Comment:
    try:
        return msgspec.convert(_fields(given), Comment, from_attributes=True)
    except msgspec.ValidationError as error:
        message, path = fault_of(error)
        cure = "send an object whose `text` is a string; author, thread, parent, guest, language are optional"
        raise CommentError("comment.type", path, f"{message}; {cure}") from None


def _fields(given: Comment | str | dict[str, Any]) -> Any:
    if isinstance(given, Comment):  # the constructor checks nothing, so its fields are checked here
        return msgspec.structs.asdict(given)
    return {"text": given} if isinstance(given, str) else given


def _refuse_bad_guest(guest: Guest) -> None:
    _refuse_unreadable("$.guest.token", guest.token)
    _refuse_unreadable("$.guest.user_agent", guest.user_agent)
    if guest.ip is not None:
        _refuse_bad_address(guest.ip)


def _refuse_unreadable(path: str, text: str | None) -> None:
    if not text:
        return
    if (at := text.find("\0")) >= 0:
        raise CommentError("text.nul", path, f"character {at} is NUL (U+0000); remove it and send again")
    if not text.isascii() and (found := _SURROGATE.search(text)):
        point = f"U+{ord(found[0]):04X}"
        cure = "send valid UTF-8, or a full \\uD83D\\uDE00 pair in JSON"
        raise CommentError(
            "text.surrogate", path, f"character {found.start()} is a lone surrogate ({point}); {cure}"
        )


def _refuse_bad_address(ip: str) -> None:
    try:
        address_of(ip)
    except ValueError:
        cure = "send one IPv4 or IPv6 address without port, or leave it out"
        raise CommentError("guest.ip", "$.guest.ip", f"{ip!r} is not an IP address; {cure}") from None
