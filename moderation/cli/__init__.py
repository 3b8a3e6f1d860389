"""The command line, one subcommand a file. Nothing heavy is imported before a subcommand needs it."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from moderation.cli import check, explain, policy, score
from moderation.errors import ModerationError

_FAILED = 2
_INTERRUPTED = 128 + 2  # what a shell shows for SIGINT
_BROKEN_PIPE = 128 + 13  # … and for SIGPIPE
_EPILOG = """exit status:
  2    the command, the policy, the text or a file cannot be used; standard error says why
  130  stopped by Ctrl-C
  each subcommand's --help tells the others"""


class _Version(argparse.Action):
    """Asked for lazily: reading the installed version costs more than parsing the rest."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from moderation.verdict import ENGINE

        print(f"moderation {_installed_version()}, engine {ENGINE}")
        parser.exit()


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; a user's mistake becomes a message, never a traceback."""
    _write_anything()
    args = _parser().parse_args(argv)
    try:
        status: int = args.run(args)
        sys.stdout.flush()
    except ModerationError as error:
        print(f"moderation {args.command}: {error}", file=sys.stderr)
        return _FAILED
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # whoever read our output, such as `head`, has enough
        _abandon_output()
        return _BROKEN_PIPE
    except OSError as error:
        _abandon_output()
        print(f"moderation {args.command}: cannot write: {error.strerror}; free some space", file=sys.stderr)
        return _FAILED
    return status


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="moderation",
        description="Decides what happens to a comment, publish, review or reject, and says why.",
        epilog=_EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and exit")
    commands = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for command in (check, explain, score, policy):
        command.add(commands)
    return parser


def _installed_version() -> str:
    from importlib import metadata

    try:
        return metadata.version("moderation")
    except metadata.PackageNotFoundError:
        return "(not installed)"


def _abandon_output() -> None:
    """Send what is still buffered nowhere, so that Python's own flush at the end does not fail again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _write_anything() -> None:
    """Let text that the terminal's encoding lacks show as escapes instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if reconfigure := getattr(stream, "reconfigure", None):
            reconfigure(errors="backslashreplace")
