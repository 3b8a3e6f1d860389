"""Sessions: how they begin, how often one may try, and when they end."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from service.desk.sessions import csrf_of
from service.passwords import Cost, Passwords
from service.people import AccountError, TooManyTries
from service.throttle import BY_ADDRESS, BY_NAME
from tests.service.accounts import HOME, PASSWORD, SITE, Bureau, opened

HOUR = 3_600
Scene = Callable[[Bureau], Awaitable[None]]


def played(home: Path, scene: Scene) -> None:
    async def play() -> None:
        async with opened(home) as bureau:
            await bureau.hire("Minh", "moderator")
            await scene(bureau)

    asyncio.run(play())


async def refused(bureau: Bureau, name: str, password: str = "wrong", address: str = HOME) -> str:
    with pytest.raises(AccountError) as caught:
        await bureau.sign_in(name, password, address)
    return caught.value.code


def test_a_session_is_found_by_its_token_alone(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        token, visit = await bureau.sign_in("minh", agent="Firefox")
        assert await bureau.accounts.sessions.visit(token) == visit
        assert (visit.moderator.name, visit.session.agent) == ("Minh", "Firefox")
        assert await bureau.accounts.sessions.visit(visit.session.id) is None

    played(tmp_path, scene)


def test_the_token_of_changes_follows_from_the_session_and_does_not_give_it_away() -> None:
    assert csrf_of("one") == csrf_of("one") != csrf_of("two")
    assert "one" not in csrf_of("one")


def test_a_session_ends_four_hours_after_its_last_use(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        token, _ = await bureau.sign_in("Minh")
        for _ in range(3):
            bureau.clock.advance(s=4 * HOUR - 1)
            assert await bureau.accounts.sessions.visit(token)
        bureau.clock.advance(s=4 * HOUR)
        assert await bureau.accounts.sessions.visit(token) is None

    played(tmp_path, scene)


def test_a_session_ends_a_day_after_it_began_however_busy(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        token, visit = await bureau.sign_in("Minh")
        began = bureau.now()
        for _ in range(23):
            bureau.clock.advance(s=HOUR)
            used = await bureau.accounts.sessions.visit(token)
            assert used
        assert visit.ends_at == began + 4 * HOUR
        assert used.ends_at <= began + 24 * HOUR
        bureau.clock.advance(s=HOUR)
        assert await bureau.accounts.sessions.visit(token) is None

    played(tmp_path, scene)


def test_a_moderator_lists_and_ends_his_own_sessions_and_no_others(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await bureau.hire("An", "moderator")
        sessions = bureau.accounts.sessions
        (old, first), (new, second) = await bureau.sign_in("Minh"), await bureau.sign_in("Minh")
        _, ans = await bureau.sign_in("An")
        assert {one.id for one in await sessions.mine(second)} == {first.session.id, second.session.id}
        with pytest.raises(AccountError) as caught:
            await sessions.close(second, ans.session.id)
        assert caught.value.code == "session.none"
        await sessions.close(second, first.session.id)
        assert await sessions.visit(old) is None
        assert await sessions.visit(new)

    played(tmp_path, scene)


def test_signing_out_ends_the_session(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        token, visit = await bureau.sign_in("Minh")
        await bureau.accounts.sessions.sign_out(visit)
        assert await bureau.accounts.sessions.visit(token) is None

    played(tmp_path, scene)


def test_another_password_ends_every_other_session(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        sessions, new = bureau.accounts.sessions, "Another sentence of mine"
        (other, _), (mine, visit) = await bureau.sign_in("Minh"), await bureau.sign_in("Minh")
        with pytest.raises(AccountError) as caught:
            await sessions.change_password(visit, "wrong", new, address=HOME)
        assert caught.value.code == "session.refused"
        with pytest.raises(AccountError) as caught:
            await sessions.change_password(visit, PASSWORD, "short", address=HOME)
        assert (caught.value.code, caught.value.path) == ("password.weak", "$.new")
        await sessions.change_password(visit, PASSWORD, new, address=HOME)
        assert await sessions.visit(other) is None
        assert await sessions.visit(mine)
        assert await refused(bureau, "Minh", PASSWORD) == "session.refused"
        await bureau.sign_in("Minh", new)

    played(tmp_path, scene)


@pytest.mark.parametrize("name", ["Minh", "Nobody", "", "\0", "An"])
def test_a_refusal_does_not_tell_whether_the_name_is_there(name: str, tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await bureau.invited("An")
        worked = []
        bureau.passwords._matches = lambda known, password: worked.append(known[:30]) or False  # type: ignore[method-assign]
        told = [await refused(bureau, name) for _ in range(BY_NAME.tries)]
        assert set(told) == {"session.refused"}
        # As much is worked for a name that nobody has: the same kind of hash at the same cost, each time.
        assert [known.rpartition("$")[0] for known in worked] == ["$argon2id$v=19$m=8,t=1,p=1"] * len(told)
        with pytest.raises(TooManyTries):
            await bureau.sign_in(name, PASSWORD)

    played(tmp_path, scene)


def test_a_name_is_tried_ten_times_in_any_quarter_of_an_hour(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for at in range(10):
            assert await refused(bureau, "Minh", address=f"198.51.100.{at}") == "session.refused"
            bureau.clock.advance(s=60)
        for name in ("Minh", "MINH ", "minh"):
            with pytest.raises(TooManyTries) as caught:
                await bureau.sign_in(name, PASSWORD, "198.51.100.99")
            assert caught.value.wait_s == BY_NAME.window_s - 600
        bureau.clock.advance(s=299)
        assert await refused(bureau, "Minh") == "session.throttled"
        bureau.clock.advance(s=1)
        await bureau.sign_in("Minh")

    played(tmp_path, scene)


def test_an_address_tries_thirty_names_in_any_quarter_of_an_hour(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for at in range(BY_ADDRESS.tries):
            assert await refused(bureau, f"name {at}") == "session.refused"
        assert await refused(bureau, "another") == "session.throttled"
        await bureau.sign_in("Minh", address="198.51.100.1")

    played(tmp_path, scene)


def test_a_household_of_ipv6_is_one_address(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for at in range(BY_ADDRESS.tries):
            await refused(bureau, f"name {at}", address=f"2001:db8::{at:x}")
        assert await refused(bureau, "another", address="2001:db8::ffff") == "session.throttled"
        assert await refused(bureau, "another", address="2001:db8:0:1::1") == "session.refused"

    played(tmp_path, scene)


def test_many_at_once_get_no_more_tries_than_one_after_another(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        told = await asyncio.gather(*(refused(bureau, "Minh") for _ in range(30)))
        assert told.count("session.refused") == BY_NAME.tries

    played(tmp_path, scene)


def test_who_knows_the_password_is_not_counted(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for _ in range(BY_ADDRESS.tries + 1):
            await bureau.sign_in("Minh")

    played(tmp_path, scene)


def test_a_refused_try_leaves_no_trace_and_never_lengthens_the_wait(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        for _ in range(BY_NAME.tries):
            await refused(bureau, "Minh")
        for _ in range(14):
            bureau.clock.advance(s=60)
            assert await refused(bureau, "Minh") == "session.throttled"
        bureau.clock.advance(s=60)
        await bureau.sign_in("Minh")

    played(tmp_path, scene)


def test_neither_names_nor_addresses_of_tries_are_kept_and_old_ones_are_forgotten(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        await refused(bureau, "a name typed by mistake")
        async with bureau.store._reading.begin() as connection:
            rows = (await connection.exec_driver_sql("SELECT key, times FROM sign_in_tries")).all()
        assert len(rows) == 2
        assert "mistake" not in str(rows)
        assert HOME not in str(rows)
        bureau.clock.advance(s=BY_NAME.window_s)
        await refused(bureau, "another", address="198.51.100.1")
        async with bureau.store._reading.begin() as connection:
            again = (await connection.exec_driver_sql("SELECT key FROM sign_in_tries")).all()
        assert len(again) == 2
        assert not {row.key for row in rows} & {row.key for row in again}

    played(tmp_path, scene)


def test_a_hash_at_another_cost_is_made_anew_at_the_next_sign_in(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        bureau.accounts.sessions._passwords = Passwords(Cost(rounds=2, memory_kib=16, lanes=1))
        await bureau.sign_in("Minh")
        found = await bureau.store.people.by_name("Minh")
        assert found is not None
        assert "m=16,t=2,p=1" in str(found[1])
        await bureau.sign_in("Minh")

    played(tmp_path, scene)


def test_an_admin_ends_every_session_of_a_moderator(tmp_path: Path) -> None:
    async def scene(bureau: Bureau) -> None:
        token, visit = await bureau.sign_in("Minh")
        await bureau.accounts.people.sign_out(SITE, visit.moderator.id, await bureau.chief())
        assert await bureau.accounts.sessions.visit(token) is None

    played(tmp_path, scene)
