"""`moderation-server`: serve, or run one of the commands."""

from __future__ import annotations

import argparse
import asyncio
import os
import sys
import tempfile
from collections.abc import Callable, MutableMapping, Sequence
from contextlib import nullcontext
from socket import socket

from uvicorn.config import STARTUP_FAILURE

from moderation.errors import ModerationError
from service import first, home, logging, server
from service.app import create_app
from service.commands import accounts, comparing, operating
from service.metrics import FOLDER_VARIABLE
from service.settings import PREFIX, Settings
from service.store import open_store
from service.store.lock import alone
from service.workers import Workers, end_with_parent

_EPILOG = "Settings come from MODERATION_* variables, see docs/operating.md; options go before variables."
_SET_UP = """
Set up the admin by this link, which works once, for an hour:

  {address}{path}"""
_TRY = """Try it:

  curl -s {address}/v1/check \\
    -H 'Authorization: Bearer {key}' \\
    -H 'Content-Type: application/json' \\
    -d '{{"text": "Bài viết rất hay!"}}'
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; the exit status is 2 when something cannot be used."""
    args = _parser().parse_args(arguments)
    try:
        _set_options(args, os.environ)
        settings = Settings.from_env(os.environ)
        command: Callable[[argparse.Namespace, Settings], int] = args.run
        return command(args, settings)
    except ModerationError as error:
        print(f"moderation-server: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def worker_app() -> object:
    """The app of one worker process, by the environment that its parent left it."""
    logging.configure()
    end_with_parent()
    app = create_app(Settings.from_env(os.environ))
    server.settle_memory()
    return app


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("moderation-server", description="Serve the HTTP API.", epilog=_EPILOG)
    parser.add_argument("--host", help="address to listen at (127.0.0.1)")
    parser.add_argument("--port", help="port to listen at (8000; 0 takes a free one)")
    parser.add_argument("--workers", metavar="N", help="processes; more than one needs Redis counters")
    parser.add_argument("--home", metavar="FOLDER", help="where the database and the secrets are kept")
    parser.add_argument("--policy", metavar="FILE", help="a TOML file, or the name of a preset")
    commands = parser.add_subparsers(dest="command", metavar="command")
    parser.set_defaults(run=_serve)
    accounts.add_to(commands)
    operating.add_to(commands)
    comparing.add_to(commands)
    return parser


def _set_options(args: argparse.Namespace, environ: MutableMapping[str, str]) -> None:
    """Put options into the environment, where workers find them too."""
    for name in ("host", "port", "workers", "home", "policy"):
        if (value := getattr(args, name)) is not None:
            environ[PREFIX + name.upper()] = value


def _serve(_: argparse.Namespace, settings: Settings) -> int:
    """Serve until told to stop. What cannot be used is told before a key is made and shown in vain."""
    logging.configure()
    with server.listening(settings) as sock:
        things = asyncio.run(_first_things(settings))
        serve = _serve_alone if settings.workers == 1 else _serve_many
        return serve(settings, sock, _announcer(settings, things))


async def _first_things(settings: Settings) -> first.FirstThings:
    folder = home.ready(settings)
    # The app takes the folder and the database for good when it starts; here it is told in plain words.
    async with alone(settings.database, folder) if settings.alone else nullcontext():
        home.guest_secret(settings)
        store = await open_store(settings.database, folder)
        try:
            return await first.first_things(store, settings)
        finally:
            await store.close()


def _serve_alone(settings: Settings, sock: socket, announce: Callable[[str], None]) -> int:
    serving = server.AnnouncingServer(server.config(create_app(settings)), announce)
    serving.run([sock])
    return 0 if serving.started else STARTUP_FAILURE


def _serve_many(settings: Settings, sock: socket, announce: Callable[[str], None]) -> int:
    with tempfile.TemporaryDirectory(prefix="moderation-metrics-") as folder:
        os.environ[FOLDER_VARIABLE] = folder  # prometheus_client adds the workers' figures up in it
        announce(server.address(*sock.getsockname()[:2]))
        config = server.config("service.__main__:worker_app", factory=True, workers=settings.workers)
        workers = Workers(config, [sock])
        workers.run()
    return STARTUP_FAILURE if workers.failed else 0


def _announcer(settings: Settings, things: first.FirstThings) -> Callable[[str], None]:
    def announce(address: str) -> None:
        print(f"Open {address} in a browser." if settings.demo_open else f"Serving at {address}.")
        if things.link is not None:
            print(_SET_UP.format(address=address, path=things.link.path))
        if things.key is None:
            print("Need a key? `moderation-server keys add` makes one.", flush=True)
        else:
            print(f"\nYour key, shown this once: {things.key}\n")
            print(_TRY.format(address=address, key=things.key), flush=True)

    return announce


if __name__ == "__main__":
    sys.exit(main())
