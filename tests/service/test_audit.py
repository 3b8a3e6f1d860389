"""The audit log: all that is done with accounts is in it, and nothing takes it out again."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from service.model import StoreUnavailable
from service.people import COMMAND, AccountError, Actor
from service.store import Clash
from service.store.sites import SiteChange
from tests.service.accounts import OTHER, PASSWORD, SITE, Bureau, opened

Scene = Callable[[Bureau], Awaitable[None]]


def played(home: Path, scene: Scene) -> None:
    async def play() -> None:
        async with opened(home) as bureau:
            await scene(bureau)

    asyncio.run(play())


def test_what_is_done_with_keys_and_sites_is_noted(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        boss = Actor(kind="moderator", id="boss", name="Boss", session="s1")
        _, key = await bureau.accounts.keys.add("news", "secret", ("check",), boss)
        _, new = await bureau.accounts.keys.rotate("news", key.id, 60, boss)
        for _ in range(2):
            await bureau.accounts.keys.withdraw("news", new.id, boss)
            await bureau.accounts.sites.change(SITE, SiteChange(name="News"), boss)
        assert await bureau.log() == [
            ("key.added", "moderator:boss", key.id),
            ("key.rotated", "moderator:boss", key.id),
            ("key.withdrawn", "moderator:boss", new.id),
            ("site.changed", "moderator:boss", "news"),
        ]
        entries = await bureau.store.audit.page("news", limit=1)
        assert (entries[0].name, entries[0].session, entries[0].at) == ("Boss", "s1", bureau.now())
        assert (entries[0].detail["before"]["name"], entries[0].detail["after"]["name"]) == (
            "The News",
            "News",
        )

    played(tmp_path, scene)


def test_what_is_done_with_people_is_noted_at_their_site(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        people = bureau.accounts.people
        minh = await bureau.hire("Minh", "reader")
        _, visit = await bureau.sign_in("Minh")
        await people.set_role(SITE, minh.id, "editor", COMMAND)
        await bureau.accounts.sessions.sign_out(visit)
        await people.sign_out(SITE, minh.id, COMMAND)
        await people.remove(SITE, minh.id, COMMAND)
        mine = f"moderator:{minh.id}"
        assert await bureau.log() == [
            ("moderator.added", "command", minh.id),
            ("link.made", "command", minh.id),
            ("password.set", "link", minh.id),
            ("session.opened", mine, visit.session.id),
            ("moderator.role", "command", minh.id),
            ("session.closed", mine, visit.session.id),
            ("session.closed", "command", minh.id),
            ("moderator.removed", "command", minh.id),
        ]
        assert await bureau.log(OTHER) == []

    played(tmp_path, scene)


def test_what_is_about_no_one_site_is_told_only_to_who_runs_the_service(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        link = await bureau.accounts.people.first_link()
        assert link is not None
        lan = await bureau.accounts.people.set_up(link.token, PASSWORD, "Lan")
        assert await bureau.log() == []
        assert await bureau.log(whole_service=True) == [
            ("link.made", "command", ""),
            ("password.set", "link", lan.id),
        ]

    played(tmp_path, scene)


def test_a_secret_is_never_noted(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        secret, key = await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
        again, _ = await bureau.accounts.keys.rotate("news", key.id, 60, COMMAND)
        _, invitation = await bureau.invited("Minh")
        noted = str(await bureau.store.audit.page("news", limit=200))
        assert not any(one in noted for one in (secret, again, invitation.token, secret[-8:]))

    played(tmp_path, scene)


def test_what_failed_is_not_noted(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        with pytest.raises(Clash):
            await bureau.accounts.keys.add("nowhere", "secret", ("check",), COMMAND)
        with pytest.raises(AccountError):
            await bureau.accounts.keys.withdraw("news", "none", COMMAND)
        with pytest.raises(AccountError):
            await bureau.accounts.sites.add("other", "Again", COMMAND)
        assert await bureau.log(whole_service=True) == []

    played(tmp_path, scene)


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'nobody'", "DELETE FROM audit"])
def test_the_database_itself_refuses_to_change_a_line(change: str, tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
        with pytest.raises((StoreUnavailable, IntegrityError)):
            async with bureau.store._writing.begin() as connection:
                await connection.exec_driver_sql(change)
        assert len(await bureau.log()) == 1

    played(tmp_path, scene)


@pytest.mark.parametrize("limit", [1, 2, 3, 7, 8])
def test_pages_hold_every_line_once_while_new_ones_come(limit: int, tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for _ in range(7):
            await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
        expected = [one.number for one in await bureau.store.audit.page("news", limit=200)]
        found: list[int] = []
        while page := await bureau.store.audit.page("news", limit=limit, before=found[-1] if found else None):
            found += [one.number for one in page]
            await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
            await bureau.accounts.keys.add("other", "secret", ("check",), COMMAND)
        assert found == expected == sorted(expected, reverse=True)

    played(tmp_path, scene)


def test_the_log_can_be_asked_about_one_subject(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        _, key = await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
        await bureau.accounts.keys.add("news", "secret", ("check",), COMMAND)
        await bureau.accounts.keys.withdraw("news", key.id, COMMAND)
        assert [what for what, _, _ in await bureau.log(subject=key.id)] == ["key.added", "key.withdrawn"]

    played(tmp_path, scene)
