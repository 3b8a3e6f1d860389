"""The one feature function, for training and for serving: hashed n-grams of a folded text and a few dense facts.

Hashing follows the hashing trick (Weinberger et al., 2009, "Feature Hashing for Large Scale Multitask Learning"),
without the sign bit. Character n-grams of 2 to 4 and words and word pairs are taken from both views of the text, as
written and without Vietnamese marks. All arithmetic is on uint64 and wraps, so every machine finds the same buckets.
"""

from __future__ import annotations

import re
import threading
from functools import cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from moderation.text.folding import Folded
from moderation.text.tables import rows

VERSION = 1  # raised whenever the same folded text may have other terms
BITS = 18
BUCKETS = 1 << BITS
ORDERS = (2, 3, 4)
FACTS = ("links", "phones", "prices", "contacts", "capitals", "exclamations")
COLUMNS = BUCKETS + len(FACTS)
FACT_STEP = 32  # a fact counts as much as this many n-grams, since a text has hundreds of those
FACT_MOST = 3

Hashes = NDArray[np.uint64]
Offsets = NDArray[np.int64]

_BASE = np.uint64(0x9E3779B97F4A7C15)
_UNBASE = np.uint64(pow(0x9E3779B97F4A7C15, -1, 1 << 64))
_MIX = np.uint64(0xFF51AFD7ED558CCD)
_HALF = np.uint64(32)
_DROP = np.uint64(64 - BITS)
_GRAM_SALT = np.uint64(0xD6E8FEB86659FD93)  # keeps the orders apart: each step multiplies it once more
_WORD_SALT = np.uint64(0x5851F42D4C957F2D)

_POWERS = np.multiply.accumulate(np.full(4096, _BASE))
_UNPOWERS = np.multiply.accumulate(np.full(4096, _UNBASE))

_LINKS = (
    "http",
    "www.",
    ".com",
    ".net",
    ".org",
    ".vn",
    ".xyz",
    ".top",
    ".club",
    ".info",
    ".me/",
    ".ly/",
    ".cc",
    ".io/",
)
_CONTACTS = (
    "zalo",
    "telegram",
    "viber",
    "whatsapp",
    "hotline",
    "inbox",
    "lien he",
    "subscribe",
    "check out",
    "my channel",
)
_NOT_DIGITS = bytes(code for code in range(128) if not 48 <= code < 58)
_PHONE_DIGITS = 9  # the fewest that _PHONE takes
_PHONE = re.compile("(?<![0-9])(?:[+]?84|0)(?:[ .-]?[0-9]){8,10}(?![0-9])")
_PRICE = re.compile("[0-9] ?(?:k|tr|trieu|ty|d|vnd|usd|cu|[$%])(?![a-z])|[$] ?[0-9]")
_own = threading.local()
_CAPITALS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class Terms(NamedTuple):
    """What one text is made of: *columns* without repeats, in no order, and the *values* of each (integers)."""

    columns: NDArray[np.int64]
    values: NDArray[np.int64]


class Occurrences(NamedTuple):
    """Every n-gram where it stands: its column, and the folded characters [start, end) it covers."""

    columns: NDArray[np.int64]
    starts: Offsets
    ends: Offsets


def terms(folded: Folded) -> Terms:
    """The columns that *folded* sets, each n-gram once however often it occurs; linear in its length."""
    codes = _codes(folded)
    hashes = [*_gram_hashes(codes), *_word_hashes(codes, *_word_bounds(codes[0]))]
    columns = _distinct(_columns(hashes))
    counted = [(BUCKETS + fact, FACT_STEP * count) for fact, count in enumerate(facts(folded)) if count]
    values = np.ones(len(columns) + len(counted), dtype=np.int64)
    if counted:
        said, values[len(columns) :] = zip(*counted, strict=True)
        columns = np.concatenate((columns, np.array(said)))
    return Terms(columns, values)


def occurrences(folded: Folded) -> Occurrences:
    """Where each n-gram of *folded* stands, in both views; the dense facts stand nowhere."""
    codes = _codes(folded)
    bounds = _word_bounds(codes[0])
    columns = _columns([*_gram_hashes(codes), *_word_hashes(codes, *bounds)])
    places = [*_gram_places(codes.shape[1]), *_word_places(*bounds)]
    views = codes.shape[0]
    starts = np.concatenate([np.tile(start, views) for start, _ in places])
    ends = np.concatenate([np.tile(end, views) for _, end in places])
    length = len(folded.text)
    return Occurrences(columns, np.clip(starts - 1, 0, length), np.clip(ends - 1, 0, length))


def facts(folded: Folded) -> tuple[int, ...]:
    """Counts of links, phone numbers, prices, contact words, capitals and exclamations, clipped to 0..3."""
    bare = folded.bare
    digits = len(bare.encode("ascii", "ignore").translate(None, _NOT_DIGITS))
    counts = (
        sum(map(bare.count, _LINKS)),
        len(_PHONE.findall(bare)) if digits >= _PHONE_DIGITS else 0,
        len(_PRICE.findall(bare)) if digits else 0,
        sum(map(bare.count, _CONTACTS)),
        _capital_quarters(folded.source),
        folded.source.count("!") // 2,
    )
    return tuple(min(count, FACT_MOST) for count in counts)


def _capital_quarters(source: str) -> int:
    """How many quarters of the ASCII characters are capitals."""
    latin = source.encode("ascii", "ignore")
    return 4 * (len(latin) - len(latin.translate(None, _CAPITALS))) // (len(latin) or 1)


def _codes(folded: Folded) -> NDArray[np.uint64]:
    """Code points with a space at each end: one row a view, a single row where the views are the same."""
    views = (folded.text,) if folded.text == folded.bare else (folded.text, folded.bare)
    joined = "".join(f" {view} " for view in views).encode("utf-32-le", "surrogatepass")
    return np.frombuffer(joined, dtype="<u4").astype(np.uint64).reshape(len(views), -1)


def _gram_hashes(codes: NDArray[np.uint64]) -> list[Hashes]:
    """Polynomial hashes of every n-gram, for each order a flat array: first view, then second."""
    found, rolling = [], codes + _GRAM_SALT
    for order in range(2, ORDERS[-1] + 1):
        rolling = rolling[:, :-1] * _BASE
        rolling += codes[:, order - 1 :]
        if order in ORDERS:
            found.append(rolling.ravel())
    return found


def _gram_places(length: int) -> list[tuple[Offsets, Offsets]]:
    return [(start := np.arange(max(length - order + 1, 0)), start + order) for order in ORDERS]


def _word_bounds(codes: Hashes) -> tuple[Offsets, Offsets]:
    """Where runs of word characters begin and end in padded codes; both views share them."""
    inside = _word_table().take(codes.view(np.int64))
    edges = (inside[1:] ^ inside[:-1]).nonzero()[0] + 1
    return edges[::2], edges[1::2]


def _word_hashes(codes: NDArray[np.uint64], starts: Offsets, ends: Offsets) -> list[Hashes]:
    """Hashes of every word and of every pair of neighbours: polynomials over all codes, summed word by word."""
    powers, unpowers = _powers(codes.shape[1])
    edges = np.stack((starts, ends), axis=1).ravel()
    words = np.add.reduceat(codes * powers, edges, axis=1)[:, ::2] * unpowers.take(starts)
    words += _WORD_SALT
    pairs = words[:, :-1] * _BASE
    pairs += words[:, 1:]
    return [words.ravel(), pairs.ravel()]


def _word_places(starts: Offsets, ends: Offsets) -> list[tuple[Offsets, Offsets]]:
    return [(starts, ends), (starts[:-1], ends[1:])]


def _powers(length: int) -> tuple[Hashes, Hashes]:
    """Powers of the base and of its inverse; kept for usual lengths, since they cost as much as the hashing."""
    if length <= len(_POWERS):
        return _POWERS[:length], _UNPOWERS
    return np.multiply.accumulate(np.full(length, _BASE)), np.multiply.accumulate(np.full(length, _UNBASE))


def _columns(hashes: list[Hashes]) -> NDArray[np.int64]:
    mixed = np.concatenate(hashes)
    mixed *= _MIX
    mixed ^= mixed >> _HALF
    mixed *= _BASE
    return (mixed >> _DROP).view(np.int64)


def _distinct(columns: NDArray[np.int64]) -> NDArray[np.int64]:
    """Each column once: everyone writes his place into a table, and who still finds it there is kept.

    Linear, and a third of the time of sorting.
    """
    places = np.arange(len(columns), dtype=np.int32)
    table = _table()
    table[columns] = places
    return columns.compress(table.take(columns) == places)


def _table() -> NDArray[np.int32]:
    """The table of this thread, one place a bucket; what an earlier text left in it does no harm."""
    if not hasattr(_own, "table"):
        _own.table = np.zeros(BUCKETS, dtype=np.int32)
    table: NDArray[np.int32] = _own.table
    return table


@cache
def _word_table() -> NDArray[np.bool_]:
    """By code point: does it belong to a word (letters, marks, digits) in our Unicode version."""
    table = np.zeros(0x110000, dtype=np.bool_)
    for _, first, last in rows("words"):
        table[int(first, 16) : int(last, 16) + 1] = True
    return table
