"""Policies over the wire: settings as JSON or TOML, versions, trials."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, Self, get_args, get_origin

import msgspec
from msgspec import Meta, Struct

from moderation.errors import PolicyError
from moderation.policy import Policy
from moderation.policy.kinds import Setting, is_section, permitted
from moderation.policy.load import of, parse
from moderation.policy.model import encoded
from moderation.verdict import Verdict
from service.errors import Problem
from service.model import PolicyVersion
from service.wire import SubmittedComment
from service.wire_decisions import moment

Note = Annotated[str, Meta(max_length=2_000)]
Settings = Annotated[dict[str, Any], Meta(description="Nested as in TOML; docs/policy.md lists the settings")]
Toml = Annotated[str, Meta(max_length=1_000_000, description="The same as TOML")]


class Version(Struct, frozen=True, kw_only=True):
    """One change of the policy: who, when and why; *digest* is what verdicts name."""

    number: int
    digest: str
    by: str
    at: datetime
    note: str

    @classmethod
    def of(cls, version: PolicyVersion) -> Self:
        """*version* with its time as people write it."""
        fields = {name: getattr(version, name) for name in cls.__struct_fields__}
        return cls(**{**fields, "at": moment(version.at)})


class VersionPolicy(Struct, frozen=True, kw_only=True):
    """A version and every setting of its policy."""

    version: Version
    policy: Settings

    @classmethod
    def of(cls, version: PolicyVersion, policy: Policy) -> Self:
        """Both as they go over the wire."""
        return cls(version=Version.of(version), policy=msgspec.json.decode(encoded(policy)))


class Versions(Struct, frozen=True):
    """Versions, the newest first; *next* goes into `before` for older ones, null when there are none."""

    versions: list[Version]
    next: int | None


class _Given(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A policy in one of two forms; what it does not set has its default."""

    policy: Settings | None = None
    toml: Toml | None = None

    def read(self) -> Policy | None:
        """The policy, None when neither form is there. Raises `Problem` with every fault."""
        if self.policy is not None and self.toml is not None:
            raise Problem("body.value", "send `policy` or `toml`, not both", path="$.toml")
        try:
            if self.toml is not None:
                return parse(self.toml)
            return None if self.policy is None else of(self.policy)
        except PolicyError as error:
            raise _refused(error, "$.policy" if self.toml is None else "$.toml") from None


class NewPolicy(_Given, frozen=True, kw_only=True):
    """A policy to put in force and why; *version* is the one that it was made from."""

    note: Note = ""
    version: int | None = None

    def required(self) -> Policy:
        """The policy. Raises `Problem` when it is missing or has faults."""
        policy = self.read()
        if policy is None:
            raise Problem("body.value", "Object missing required field `policy` (or `toml`)", path="$")
        return policy


class Trial(_Given, frozen=True, kw_only=True):
    """A comment, and the policy that it is tried on; without one, the policy in force."""

    comment: SubmittedComment


class Tried(Struct, frozen=True, kw_only=True):
    """What the policy in force says now, and what the tried one would."""

    now: Verdict
    tried: Verdict


class SettingLine(Struct, frozen=True, kw_only=True):
    """One thing that a site may tune: its dotted *key*, what it *takes* in words, and what a form needs to ask for it.

    *least* and *most* bound a number; *choices* are what a choice takes, or each of a list.
    """

    key: str
    kind: Literal["choice", "number", "flag", "text", "list", "other"]
    takes: str
    default: Any
    choices: list[str]
    least: float | None
    most: float | None

    @classmethod
    def of(cls, setting: Setting) -> Self:
        """*setting* for a form."""
        kind, of = _kind(setting.kind)
        meta = next((one for one in get_args(of)[1:] if isinstance(one, Meta)), Meta())
        return cls(
            key=setting.key,
            kind=kind,
            takes=permitted(setting.kind),
            default=msgspec.to_builtins(setting.default, enc_hook=str),
            choices=list(get_args(of)) if get_origin(of) is Literal else [],
            least=meta.ge,
            most=meta.le,
        )


class SettingsList(Struct, frozen=True):
    """Every setting, in the order in which they are explained."""

    settings: list[SettingLine]


class Again(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Why an old version is put in force again."""

    note: Note = ""


def _refused(error: PolicyError, path: str) -> Problem:
    first = f".{error.faults[0].key}" if error.faults and path == "$.policy" else ""
    return Problem("policy.value", str(error), path=path + first)


def _kind(of: Any) -> tuple[Any, Any]:
    """What a form shows for a setting of that type, and the type of what is written there."""
    origin, args = get_origin(of), get_args(of)
    if origin is Literal:
        return "choice", of
    if origin is tuple and not is_section(args[0]):
        return "list", args[0]
    plain = args[0] if origin is Annotated else of
    return {int: "number", float: "number", bool: "flag"}.get(
        plain, "other" if origin in (tuple, dict) else "text"
    ), of
