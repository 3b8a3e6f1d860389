"""Arguments that several subcommands share, and what they stand for."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal, TypeAlias

from moderation.errors import CommentError

if TYPE_CHECKING:
    from moderation.policy import Policy

Language = Literal["vi", "en"]
Commands: TypeAlias = "argparse._SubParsersAction[argparse.ArgumentParser]"  # noqa: SLF001 - it has no public name
_MAX_INPUT = 10_000_000  # bytes; far over any policy's hard cap, and still read at once


def add_policy(parser: argparse.ArgumentParser) -> None:
    """Add --policy and --preset, of which one may be given."""
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--policy", metavar="FILE", help="judge by this TOML policy")
    either.add_argument("--preset", metavar="NAME", help="judge by default (the default), vi-news or en-news")


def add_text(parser: argparse.ArgumentParser) -> None:
    """Add the comment and the language of the messages."""
    parser.add_argument("text", metavar="TEXT", help="the comment; - reads it from standard input")
    told = "language of the messages; otherwise the locale's, and vi where that is neither"
    parser.add_argument("--lang", choices=("vi", "en"), default=locale_language(os.environ), help=told)


def policy(args: argparse.Namespace) -> Policy:
    """The policy that --policy or --preset names. Raises `PolicyError`."""
    from moderation.policy import load

    return load.load(args.policy) if args.policy is not None else load.preset(args.preset or "default")


def text(args: argparse.Namespace) -> str:
    """The comment of the command line, or of standard input without the line end that `echo` adds."""
    if args.text != "-":
        return str(args.text)
    given = sys.stdin.buffer.read(_MAX_INPUT + 1)
    if len(given) > _MAX_INPUT:
        raise CommentError(
            "text.long", "standard input", f"is over {_MAX_INPUT} bytes; use `moderation score`"
        )
    try:
        return given.decode().removesuffix("\n").removesuffix("\r")
    except UnicodeDecodeError as error:
        told = f"byte {error.start} (0x{given[error.start]:02X}) is not UTF-8; convert it to UTF-8 first"
        raise CommentError("text.utf8", "standard input", told) from None


def locale_language(environ: Mapping[str, str]) -> Language:
    """The language of the messages by the locale's variables.

    >>> locale_language({"LANG": "en_GB.UTF-8"}), locale_language({"LC_ALL": "C"})
    ('en', 'vi')
    """
    names = ("LC_ALL", "LC_MESSAGES", "LANG")
    locale = next((environ[name] for name in names if environ.get(name)), "")
    return "en" if locale.startswith("en") else "vi"
