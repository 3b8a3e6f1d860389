"""Which waiting comments are copies of each other, exact or near.

The first text of a kind stands for its cluster, and a text joins the oldest cluster whose first it is like; so a copy
of a member comes to the member's cluster. Sketch and bands are those by which the counters know repeats.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from functools import cache
from struct import Struct
from typing import Any, NamedTuple

from sqlalchemy import Select, Table, delete, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from moderation.text.sketch import alike, bands
from service.likeness import Likeness
from service.store import Submission
from service.store.tables import cluster_bands, clusters

KEPT_S = 7 * 86_400  # since its first; a kind of text that still comes then starts anew
_VERSIONS = 16  # clusters that are filed under one band; more share a greeting and are not alike


class Known(NamedTuple):
    """A cluster and its first text."""

    seen_at: float
    id: str
    sketch: tuple[int, ...]


class Placed(NamedTuple):
    """The cluster of each waiting comment, and what has to be kept so that later ones find it."""

    clusters: dict[str, str]
    rows: list[tuple[Table, list[dict[str, object]]]]


async def place(connection: AsyncConnection, submissions: Sequence[Submission]) -> Placed:
    """Find the cluster of each comment that waits, among those known and those before it in *submissions*."""
    waiting = [(one, one.likeness) for one in submissions if one.likeness is not None]
    if not waiting:
        return Placed({}, [])
    known = _Clusters(await _candidates(connection, waiting))
    found = {one.kept.id: known.join(one, likeness) for one, likeness in waiting}
    return Placed(found, [(clusters, known.new), (cluster_bands, known.filed)])


async def keep_new(connection: AsyncConnection, placed: Placed) -> None:
    """Keep clusters that are new; another process may just have kept the same."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    for table, rows in placed.rows:
        if rows:
            await connection.execute(make(table).on_conflict_do_nothing(), rows)


async def forget_old(connection: AsyncConnection, now: float) -> None:
    """Forget clusters whose time is over; cases keep their cluster's id."""
    old = select(clusters.c.id).where(clusters.c.seen_at <= now - KEPT_S)
    ids = list(await connection.scalars(old.order_by(clusters.c.id).with_for_update(skip_locked=True)))
    if ids:
        await connection.execute(delete(cluster_bands).where(cluster_bands.c.cluster.in_(ids)))
        await connection.execute(delete(clusters).where(clusters.c.id.in_(ids)))


class _Clusters:
    """The clusters that a group of comments may belong to, by site and band."""

    def __init__(self, known: dict[tuple[str, int], list[Known]]) -> None:
        self._known = known
        self.new: list[dict[str, object]] = []
        self.filed: list[dict[str, object]] = []

    def join(self, one: Submission, likeness: Likeness) -> str:
        """The cluster of *one*, a new one if need be. Too short a text is only like itself, and is not filed."""
        keys = [(one.site.id, band) for band in bands(likeness.sketch)]
        for found in sorted({found for key in keys for found in self._known.get(key, ())}):
            if found.id == likeness.id or alike(likeness.sketch, found.sketch, likeness.near):
                return found.id
        self._add(Known(one.kept.received_at, likeness.id, likeness.sketch), one.site.id, keys)
        return likeness.id

    def _add(self, first: Known, site: str, keys: Sequence[tuple[str, int]]) -> None:
        free = [key for key in keys if len(self._known.get(key, ())) < _VERSIONS]
        for key in free:
            self._known.setdefault(key, []).append(first)
        if free:
            sketch = _packed(len(first.sketch)).pack(*first.sketch)
            self.new.append({"id": first.id, "site": site, "sketch": sketch, "seen_at": first.seen_at})
            self.filed += ({"site": site, "band": band, "cluster": first.id} for _, band in free)


async def _candidates(
    connection: AsyncConnection, waiting: Iterable[tuple[Submission, Likeness]]
) -> dict[tuple[str, int], list[Known]]:
    """Every cluster that shares a band with one of *waiting*, by site and band."""
    wanted: defaultdict[str, set[int]] = defaultdict(set)
    for one, likeness in waiting:
        wanted[one.site.id].update(bands(likeness.sketch))
    known: dict[tuple[str, int], list[Known]] = {}
    for site, asked in wanted.items():
        for band, *first in await connection.execute(_filed(site, asked)):
            known.setdefault((site, band), []).append(_known(*first))
    return known


def _filed(site: str, asked: set[int]) -> Select[Any]:
    return (
        select(cluster_bands.c.band, clusters.c.seen_at, clusters.c.id, clusters.c.sketch)
        .join_from(cluster_bands, clusters, clusters.c.id == cluster_bands.c.cluster)
        .where(cluster_bands.c.site == site, cluster_bands.c.band.in_(sorted(asked)))
    )


def _known(seen_at: float, id_: str, packed: bytes) -> Known:
    return Known(seen_at, id_, _packed(len(packed) // 4).unpack(packed))


@cache
def _packed(numbers: int) -> Struct:
    return Struct(f"<{numbers}I")
