"""Where in a TOML text a setting is written. tomllib keeps no positions, so this looks for the line again."""

from __future__ import annotations

import re

Path = tuple[str | int, ...]

_LONGEST_PART = 60
_HEADER = re.compile(r"\s*(\[\[?)([^\[\]]+)\]\]?\s*(?:#.*)?$")
_KEY = r"""(?:[\w-]+|"[^"]*"|'[^']*')"""
_ASSIGNMENT = re.compile(rf"\s*({_KEY}(?:[ \t]*\.[ \t]*{_KEY})*)[ \t]*=")
_PART = re.compile(r"""\s*(?:"([^"]*)"|'([^']*)'|([\w-]+))\s*\.?""")


def dotted(path: Path) -> str:
    """*path* as a reader names it.

    >>> dotted(("words", "entries", 0, "text"))
    'words.entries[0].text'
    """
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{_quoted(part)}" for part in path)
    return text.removeprefix(".")


def lines(text: str) -> dict[Path, int]:
    """Every key and table header of *text* with the line, from 1, where it first stands."""
    found: dict[Path, int] = {}
    table: Path = ()
    counts: dict[Path, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if header := _HEADER.match(line):
            table = _table(_parts(header[2]), counts, listed=header[1] == "[[")
            found.setdefault(table, number)
        elif assignment := _ASSIGNMENT.match(line):
            found.setdefault(table + _parts(assignment[1]), number)
    return found


def line_of(found: dict[Path, int], path: Path) -> int | None:
    """The line of *path* or else of what holds it: its list, inline table or table; None: not found."""
    return next((found[path[:size]] for size in range(len(path), 0, -1) if path[:size] in found), None)


def _table(header: Path, counts: dict[Path, int], *, listed: bool) -> Path:
    if not listed:
        return header
    counts[header] = counts.get(header, -1) + 1
    return (*header, counts[header])


def _parts(key: str) -> Path:
    return tuple(found[1] or found[2] or found[3] or "" for found in _PART.finditer(key))


def _quoted(part: str) -> str:
    short = part if len(part) <= _LONGEST_PART else f"{part[:_LONGEST_PART]}…"
    return short if re.fullmatch(r"[\w-]+", part) else f'"{short}"'
