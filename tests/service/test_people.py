"""Moderators: who may give what to whom, and the links by which they come in first."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from service.people import COMMAND, ROLES, AccountError, Actor, Role, allows, name_key, person_name
from tests.service.accounts import OTHER, PASSWORD, SITE, Bureau, opened

Scene = Callable[[Bureau], Awaitable[None]]


def played(home: Path, scene: Scene) -> None:
    async def play() -> None:
        async with opened(home) as bureau:
            await scene(bureau)

    asyncio.run(play())


def test_each_role_may_what_those_before_it_may() -> None:
    assert ROLES == ("reader", "moderator", "editor", "admin")
    assert [[allows(has, needs) for needs in ROLES] for has in ROLES] == [
        [True, False, False, False],
        [True, True, False, False],
        [True, True, True, False],
        [True, True, True, True],
    ]
    assert not allows(None, "reader")


@pytest.mark.parametrize("name", ["", "  ", "a\nb", "x" * 81, "\ud800", "a\u200bb"])
def test_a_name_is_one_line_that_can_be_read(name: str) -> None:
    with pytest.raises(AccountError) as caught:
        person_name(name)
    assert (caught.value.code, caught.value.path) == ("moderator.name", "$.name")


@pytest.mark.parametrize(("one", "same"), [("Lan", " lan "), ("Hòa", "Ho\u0300a"), ("STRASSE", "straße")])
def test_one_name_is_one_person_however_it_is_typed(one: str, same: str) -> None:
    assert name_key(one) == name_key(same)


def test_the_first_link_makes_an_admin_of_every_site(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        link = await bureau.accounts.people.first_link()
        assert link is not None
        made = await bureau.accounts.people.set_up(link.token, PASSWORD, "Lan")
        assert (made.operator, made.active, made.role_at("news"), made.role_at("other")) == (
            True,
            True,
            "admin",
            "admin",
        )
        await bureau.sign_in("Lan")

    played(tmp_path, scene)


def test_the_first_link_works_once_and_for_an_hour(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        people = bureau.accounts.people
        late = await people.first_link()
        assert late is not None
        bureau.clock.advance(s=3_600)
        with pytest.raises(AccountError, match="too old"):
            await people.set_up(late.token, PASSWORD, "Lan")
        link = await people.first_link()
        assert link is not None
        await people.set_up(link.token, PASSWORD, "Lan")
        with pytest.raises(AccountError, match="used before"):
            await people.set_up(link.token, "Another sentence of mine", "Mallory")

    played(tmp_path, scene)


def test_a_newer_first_link_takes_the_place_of_an_earlier_one(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        people = bureau.accounts.people
        earlier, later = await people.first_link(), await people.first_link()
        assert earlier is not None
        assert later is not None
        with pytest.raises(AccountError):
            await people.set_up(earlier.token, PASSWORD, "Lan")
        await people.set_up(later.token, PASSWORD, "Lan")

    played(tmp_path, scene)


def test_the_first_link_replaces_nobody_who_came_meanwhile(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        link = await bureau.accounts.people.first_link()
        assert link is not None
        await bureau.chief("Lan")
        with pytest.raises(AccountError):
            await bureau.accounts.people.set_up(link.token, "Another sentence of mine", "Lan")
        assert await bureau.accounts.people.first_link() is None
        await bureau.sign_in("Lan")

    played(tmp_path, scene)


def test_an_invited_moderator_sets_a_password_once_within_three_days(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        people = bureau.accounts.people
        person, invitation = await bureau.invited("Minh")
        assert not person.active
        with pytest.raises(AccountError):
            await bureau.sign_in("Minh", "")
        bureau.clock.advance(s=3 * 86_400 - 1)
        done = await people.set_up(invitation.token, PASSWORD, "Somebody Else")
        assert (done.name, done.operator, done.roles) == ("Minh", False, {"news": "moderator"})
        with pytest.raises(AccountError):
            await people.set_up(invitation.token, PASSWORD, None)
        _, late = await bureau.invited("An")
        bureau.clock.advance(s=3 * 86_400)
        with pytest.raises(AccountError):
            await people.set_up(late.token, PASSWORD, None)

    played(tmp_path, scene)


@pytest.mark.parametrize(
    "password", ["", "short", "Minh Minh Minh", "minh12345678", "aaaaaaaaaaaaaa", "abababababab", "x" * 257]
)
def test_a_password_that_is_soon_guessed_is_refused_and_the_link_stays(password: str, tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        _, invitation = await bureau.invited("Minh")
        with pytest.raises(AccountError) as caught:
            await bureau.accounts.people.set_up(invitation.token, password, None)
        assert caught.value.code == "password.weak"
        await bureau.accounts.people.set_up(invitation.token, PASSWORD, None)

    played(tmp_path, scene)


def test_a_role_is_of_one_site(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        minh = await bureau.hire("Minh", "editor")
        assert [one.name for one in await bureau.accounts.people.at(SITE)] == ["Minh"]
        assert await bureau.accounts.people.at(OTHER) == []
        for attempt in (
            bureau.accounts.people.set_role(OTHER, minh.id, "admin", COMMAND),
            bureau.accounts.people.remove(OTHER, minh.id, COMMAND),
            bureau.accounts.people.invite(OTHER, minh.id, COMMAND),
            bureau.accounts.people.sign_out(OTHER, minh.id, COMMAND),
        ):
            with pytest.raises(AccountError) as caught:
                await attempt
            assert caught.value.code == "moderator.none"

    played(tmp_path, scene)


def test_a_name_known_from_another_site_is_the_same_person_and_keeps_his_password(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        minh = await bureau.hire("Minh", "editor")
        again, invitation = await bureau.accounts.people.add(OTHER, "minh", "reader", COMMAND)
        assert (again.id, invitation, again.roles) == (minh.id, None, {"news": "editor", "other": "reader"})
        with pytest.raises(AccountError) as caught:
            await bureau.accounts.people.add(OTHER, "Minh", "admin", COMMAND)
        assert caught.value.code == "moderator.taken"

    played(tmp_path, scene)


def test_an_admin_makes_no_link_to_what_he_has_no_say_in(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        chief = await bureau.chief()
        boss = Actor.of_moderator(await bureau.hire("Boss", "admin"), None)
        minh = await bureau.hire("Minh", "editor")
        await bureau.accounts.people.invite(SITE, minh.id, boss)
        await bureau.hire("Minh", "reader", OTHER)
        for id_ in (minh.id, chief.id):
            with pytest.raises(AccountError) as caught:
                await bureau.accounts.people.invite(SITE, id_, boss)
            assert caught.value.code == "moderator.elsewhere"
        await bureau.accounts.people.invite(SITE, minh.id, chief)

    played(tmp_path, scene)


def test_a_new_link_leaves_the_password_until_it_is_used_and_then_ends_every_session(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        minh = await bureau.hire("Minh", "editor")
        token, _ = await bureau.sign_in("Minh")
        invitation = await bureau.accounts.people.invite(SITE, minh.id, COMMAND)
        assert await bureau.accounts.sessions.visit(token)
        await bureau.accounts.people.set_up(invitation.token, "Another sentence of mine", None)
        assert await bureau.accounts.sessions.visit(token) is None
        await bureau.sign_in("Minh", "Another sentence of mine")

    played(tmp_path, scene)


def test_nobody_changes_or_removes_himself(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        boss = Actor.of_moderator(await bureau.hire("Boss", "admin"), None)
        for attempt in (
            bureau.accounts.people.set_role(SITE, boss.id, "reader", boss),
            bureau.accounts.people.remove(SITE, boss.id, boss),
        ):
            with pytest.raises(AccountError) as caught:
                await attempt
            assert caught.value.code == "moderator.self"

    played(tmp_path, scene)


@pytest.mark.parametrize("role", ROLES)
def test_a_new_role_counts_from_the_next_call_on(role: Role, tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        minh = await bureau.hire("Minh", "reader")
        token, _ = await bureau.sign_in("Minh")
        await bureau.accounts.people.set_role(SITE, minh.id, role, COMMAND)
        visit = await bureau.accounts.sessions.visit(token)
        assert visit is not None
        assert visit.moderator.role_at("news") == role

    played(tmp_path, scene)


def test_who_has_lost_the_last_role_can_no_longer_come_in(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        minh = await bureau.hire("Minh", "editor")
        await bureau.hire("Minh", "reader", OTHER)
        token, _ = await bureau.sign_in("Minh")
        await bureau.accounts.people.remove(SITE, minh.id, COMMAND)
        assert await bureau.accounts.sessions.visit(token)
        await bureau.accounts.people.remove(OTHER, minh.id, COMMAND)
        assert await bureau.accounts.sessions.visit(token) is None
        with pytest.raises(AccountError):
            await bureau.sign_in("Minh")
        back, invitation = await bureau.accounts.people.add(SITE, "Minh", "reader", COMMAND)
        assert back.id == minh.id
        assert invitation is not None

    played(tmp_path, scene)


def test_only_who_runs_the_service_touches_one_who_does(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        chief, second = await bureau.chief(), await bureau.chief("Second")
        boss = Actor.of_moderator(await bureau.hire("Boss", "admin"), None)
        people = bureau.accounts.people
        for attempt in (
            people.remove(SITE, chief.id, boss),
            people.set_role(SITE, chief.id, "reader", boss),
            people.sign_out(SITE, chief.id, boss),
        ):
            with pytest.raises(AccountError) as caught:
                await attempt
            assert caught.value.code == "moderator.operator"
        await people.remove(SITE, chief.id, second)
        with pytest.raises(AccountError):
            await bureau.sign_in("Chief")

    played(tmp_path, scene)


def test_the_command_replaces_a_password_only_when_told_to(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await bureau.chief("Lan")
        token, _ = await bureau.sign_in("Lan")
        people = bureau.accounts.people
        with pytest.raises(AccountError, match="there is a moderator 'lan' already"):
            await people.make_operator("lan", "Another sentence of mine")
        await people.make_operator("lan", "Another sentence of mine", replace=True)
        assert await bureau.accounts.sessions.visit(token) is None
        await bureau.sign_in("Lan", "Another sentence of mine")

    played(tmp_path, scene)


def test_no_password_and_no_link_is_kept_as_it_is(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await bureau.hire("Minh", "editor")
        _, invitation = await bureau.invited("An")
        token, _ = await bureau.sign_in("Minh")
        for secret in (PASSWORD, invitation.token, token):
            files = [file.read_bytes() for file in tmp_path.iterdir()]
            assert not any(secret.encode() in content for content in files)

    played(tmp_path, scene)
