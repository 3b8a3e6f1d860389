"""`create-admin` and `keys`: accounts, for whoever may run commands on the machine. A running service notices."""

from __future__ import annotations

import argparse
import asyncio
import getpass
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from typing import Any, get_args

from moderation.policy import Duration
from service import first, home
from service.desk.accounts import Accounts
from service.doors.akismet_keys import spellings
from service.keyring import Keyring
from service.keys import KeyKind
from service.model import ApiKey
from service.passwords import Passwords
from service.people import COMMAND
from service.settings import Settings
from service.store import open_store
from service.wire_accounts import MOST_OVERLAP_S, SecretScope

Run = Callable[[Accounts, argparse.Namespace], Awaitable[None]]


def add_to(commands: Any) -> None:
    """Add the commands to argparse's *commands*; each leaves `run`."""
    admin = commands.add_parser("create-admin", help="make a moderator who is admin of every site")
    admin.add_argument("--name", help="the name to sign in with (asked for when left out)")
    admin.add_argument("--replace", action="store_true", help="give a name that is there another password")
    admin.set_defaults(run=run, act=_create_admin)
    _add_keys(commands.add_parser("keys", help="list, make, replace and end API keys"))


def run(args: argparse.Namespace, settings: Settings) -> int:
    """Run the command that was chosen."""
    asyncio.run(_run(args.act, args, settings))
    return 0


def _add_keys(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--site", default=first.SITE, help=f"whose keys ({first.SITE})")
    ways = parser.add_subparsers(metavar="what", required=True)
    ways.add_parser("list", help="every key, ended ones too").set_defaults(run=run, act=_list)
    new = ways.add_parser("add", help="make a key and print it once")
    new.add_argument(
        "--scope", action="append", choices=get_args(SecretScope), help="may be given several times"
    )
    new.add_argument(
        "--public", action="store_true", help="a key for the site's pages, which anybody may read"
    )
    new.add_argument("--name", default="", help="what it is for")
    new.set_defaults(run=run, act=_add)
    again = ways.add_parser("rotate", help="make a key in place of another and print it once")
    again.add_argument("id")
    again.add_argument("--overlap", type=_seconds, default=_seconds("1d"), help="how long both work (1d)")
    again.set_defaults(run=run, act=_rotate)
    spell = ways.add_parser(
        "spell", help="read a key from standard input, and print it as Akismet's clients take it"
    )
    spell.set_defaults(run=_spell)
    end = ways.add_parser("withdraw", help="end a key now")
    end.add_argument("id")
    end.set_defaults(run=run, act=_withdraw)


async def _run(command: Run, args: argparse.Namespace, settings: Settings) -> None:
    async with _opened(settings) as accounts:
        await command(accounts, args)


@asynccontextmanager
async def _opened(settings: Settings) -> AsyncIterator[Accounts]:
    store = await open_store(settings.database, home.ready(settings))
    try:
        await first.settle_site(store, settings)
        secret, policy = home.guest_secret(settings), settings.site_policy()
        yield Accounts.of(store, Keyring(store), Passwords(), secret, policy)
    finally:
        await store.close()


async def _create_admin(accounts: Accounts, args: argparse.Namespace) -> None:
    name = args.name or input("Name: ")
    person = await accounts.people.make_operator(name, _password(), replace=args.replace)
    print(f"{person.name} may sign in, and is admin of every site.")


def _password() -> str:
    """Asked for twice at a terminal, else the first line of what is sent in."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    while (password := getpass.getpass()) != getpass.getpass("Again: "):
        print("These were not the same.")
    return password


async def _list(accounts: Accounts, args: argparse.Namespace) -> None:
    for key in await accounts.keys.of(args.site):
        print("\t".join((key.id, key.shown, ",".join(key.scopes), _use(key), _end(key), key.name)))


async def _add(accounts: Accounts, args: argparse.Namespace) -> None:
    scopes = args.scope or first.USUAL
    kind: KeyKind = "public" if args.public else "secret"
    secret, _ = await accounts.keys.add(args.site, kind, scopes, COMMAND, args.name)
    print(secret)


async def _rotate(accounts: Accounts, args: argparse.Namespace) -> None:
    secret, _ = await accounts.keys.rotate(args.site, args.id, args.overlap, COMMAND)
    print(secret)


def _spell(_: argparse.Namespace, __: Settings) -> int:
    try:
        digits, part_of_host = spellings(sys.stdin.readline().strip())
    except ValueError as fault:
        print(f"moderation-server: {fault}", file=sys.stderr)
        return 2
    print(digits)
    print(part_of_host)
    return 0


async def _withdraw(accounts: Accounts, args: argparse.Namespace) -> None:
    await accounts.keys.withdraw(args.site, args.id, COMMAND)


def _seconds(text: str) -> int:
    seconds = Duration(text).seconds
    if seconds is None or seconds > MOST_OVERLAP_S:
        raise argparse.ArgumentTypeError(f"{text!r} is too long; take at most {MOST_OVERLAP_S // 86_400}d")
    return seconds


def _use(key: ApiKey) -> str:
    return "never used" if key.last_used_at is None else f"used {_time(key.last_used_at)}"


def _end(key: ApiKey) -> str:
    return "" if key.ends_at is None else f"ends {_time(key.ends_at)}"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds, UTC).isoformat(" ", "seconds")
