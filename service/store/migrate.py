"""Runs the migrations over a connection that already holds the write lock, so that only one process does."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

_SCRIPTS = Path(__file__).parent / "migrations"


def version_of(connection: Connection) -> str | None:
    """The version of the tables; None when there are none."""
    return MigrationContext.configure(connection).get_current_revision()


def newest() -> str:
    """The version that `migrate` brings tables up to."""
    found = ScriptDirectory.from_config(_config()).get_current_head()
    assert found is not None
    return found


def migrate(connection: Connection, version: str = "head") -> None:
    """Bring the tables up to *version*, by default the newest, within the connection's transaction."""
    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, version)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config
