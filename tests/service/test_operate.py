"""What an operator runs: settings are tried part by part, tables brought up to date, and a backup comes back whole."""

from __future__ import annotations

import asyncio
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from service import __main__ as command
from service.operate.backup import BackupError, back_up, restore
from service.operate.check import check
from service.settings import Settings
from tests.fakes import policy_of
from tests.service.desks import FINE, SITE, Place, opened


def settings_of(place: Place, **more: object) -> Settings:
    return Settings(home=place.home, database=place.database, **more)


def faults(settings: Settings) -> dict[str, str]:
    return {line.part: line.told for line in asyncio.run(check(settings)) if not line.fine}


def told(settings: Settings) -> dict[str, str]:
    return {line.part: line.told for line in asyncio.run(check(settings))}


def test_settings_that_can_be_used_have_no_fault_and_make_no_database(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path)
    assert faults(settings) == {}
    assert told(settings)["database"].startswith("empty")
    assert not (tmp_path / "moderation.db").exists()


def test_the_version_of_the_tables_is_told(place: Place) -> None:
    async def scene() -> None:
        async with opened(place):
            pass

    asyncio.run(scene())
    assert told(settings_of(place))["database"].endswith(", the newest")


def test_every_part_that_cannot_be_used_is_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "bad.toml").write_text("mode = 3")
    (tmp_path / "guests.secret").write_text("short")
    found = faults(
        Settings(
            home=tmp_path,
            policy=str(tmp_path / "bad.toml"),
            database="postgresql://nobody@127.0.0.1:1/none",
            counters="redis://127.0.0.1:1/0",
        )
    )
    assert found.keys() == {"state folder", "policy", "database", "counters"}
    assert "mode = 3; expected one of" in found["policy"]
    assert "delete it" in found["state folder"]


def test_a_backup_taken_while_comments_come_is_restored_whole(tmp_path: Path) -> None:
    async def scene() -> set[str]:
        async with opened(Place(tmp_path / "live")) as office:
            before = [(await office.receive(f"{FINE} {n}")).kept.id for n in range(20)]
            later = [asyncio.create_task(office.receive(f"{FINE} {n} more")) for n in range(50)]
            await asyncio.to_thread(back_up, live, tmp_path / "saved")
            await asyncio.gather(*later)
            return set(before)

    live, other = Settings(home=tmp_path / "live"), Settings(home=tmp_path / "other")
    (tmp_path / "live").mkdir()
    kept = asyncio.run(scene())
    restore(other, tmp_path / "saved")
    with closing(sqlite3.connect(tmp_path / "other" / "moderation.db")) as database:
        found = {one for (one,) in database.execute("SELECT id FROM comments")}
    assert kept <= found
    assert (other.home / "guests.secret").read_bytes() == (live.home / "guests.secret").read_bytes()
    assert faults(other) == {}


def test_a_backup_is_its_owners_alone_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    asyncio.run(made(tmp_path / "live"))
    back_up(Settings(home=tmp_path / "live"), tmp_path / "saved")
    assert (tmp_path / "saved").stat().st_mode & 0o777 == 0o600
    assert {file.name for file in tmp_path.iterdir()} == {"live", "saved"}


def test_a_secret_from_the_settings_is_not_in_the_archive(tmp_path: Path) -> None:
    asyncio.run(made(tmp_path / "live"))
    back_up(Settings(home=tmp_path / "live", secret=bytes(16)), tmp_path / "saved")
    with tarfile.open(tmp_path / "saved") as archive:
        assert archive.getnames() == ["moderation.db"]


def test_nothing_is_restored_over_what_is_there(tmp_path: Path) -> None:
    asyncio.run(made(tmp_path / "live"))
    settings = Settings(home=tmp_path / "live")
    back_up(settings, tmp_path / "saved")
    with pytest.raises(BackupError, match=r"moderation\.db is there already; restore into an empty folder"):
        restore(settings, tmp_path / "saved")


@pytest.mark.parametrize("content", [b"", b"no archive", b"\x1f\x8b\x08\x00half"])
def test_a_file_that_is_no_backup_is_refused_and_nothing_is_made(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "saved").write_bytes(content)
    with pytest.raises(BackupError, match="cannot be read"):
        restore(Settings(home=tmp_path / "new"), tmp_path / "saved")
    assert not (tmp_path / "new" / "moderation.db").exists()


def test_a_backup_without_a_database_is_told(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="there is no database yet"):
        back_up(Settings(home=tmp_path), tmp_path / "saved")


def test_postgresql_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(BackupError, match="pg_dump"):
        back_up(Settings(home=tmp_path, database="postgresql://x@y/z"), tmp_path / "saved")


def run(home: Path, *arguments: str, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("MODERATION_HOME", str(home))
    return command.main(arguments)


def test_the_commands_say_what_they_did(tmp_path: Path, monkeypatch, capsys) -> None:
    assert run(tmp_path / "a", "migrate", monkeypatch=monkeypatch) == 0
    assert "before: none" in capsys.readouterr().out
    assert run(tmp_path / "a", "migrate", monkeypatch=monkeypatch) == 0
    assert "before" not in capsys.readouterr().out
    assert run(tmp_path / "a", "backup", str(tmp_path / "saved"), monkeypatch=monkeypatch) == 0
    assert run(tmp_path / "b", "restore", str(tmp_path / "saved"), monkeypatch=monkeypatch) == 0
    assert run(tmp_path / "b", "check-config", monkeypatch=monkeypatch) == 0
    assert "FAULT" not in capsys.readouterr().out
    assert run(tmp_path / "b", "restore", str(tmp_path / "saved"), monkeypatch=monkeypatch) == 2
    assert "is there already" in capsys.readouterr().err


def test_retention_forgets_what_is_too_old_and_says_how_much(tmp_path: Path, monkeypatch, capsys) -> None:
    site = replace(SITE, policy=policy_of(retention={"published": "1d", "address_hash": "forever"}))

    async def long_ago() -> str:
        async with opened(Place(tmp_path), None, site) as office:
            office.clock.now_ms = 1_000_000_000_000  # 2001; the command goes by the machine's own clock
            return (await office.receive(FINE, site=site)).kept.id

    async def text(comment: str) -> str:
        async with opened(Place(tmp_path), None, site) as office:
            return (await office.desk.comment(site, comment)).comment.text

    comment = asyncio.run(long_ago())
    assert run(tmp_path, "retention", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out == "1 comments, decisions and hashes forgotten\n"
    assert asyncio.run(text(comment)) == ""
    assert run(tmp_path, "retention", monkeypatch=monkeypatch) == 0
    assert capsys.readouterr().out.startswith("0 ")


def test_a_fault_is_the_exit_status(tmp_path: Path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("MODERATION_COUNTERS", "redis://127.0.0.1:1/0")
    assert run(tmp_path, "check-config", monkeypatch=monkeypatch) == 2
    assert "FAULT counters" in capsys.readouterr().out


async def made(home: Path) -> None:
    home.mkdir()
    async with opened(Place(home)) as office:
        await office.receive(FINE)
