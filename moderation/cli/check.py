"""`moderation check`: judge one comment and say why."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from moderation.cli import judging, options

if TYPE_CHECKING:
    from moderation.verdict import Finding, Verdict

_STATUS = {"publish": 0, "review": 3, "reject": 4}
_EPILOG = """exit status: 0 publish, 3 review, 4 reject; 2 when something cannot be used

Only the comment counts: limits, repeats and strikes need a running counter store."""
_SAID = {
    "vi": {"publish": "đăng", "review": "chờ duyệt", "reject": "không đăng", "nudge": "mời sửa lại"},
    "en": {"publish": "publish", "review": "review", "reject": "reject", "nudge": "asked to reword"},
}
_NOTHING = {"vi": "Không có lý do nào để giữ lại.", "en": "No check found anything."}


def add(commands: options.Commands) -> None:
    """Add the subcommand."""
    told = "judge one comment and say why"
    form = argparse.RawDescriptionHelpFormatter
    parser = commands.add_parser("check", help=told, description=told, epilog=_EPILOG, formatter_class=form)
    options.add_text(parser)
    options.add_policy(parser)
    parser.add_argument("--author", metavar="NAME", default="", help="the display name, which is checked too")
    parser.add_argument("--thread", metavar="URL", help="the article that the comment is written under")
    parser.add_argument("--json", action="store_true", help="print the whole verdict as JSON")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    """Print the verdict; the exit status tells its action."""
    from moderation.comment import comment_of

    comment = comment_of({"text": options.text(args), "author": args.author, "thread": args.thread})
    verdict = judging.judge_by(options.policy(args))(comment)
    if args.json:
        print(verdict.json().decode())
    else:
        _tell(verdict, {"text": comment.text, "author": comment.author}, args.lang)
    return _STATUS[verdict.action.value]


def _tell(verdict: Verdict, fields: dict[str, str], language: options.Language) -> None:
    """The action, the author's writing with its marks, then one line a reason."""
    from moderation.cli.screen import console, marked

    out = console()
    out.print(_SAID[language][verdict.action.value], style="bold")
    for name, text in fields.items():
        spans = [(s.start, s.end) for f in verdict.findings if f.field == name for s in f.spans]
        if name == "text" or spans:
            out.print("  ", marked(text, spans, colour=out.color_system is not None), sep="")
    for finding in verdict.findings:
        out.print(_reason(finding, language))
    if not verdict.findings:
        out.print(_NOTHING[language])


def _reason(finding: Finding, language: options.Language) -> str:
    from moderation.cli.screen import visible

    action = _SAID[language]["nudge" if finding.nudge else finding.action.value]
    detail = getattr(finding.detail, language, "")
    return visible(f"- {action}: {detail} ({finding.code})")
