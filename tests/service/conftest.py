"""Where tests keep comments: each that asks for a `place` runs on every database that must do."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from service.store import open_store
from tests.contracts.postgres import NoPostgres, Postgres
from tests.service.accounts import SignedIn, chief
from tests.service.desks import Place
from tests.service.serving import Service, serving

DATABASES = ("sqlite", "postgres")


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """The service with nothing but embedded parts, for all tests of a file."""
    with serving(tmp_path_factory.mktemp("home")) as running:
        yield running


@pytest.fixture(scope="module")
def boss(service: Service) -> SignedIn:
    """Whoever runs the service."""
    return chief(service)


@pytest.fixture(params=DATABASES)
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Place]:
    """An empty state folder with an empty database."""
    with new_place(request, tmp_path) as made:
        yield made


@contextmanager
def new_place(request: pytest.FixtureRequest, home: Path, template: str = "migrated") -> Iterator[Place]:
    """A place on the database that is the fixture's parameter; in PostgreSQL a copy of *template*."""
    match request.param:
        case "sqlite":
            yield Place(home)
        case "postgres":
            server: Postgres = request.getfixturevalue("postgres")
            with server.database(template) as url:
                yield Place(home, url)
        case other:
            raise AssertionError(f"no database named {other}")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """One server for all tests of a worker."""
    for server in started():
        asyncio.run(_migrate(server))
        yield server


def started() -> Iterator[Postgres]:
    """A server of its own, for a fixture; whoever asks for it is skipped where there can be none."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(Postgres())
        except NoPostgres as why:
            pytest.skip(f"PostgreSQL cannot be started: {why}")
        yield server


async def _migrate(server: Postgres) -> None:
    """Make the tables once, in a database to copy."""
    server.tell("CREATE DATABASE migrated")
    store = await open_store(server.url("migrated"), Path())
    await store.close()
