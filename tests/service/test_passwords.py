"""Passwords: how they are hashed, and how many at a time."""

from __future__ import annotations

import asyncio
import threading

import pytest

from service.passwords import USUAL, Passwords
from service.people import AccountError
from tests.service.serving import CHEAP


async def _matches(known: str, password: str) -> bool:
    return await Passwords(CHEAP).right(known, password)


def test_a_password_is_right_and_nothing_else_is() -> None:
    async def scene() -> None:
        known = await Passwords(CHEAP).hashed("Chim hót")
        assert known.startswith("$argon2id$")
        assert "Chim" not in known
        assert await _matches(known, "Chim hót")
        assert not await _matches(known, "chim hót")
        assert not await _matches(known, "")
        assert not await _matches("no hash", "Chim hót")

    asyncio.run(scene())


def test_the_same_letters_are_the_same_password_composed_or_not() -> None:
    async def scene() -> None:
        assert await _matches(await Passwords(CHEAP).hashed("ho\u0301t"), "h\u00f3t")

    asyncio.run(scene())


def test_a_hash_costs_64_mebibytes() -> None:
    known = asyncio.run(Passwords().hashed("Chim hót"))
    assert known.startswith(f"$argon2id$v=19$m={64 * 1024},t=3,p=4$")
    assert not Passwords().outdated(known)
    assert Passwords(CHEAP).outdated(known)
    assert USUAL.memory_kib == 64 * 1024


def test_nobodys_hash_is_no_bodys_password_and_costs_as_much() -> None:
    passwords = Passwords(CHEAP)
    assert not passwords.outdated(passwords._nobodys)
    assert not asyncio.run(passwords.right(None, ""))


class Held(Passwords):
    """Works until it is let go, and counts who works at the same time."""

    def __init__(self, room: int = 32) -> None:
        super().__init__(CHEAP, at_once=2, room=room)
        self.go = threading.Event()
        self.at_work = threading.Semaphore(0)

    def _matches(self, known: str, password: str) -> bool:
        self.at_work.release()
        self.go.wait(20)
        return True


async def _of(held: Held, number: int) -> list[asyncio.Task[bool]]:
    tasks = [asyncio.create_task(held.right("known", "")) for _ in range(number)]
    for _ in range(2):
        assert await asyncio.to_thread(held.at_work.acquire, timeout=20)
    return tasks


def test_two_are_hashed_at_a_time_and_the_loop_goes_on_meanwhile() -> None:
    async def scene() -> None:
        held = Held()
        tasks = await _of(held, 8)
        assert not held.at_work.acquire(blocking=False)  # the others wait for their turn, and we did not
        held.go.set()
        assert all(await asyncio.gather(*tasks))

    asyncio.run(scene())


def test_who_comes_when_too_many_wait_is_told_at_once() -> None:
    async def scene() -> None:
        held = Held(room=3)
        tasks = await _of(held, 3)
        with pytest.raises(AccountError) as caught:
            await held.right("known", "")
        assert caught.value.code == "session.busy"
        held.go.set()
        await asyncio.gather(*tasks)
        assert await held.right("known", "")

    asyncio.run(scene())
