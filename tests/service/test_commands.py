"""`create-admin` and `keys`, as somebody at the machine types them."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable
from pathlib import Path

import pytest

from service.__main__ import main
from service.store import open_store
from tests.service.accounts import PASSWORD

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """Runs `moderation-server` with what is typed; its status, and what it printed and complained of."""
    monkeypatch.setenv("MODERATION_HOME", str(tmp_path))

    def run(*arguments: str, typed: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(typed))
        status = main(arguments)
        said = capsys.readouterr()
        return status, said.out, said.err

    return run


def test_an_admin_is_made_and_replaced_only_when_told_to(command: Command) -> None:
    made = command("create-admin", "--name", "Lan", typed=f"{PASSWORD}\n")
    assert made == (0, "Lan may sign in, and is admin of every site.\n", "")
    status, _, told = command("create-admin", "--name", "lan", typed=f"{PASSWORD}\n")
    assert (status, "there is a moderator 'lan' already" in told) == (2, True)
    assert command("create-admin", "--name", "lan", "--replace", typed=f"{PASSWORD}\n")[0] == 0


def test_a_weak_password_makes_no_admin(command: Command) -> None:
    status, _, told = command("create-admin", "--name", "Lan", typed="short\n")
    assert (status, "take 10 to 256" in told) == (2, True)


def test_keys_are_added_listed_rotated_and_withdrawn(command: Command) -> None:
    _, secret, _ = command("keys", "add", "--scope", "check", "--name", "the CMS")
    assert secret.startswith("mk_")
    line = command("keys", "list")[1].rstrip("\n").split("\t")
    assert line[1:] == [f"mk_…{secret.strip()[-4:]}", "check", "never used", "", "the CMS"]
    _, again, _ = command("keys", "rotate", line[0], "--overlap", "1h")
    assert again.startswith("mk_")
    assert again != secret
    old, new = command("keys", "list")[1].splitlines()
    assert ("ends 20" in old, "ends" in new) == (True, False)
    assert command("keys", "withdraw", new.split("\t")[0])[0] == 0
    assert "ends" in command("keys", "list")[1].splitlines()[1]


def test_a_public_key_is_listed_whole(command: Command) -> None:
    _, secret, _ = command("keys", "add", "--public")
    assert secret.startswith("pk_")
    assert f"\t{secret.strip()}\tpublic\t" in command("keys", "list")[1]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("withdraw", "key_none"), "the site has no key 'key_none'"),
        (("rotate", "key_none"), "the site has no key 'key_none'"),
        (("--site", "nowhere", "add"), "site 'nowhere' is not"),
    ],
)
def test_what_cannot_be_done_is_told(command: Command, arguments: tuple[str, ...], told: str) -> None:
    status, _, error = command("keys", *arguments)
    assert (status, told in error) == (2, True)


def test_an_overlap_without_end_is_refused(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command("keys", "rotate", "key_1", "--overlap", "forever")
    assert "take at most 90d" in capsys.readouterr().err


def test_what_is_done_by_command_is_in_the_log(command: Command, tmp_path: Path) -> None:
    command("keys", "add")
    command("create-admin", "--name", "Lan", typed=f"{PASSWORD}\n")

    async def noted() -> list[tuple[str, str]]:
        store = await open_store("sqlite://", tmp_path)
        try:
            page = await store.audit.page("main", limit=9, whole_service=True)
            return [(one.what, one.by) for one in page]
        finally:
            await store.close()

    assert asyncio.run(noted()) == [("operator.made", "command"), ("key.added", "command")]
