"""The tries to sign in, kept where every process sees them."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from service.people import TooManyTries
from service.store.tables_accounts import sign_in_tries as tries
from service.store.transactions import Transactions
from service.throttle import Window, wait_s, with_try


class Tries:
    """Counts tries by key, which is a keyed hash: neither names nor addresses are kept."""

    def __init__(self, writing: Transactions) -> None:
        self._writing = writing

    async def take(self, windows: Mapping[str, Window], now: float) -> None:
        """Count one try under every key, or under none. Raises `TooManyTries`.

        It is counted before the password is looked at: else many at once would all be let through.
        """
        async with self._writing.begin() as connection:
            await _forget(connection, now - max(window.window_s for window in windows.values()))
            # In one order, so that two who hold one key each never wait for the other's.
            before = {key: await _held(connection, key, now) for key in sorted(windows)}
            longest = max(wait_s(before[key], window, now) for key, window in windows.items())
            if longest > 0:
                raise TooManyTries(longest)
            for key, window in windows.items():
                await _set(connection, key, with_try(before[key], window, now))

    async def give_back(self, keys: Mapping[str, Window], at: float) -> None:
        """Take back the try of *at*: the password was right."""
        async with self._writing.begin() as connection:
            for key in sorted(keys):
                times = await _held(connection, key, at)
                if at in times:
                    times.remove(at)
                    await _set(connection, key, times)


async def _held(connection: AsyncConnection, key: str, now: float) -> list[float]:
    """The times of *key*, held against others who try at the same moment."""
    query = select(tries.c.times).where(tries.c.key == key).with_for_update()
    found = (await connection.scalars(query)).first()
    if found is None:
        await _make(connection, key, now)
        found = (await connection.scalars(query)).one()
    return list(map(float, found.split()))


async def _make(connection: AsyncConnection, key: str, now: float) -> None:
    try:
        async with connection.begin_nested():
            await connection.execute(insert(tries).values(key=key, times="", last_at=now))
    except IntegrityError:
        pass  # another process was quicker by a moment


async def _set(connection: AsyncConnection, key: str, times: list[float]) -> None:
    told = " ".join(map(repr, times))
    values = {"times": told, "last_at": times[-1]} if times else {"times": told}
    await connection.execute(update(tries).where(tries.c.key == key).values(values))


async def _forget(connection: AsyncConnection, until: float) -> None:
    """Forget what matters no more; rows that another process holds are its own to forget."""
    over = select(tries.c.key).where(tries.c.last_at <= until).with_for_update(skip_locked=True)
    await connection.execute(delete(tries).where(tries.c.key.in_(over)))
