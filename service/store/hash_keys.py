"""What the secrets are made from by which guests are known; see `service.senders`."""

from __future__ import annotations

import secrets
from typing import NamedTuple

from sqlalchemy import delete, exists, func, insert, select
from sqlalchemy.exc import IntegrityError

from service.senders import SALT_BYTES
from service.store.tables_guests import guest_keys, hash_keys
from service.store.transactions import Transactions


class HashKey(NamedTuple):
    """One generation as it is kept."""

    generation: int
    salt: bytes
    starts_at: float


class HashKeys:
    """The generations of all processes; a number is never used again."""

    def __init__(self, writing: Transactions, reading: Transactions) -> None:
        self._writing = writing
        self._reading = reading

    async def all(self) -> list[HashKey]:
        """Every generation, the newest first."""
        query = select(hash_keys).order_by(hash_keys.c.generation.desc())
        async with self._reading.begin() as connection:
            return [HashKey(*row) for row in await connection.execute(query)]

    async def add(self, after: int, starts_at: float) -> None:
        """Make the generation that follows number *after*; another process may have made it already."""
        row = {"generation": after + 1, "salt": secrets.token_bytes(SALT_BYTES), "starts_at": starts_at}
        try:
            async with self._writing.begin() as connection:
                await connection.execute(insert(hash_keys).values(row))
        except IntegrityError:
            return

    async def drop_unused(self, until: float) -> int:
        """Forget generations that ended by *until* and lead to nobody any more; how many."""
        following = hash_keys.alias("following")
        ended = exists().where(
            following.c.generation == hash_keys.c.generation + 1, following.c.starts_at <= until
        )
        in_use = exists().where(guest_keys.c.generation == hash_keys.c.generation)
        async with self._writing.begin() as connection:
            gone = await connection.execute(delete(hash_keys).where(ended, ~in_use))
        return gone.rowcount

    async def newest(self) -> int:
        """The number of the newest generation, 0 when there is none."""
        async with self._reading.begin() as connection:
            return await connection.scalar(select(func.max(hash_keys.c.generation))) or 0
