"""Keys in use: replaced without an outage, and ended."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from service.keyring import Keyring
from service.model import ApiKey
from service.people import COMMAND, AccountError
from tests.service.accounts import OTHER, SITE, Bureau, opened

DAY = 86_400
Scene = Callable[[Bureau, str, ApiKey], Awaitable[None]]


def played(home: Path, scene: Scene) -> None:
    async def play() -> None:
        async with opened(home) as bureau:
            made = await bureau.accounts.keys.add("news", "secret", ("check", "moderate"), COMMAND, "the CMS")
            await scene(bureau, *made)

    asyncio.run(play())


async def works(bureau: Bureau, secret: str) -> bool:
    return await bureau.keyring.caller(secret) is not None


def test_old_and_new_both_work_for_the_overlap_and_then_the_new_one_alone(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        new, made = await bureau.accounts.keys.rotate("news", key.id, DAY, COMMAND)
        assert (made.name, made.scopes) == (key.name, key.scopes)
        assert new != old
        bureau.clock.advance(s=DAY - 1)
        assert (await works(bureau, old), await works(bureau, new)) == (True, True)
        bureau.clock.advance(s=1)
        assert (await works(bureau, old), await works(bureau, new)) == (False, True)

    played(tmp_path, scene)


def test_without_an_overlap_the_old_key_ends_at_once_where_it_was_replaced(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        assert await works(bureau, old)
        await bureau.accounts.keys.rotate("news", key.id, 0, COMMAND)
        assert not await works(bureau, old)

    played(tmp_path, scene)


def test_a_withdrawn_key_ends_here_at_once_and_in_other_processes_within_seconds(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        elsewhere = Keyring(bureau.store, bureau.now)
        assert await works(bureau, old)
        assert await elsewhere.caller(old)
        await bureau.accounts.keys.withdraw("news", key.id, COMMAND)
        assert not await works(bureau, old)
        bureau.clock.advance(s=5)
        assert await elsewhere.caller(old) is None
        await elsewhere.close()

    played(tmp_path, scene)


def test_a_key_in_its_overlap_can_be_withdrawn_before_the_end(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        await bureau.accounts.keys.rotate("news", key.id, DAY, COMMAND)
        await bureau.accounts.keys.withdraw("news", key.id, COMMAND)
        assert not await works(bureau, old)

    played(tmp_path, scene)


def test_a_key_is_replaced_once(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        told = await asyncio.gather(
            *(bureau.accounts.keys.rotate("news", key.id, DAY, COMMAND) for _ in range(4)),
            return_exceptions=True,
        )
        refused = [one.code for one in told if isinstance(one, AccountError)]
        assert refused == ["key.ended"] * 3
        assert len(await bureau.accounts.keys.of("news")) == 2

    played(tmp_path, scene)


@pytest.mark.parametrize("id_", ["none", "", "\0", "\ud800"])
def test_only_the_sites_own_keys_are_touched(id_: str, tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        for site, id__ in ((OTHER.id, key.id), (SITE.id, id_)):
            for attempt in (
                bureau.accounts.keys.rotate(site, id__, DAY, COMMAND),
                bureau.accounts.keys.withdraw(site, id__, COMMAND),
            ):
                with pytest.raises(AccountError) as caught:
                    await attempt
                assert caught.value.code == "key.none"
        assert await works(bureau, old)
        assert await bureau.accounts.keys.of("other") == []

    played(tmp_path, scene)


def test_a_list_shows_the_end_of_a_secret_key_and_all_of_a_public_one(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        public, made = await bureau.accounts.keys.add("news", "public", ("admin",), COMMAND)
        assert public.startswith("pk_")
        assert made.scopes == ("public",)
        shown = [one.shown for one in await bureau.accounts.keys.of("news")]
        assert sorted(shown) == sorted([f"mk_…{old[-4:]}", public])
        new, _ = await bureau.accounts.keys.rotate("news", made.id, DAY, COMMAND)
        assert new.startswith("pk_")
        assert not any(old.encode() in file.read_bytes() for file in tmp_path.iterdir())

    played(tmp_path, scene)


def test_a_list_tells_the_last_use_and_the_end(tmp_path: Path) -> None:
    async def scene(bureau: Bureau, old: str, key: ApiKey) -> None:
        await works(bureau, old)
        await bureau.keyring.close()
        used = bureau.now()
        _, new = await bureau.accounts.keys.rotate("news", key.id, DAY, COMMAND)
        first, second = sorted(await bureau.accounts.keys.of("news"), key=lambda one: one.id == new.id)
        assert (first.last_used_at, first.ends_at, first.replaced_by) == (used, used + DAY, new.id)
        assert (second.last_used_at, second.ends_at, second.replaced_by) == (None, None, None)

    played(tmp_path, scene)
