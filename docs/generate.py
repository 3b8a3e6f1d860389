"""Writes the pages that follow from the code. Run `python -m docs.generate` after a change; a test tells."""

from __future__ import annotations

import contextlib
import io
import re
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import msgspec

from moderation.catalogue import catalogue
from moderation.cli import main
from moderation.policy.kinds import Setting, permitted, settings
from moderation.policy.load import preset_text

ROOT = Path(__file__).parents[1]
CONSOLE_PAGES = ("README.md", "docs/guide.md")
_CONSOLE = re.compile(r"```console\n\$ moderation ([^\n]*)\n(.*?)```", re.DOTALL)

# Which setting decides the action of each reason; an action instead where it is always the same.
_DECIDED_BY: dict[str, str] = {
    "length": "reject",
    "name.over": "reject",
    "name.reserved": "name.reserved.action",
    "style.marks": "style.missing_marks",
    "style.language": "other_language",
    "words.listed": "words.marked",
    "words.unmarked": "words.unmarked",
    "spam.advert": "spam.review, spam.reject",
    "toxicity": "toxicity.nudge, toxicity.review, toxicity.reject",
    "rate.guest": "reject",
    "rate.address": "review",
    "rate.thread": "rate.thread.action",
    "repeats.guests": "repeats.guests.action",
    "guest.blocked": "reject",
    "guest.address_blocked": "review",
    "guest.strikes": "guest.strikes.action",
    "guest.new": "review",
    "form": "review",
    "thread.closed": "reject",
    "hours.hold": "review",
    "thread.hold_all": "review",
}  # every other code is the name of its setting: "links.over", "outage.store"
_ALWAYS = ("review", "reject")


def pages() -> dict[str, str]:
    """Every generated page by its path."""
    return {"docs/reasons.md": reasons(), "docs/policy.md": policy()}


def reasons() -> str:
    """The page of finding codes and of notices."""
    vi, en = catalogue("vi"), catalogue("en")
    found = [
        f"| `{code}` | {_actions(code)} | {_decider(code)} | {vi.details[code]} | {en.details[code]} |"
        for code in en.details
    ]
    told = [f"| `{code}` | {vi.notices[code]} | {en.notices[code]} |" for code in en.notices]
    return f"""# Reasons

<!-- Written by `python -m docs.generate` from the catalogues; do not edit. -->

Every finding has a stable code; the part before the dot names its check. A verdict keeps every finding, and
its action is the strictest of theirs. *nudge* asks the author to reword; sent again as it is, the comment waits.

## Findings, as moderators read them

| code | actions | decided by | vi | en |
|---|---|---|---|---|
{chr(10).join(found)}

## Notices, as readers read them

A site may replace each of them in its policy under `[notices.vi]` and `[notices.en]`. `{{…}}` is filled in;
`{{newsroom}}` is known to every notice.

| code | vi | en |
|---|---|---|
{chr(10).join(told)}
"""


def policy() -> str:
    """The page of settings and presets."""
    rows = [f"| `{one.key}` | {_cell(permitted(one.kind))} | {_default(one)} |" for one in settings()]
    return f"""# Policy

<!-- Written by `python -m docs.generate` from the model and the presets; do not edit. -->

A policy is one TOML document. What it does not set keeps its default; what it cannot set is an error that
names line, setting, value and cure. `moderation policy --preset vi-news > policy.toml` is a start, and
`moderation policy --check policy.toml` names every fault at once.

## Settings

| setting | takes | default |
|---|---|---|
{chr(10).join(rows)}

An entry of `words.entries` is a table: `text`, `marks` ("optional" or "required"), `action` ("off", "review"
or "reject"; left out, `words.marked` and `words.unmarked` decide), `note`, `sections` and `threads` (where it counts;
left out, everywhere), `expires` (the last day on which it counts, in the policy's time zone, as "2027-02-05"). Regular
expressions are not taken: folding finds other spellings of a word.

## The default policy, explained

```toml
{preset_text("default").rstrip()}
```
"""


def with_output(page: str) -> str:
    """*page* with what each `$ moderation …` example really prints."""
    return _CONSOLE.sub(lambda found: f"```console\n$ moderation {found[1]}\n{printed(found[1])}```", page)


def examples(page: str) -> Iterator[tuple[str, str]]:
    """The arguments of each `$ moderation …` example of *page* and the output it claims."""
    for found in _CONSOLE.finditer(page):
        yield found[1], found[2]


def printed(arguments: str) -> str:
    """What `moderation ARGUMENTS` prints, errors included; `echo … |` before it is not understood."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(out), contextlib.chdir(ROOT):
        main(shlex.split(arguments))
    return out.getvalue()


def _decider(code: str) -> str:
    deciding = _deciding(code)
    return "" if deciding in _ALWAYS else ", ".join(f"`{key}`" for key in deciding.split(", "))


def _actions(code: str) -> str:
    """The actions that the deciding settings allow; several are thresholds named after their action."""
    deciding = _deciding(code)
    if deciding in _ALWAYS:
        return deciding
    if ", " in deciding:
        return ", ".join(key.rpartition(".")[2] for key in deciding.split(", "))
    kind = next(setting.kind for setting in settings() if setting.key == deciding)
    return ", ".join(action for action in get_args(kind) if action != "off")


def _deciding(code: str) -> str:
    return _DECIDED_BY.get(code) or _DECIDED_BY.get(code.partition(".")[0]) or code


def _default(setting: Setting) -> str:
    return f"`{msgspec.json.encode(setting.default, enc_hook=str).decode()}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


if __name__ == "__main__":
    for name, text in pages().items():
        (ROOT / name).write_text(text, encoding="utf-8")
    for name in CONSOLE_PAGES:
        (ROOT / name).write_text(with_output((ROOT / name).read_text(encoding="utf-8")), encoding="utf-8")
