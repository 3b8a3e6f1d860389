"""`moderation policy`: print a commented policy, or check one."""

from __future__ import annotations

import argparse
import sys

from moderation.cli import options

_FAULTY = 1
_EPILOG = """exit status: 0; 1 when the file of --check has faults, told on standard error; 2 on a usage error

To begin: moderation policy --preset vi-news > policy.toml"""


def add(commands: options.Commands) -> None:
    """Add the subcommand."""
    told = "print a commented policy, or check one"
    form = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("policy", help=told, description=told, epilog=_EPILOG, formatter_class=form)
    either = parser.add_mutually_exclusive_group()
    either.add_argument("--preset", default="default", metavar="NAME", help="default, vi-news or en-news")
    either.add_argument("--check", metavar="FILE", help="name every fault of this policy")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the preset, or what is wrong with a file."""
    from moderation.policy import load

    if args.check is not None:
        return _check(args.check)
    print(load.preset_text(args.preset), end="")
    return 0


def _check(file: str) -> int:
    from moderation.errors import PolicyError
    from moderation.policy import digest, load

    try:
        policy = load.load(file)
    except PolicyError as error:
        print(error, file=sys.stderr)
        return _FAULTY
    print(f"{file}: fine, {digest(policy)}")
    return 0
