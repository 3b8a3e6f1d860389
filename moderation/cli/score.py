"""`moderation score`: judge an archive of comments, a line in, a line out."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import chain
from pathlib import Path
from typing import IO, TYPE_CHECKING, Never

from moderation.cli import judging, options
from moderation.errors import ModerationError

if TYPE_CHECKING:
    from moderation.cli.archive.lines import Line
    from moderation.cli.archive.output import Done, Run
    from moderation.cli.archive.workers import Answers
    from moderation.policy import Policy

_SOME_BAD = 1
_INTERRUPTED = 130
_MOST_WORKERS = 256
_EPILOG = """each line of the archive is a JSON object:
  {"text": "…"}                     only text is needed
  author, thread, parent, guest, language    as in the library's Comment
  any other key                     passes through, such as "id"
and is answered by one line, in the same order:
  {…, "action": "review", "scores": {"toxicity": 0.91}, "findings": ["words.listed"], "language": "vi"}
or, when it cannot be judged:
  {"line": 7, "error": {"code": "line.json", "message": "…"}}

Each line is judged by itself: rate limits, repeats and strikes never apply to an archive.

Beside the output FILE stands FILE.run.json, by which --resume knows policy, weights and archive again.

exit status: 0; 1 when some lines could not be judged; 2 when something cannot be used; 130 after Ctrl-C"""


def add(commands: options.Commands) -> None:
    """Add the subcommand."""
    told = "judge an archive of comments"
    form = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("score", help=told, description=told, epilog=_EPILOG, formatter_class=form)
    parser.add_argument("--jsonl", metavar="FILE", required=True, help="the archive; - is standard input")
    parser.add_argument("--output", metavar="FILE", help="where to write; otherwise standard output")
    parser.add_argument("--workers", metavar="N", type=_workers, default=1, help="processes (default: 1)")
    parser.add_argument("--resume", action="store_true", help="go on with an interrupted --output FILE")
    options.add_policy(parser)
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Judge every line; the exit status tells whether all could be judged."""
    from moderation.cli.archive import lines

    if args.resume and args.output is None:
        raise ModerationError("--resume goes on with a file; name it by --output FILE")
    policy = options.policy(args)
    with ExitStack() as files:
        try:
            archive = _archive(args.jsonl, files)
            read = lines.read(archive)
            first = next(read, None)
            output, done = _output(args, policy, first, files)
            rest = _after(chain([first] if first else [], read), done.lines)
            return _judge_all(rest, archive, output, done, judging.opener(policy), args.workers)
        except OSError as error:
            _raise_told(error)


def _judge_all(
    lines: Iterable[Line],
    archive: IO[bytes],
    output: IO[bytes],
    before: Done,
    opener: judging.Opener,
    workers: int,
) -> int:
    from moderation.cli.archive.progress import progress
    from moderation.cli.archive.workers import answers

    (done, errors), size = before, _size(archive)
    try:
        with progress(size) as show:
            for answered in answers(lines, opener, workers):
                _write(output, answered)
                done, errors = done + answered.lines, errors + answered.errors
                show(done, archive.tell() if size else 0)
    except KeyboardInterrupt:
        print(f"stopped after {done:,} lines; --resume goes on with an --output FILE", file=sys.stderr)
        return _INTERRUPTED
    print(f"{done:,} lines, {errors:,} of them could not be judged", file=sys.stderr)
    return _SOME_BAD if errors else 0


def _write(output: IO[bytes], answered: Answers) -> None:
    output.write(answered.written)
    output.flush()


def _archive(name: str, files: ExitStack) -> IO[bytes]:
    return sys.stdin.buffer if name == "-" else files.enter_context(Path(name).open("rb"))


def _output(
    args: argparse.Namespace, policy: Policy, first: Line | None, files: ExitStack
) -> tuple[IO[bytes], Done]:
    """Where to write, and what is there already."""
    from moderation.cli.archive import output

    if args.output is None:
        return sys.stdout.buffer, output.Done()
    path, identity = Path(args.output), _identity(policy, first)
    file, done = (output.resume if args.resume else output.begin)(path, identity)
    return files.enter_context(file), done


def _identity(policy: Policy, first: Line | None) -> Run:
    from moderation.cli.archive.output import Run
    from moderation.policy import digest
    from moderation.verdict import ENGINE

    models = tuple(judging.classifier().digests)
    first_line = Run.line_digest(first.raw if first else b"")
    return Run(policy=digest(policy), models=models, engine=ENGINE, first_line=first_line)


def _after(lines: Iterable[Line], done: int) -> Iterator[Line]:
    """*lines* without the first *done*; raises `ModerationError` when there are fewer."""
    number = 0
    for line in lines:
        number = line.number
        if number > done:
            yield line
    if number < done:
        raise ModerationError(
            f"the archive has {number:,} lines, the output {done:,}; is it the same archive?"
        )


def _size(archive: IO[bytes]) -> int | None:
    """The bytes of a file, None of a pipe."""
    return Path(archive.name).stat().st_size if archive is not sys.stdin.buffer else None


def _raise_told(error: OSError) -> Never:
    if isinstance(error, BrokenPipeError):
        raise error
    where = error.filename or "writing"
    raise ModerationError(
        f"{where}: {error.strerror or error}; check the path, its rights and the free space"
    ) from None


def _workers(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= _MOST_WORKERS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of processes from 1 to {_MOST_WORKERS}")
    return int(text)
