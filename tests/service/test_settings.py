"""Settings: what the environment says, and what is said about it when it does not fit."""

from __future__ import annotations

from pathlib import Path

import pytest

from moderation.errors import PolicyError
from service import home
from service.settings import Settings, SettingsError


def read(**variables: str) -> Settings:
    return Settings.from_env({f"MODERATION_{name}": value for name, value in variables.items()})


def test_nothing_needs_to_be_set() -> None:
    settings = Settings.from_env({"HOME": "/home/lan"})
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.home == Path("/home/lan/.local/state/moderation")
    assert settings.alone


def test_state_goes_where_the_system_says() -> None:
    assert Settings.from_env({"XDG_STATE_HOME": "/var/lib"}).home == Path("/var/lib/moderation")


def test_an_empty_variable_is_not_set() -> None:
    assert read(PORT="").port == 8000


@pytest.mark.parametrize(
    ("variables", "told"),
    [
        ({"PORT": "http"}, r"MODERATION_PORT='http': set a whole number from 0 to 65535"),
        ({"PORT": "65536"}, r"MODERATION_PORT='65536'"),
        ({"PORT": "٨"}, r"MODERATION_PORT='٨'"),
        ({"WORKERS": "0"}, r"MODERATION_WORKERS='0': set a whole number from 1"),
        (
            {"WORKERS": "2"},
            r"MODERATION_WORKERS='2': memory:// counts in one process; set MODERATION_COUNTERS",
        ),
        ({"COUNTERS": "memcached://x"}, r"MODERATION_COUNTERS='memcached://…': set memory:// .* or redis://"),
        (
            {"DATABASE": "mysql://u:geheim@db/x"},
            r"MODERATION_DATABASE='mysql://…': leave it unset .* or set postgresql://user",
        ),
        ({"POLICY": "none.toml"}, r"MODERATION_POLICY='none.toml': there is no such file; .* vi-news"),
        (
            {"SECRET": "geheim"},
            r"MODERATION_SECRET: what is set is no secret; set 32 to 128 hexadecimal digits",
        ),
        ({"DEMO": "maybe"}, r"MODERATION_DEMO='maybe': set one of auto, on, off"),
        ({"ACCESS_LOG": "1"}, r"MODERATION_ACCESS_LOG='1': set one of on, off"),
        ({"BODY_TIMEOUT_S": "nan"}, r"MODERATION_BODY_TIMEOUT_S='nan'"),
        ({"PROT": "1"}, r"MODERATION_PROT is no setting; the settings are MODERATION_HOST, "),
    ],
)
def test_what_does_not_fit_is_named_with_a_cure(variables: dict[str, str], told: str) -> None:
    with pytest.raises(SettingsError, match=told) as caught:
        read(**variables)
    assert "geheim" not in str(caught.value)


def test_workers_may_be_many_when_they_count_in_one_place() -> None:
    assert read(WORKERS="4", COUNTERS="redis://localhost").workers == 4


@pytest.mark.parametrize(
    ("host", "demo", "open_"),
    [
        ("127.0.0.1", "auto", True),
        ("::1", "auto", True),
        ("localhost", "auto", True),
        ("0.0.0.0", "auto", False),
        ("0.0.0.0", "on", True),
        ("127.0.0.1", "off", False),
    ],
)
def test_the_page_asks_without_a_key_only_where_nobody_else_can(host: str, demo: str, open_: bool) -> None:
    assert read(HOST=host, DEMO=demo).demo_open is open_


def test_a_policy_is_a_preset_or_a_file(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_text("[length]\nmax = 300\n")
    assert read(POLICY="vi-news").site_policy().mode == "hold_all"
    assert read(POLICY=str(file)).site_policy().length.max == 300
    file.write_text("[length]\nmaxx = 300\n")
    with pytest.raises(PolicyError, match=r"length\.maxx"):
        read(POLICY=str(file)).site_policy()


def test_every_setting_is_documented() -> None:
    page = Path("docs/operating.md").read_text(encoding="utf-8")
    assert all(f"| `MODERATION_{field.upper()}` |" in page for field in Settings.__struct_fields__)


def test_the_secret_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(home=tmp_path / "state")
    home.ready(settings)
    assert home.guest_secret(settings) == home.guest_secret(settings)
    assert (settings.home.stat().st_mode & 0o777, len(home.guest_secret(settings))) == (0o700, 32)
    assert [file.stat().st_mode & 0o777 for file in settings.home.iterdir()] == [0o600]


def test_a_secret_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    (tmp_path / "guests.secret").write_bytes(b"short")
    with pytest.raises(SettingsError, match="5 bytes instead of 32; restore it"):
        home.guest_secret(Settings(home=tmp_path))


def test_a_secret_that_is_set_is_used(tmp_path: Path) -> None:
    settings = Settings.from_env({"MODERATION_SECRET": "ab" * 32, "MODERATION_HOME": str(tmp_path)})
    assert home.guest_secret(settings) == b"\xab" * 32


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.touch()
    with pytest.raises(SettingsError, match=r"MODERATION_HOME='.*': .*; set it to a folder"):
        home.ready(Settings(home=file / "state"))
