"""`check-config`, `migrate`, `retention`, `backup` and `restore`: what whoever runs the machine needs."""

from __future__ import annotations

import argparse
import asyncio
import time
from pathlib import Path
from typing import Any

from service import home
from service.desk.retention import Retention
from service.desk.senders import Senders
from service.operate.backup import back_up, restore
from service.operate.check import check
from service.settings import Settings
from service.store import open_store, versions


def add_to(commands: Any) -> None:
    """Add the commands to argparse's *commands*; each leaves its function in `run`."""
    checking = commands.add_parser(
        "check-config", help="try every part of the settings, and say what is wrong"
    )
    checking.set_defaults(run=_check_config)
    migrating = commands.add_parser("migrate", help="bring the database's tables up to date without serving")
    migrating.set_defaults(run=_migrate)
    retaining = commands.add_parser("retention", help="forget what the policies say is too old, now")
    retaining.set_defaults(run=_retention)
    backup = commands.add_parser(
        "backup", help="copy the SQLite database and the guests' secret, also while serving"
    )
    backup.add_argument("file", type=Path, help="the archive to write")
    backup.set_defaults(run=_back_up)
    back = commands.add_parser("restore", help="put a backup into an empty state folder")
    back.add_argument("file", type=Path, help="the archive to read")
    back.set_defaults(run=_restore)


def _check_config(_: argparse.Namespace, settings: Settings) -> int:
    """Say of every part whether it can be used; 2 when one cannot."""
    lines = asyncio.run(check(settings))
    for line in lines:
        print(f"{'ok   ' if line.fine else 'FAULT'} {line.part}: {line.told}")
    return 0 if all(line.fine for line in lines) else 2


def _migrate(_: argparse.Namespace, settings: Settings) -> int:
    before, newest = asyncio.run(versions(settings.database, settings.home))
    asyncio.run(_opened_once(settings))
    print(f"tables of version {newest}" + ("" if before == newest else f", before: {before or 'none'}"))
    return 0


def _retention(_: argparse.Namespace, settings: Settings) -> int:
    gone = asyncio.run(_forgotten(settings))
    print(f"{gone:,} comments, decisions and hashes forgotten")
    return 0


async def _forgotten(settings: Settings) -> int:
    store = await open_store(settings.database, home.ready(settings))
    try:
        senders = Senders(store, home.guest_secret(settings), time.time)
        return await Retention(store, senders).all()
    finally:
        await store.close()


async def _opened_once(settings: Settings) -> None:
    store = await open_store(settings.database, home.ready(settings))
    await store.close()


def _back_up(args: argparse.Namespace, settings: Settings) -> int:
    back_up(settings, args.file)
    print(f"backed up to {args.file}; it holds every comment and the guests' secret, so keep it safe")
    return 0


def _restore(args: argparse.Namespace, settings: Settings) -> int:
    restore(settings, args.file)
    print(f"restored into {settings.home}")
    return 0
