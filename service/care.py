"""How a moderator likes his desk; kept on the server, so that it is the same in every browser."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

from service.refused import Refused

_NEVER = frozenset({"backspace", "process", "dead", "unidentified"})

Deed = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_.-]{0,39}$")]
Key = Annotated[str, Meta(min_length=1, max_length=16, pattern=r"^\S+$")]


class Care(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A moderator's settings.

    *language* null: the browser's. *masked*: severe words are hidden until asked for. *keys* gives what is done by a
    key, by what is done, as {"publish": "p"}; without *keys_on* letters do nothing. *break_every_min* 0: never remind
    of a break. *own_count*: show how many one has decided today, to oneself alone.
    """

    language: Literal["vi", "en"] | None = None
    theme: Literal["auto", "light", "dark"] = "auto"
    masked: bool = True
    keys: Annotated[dict[Deed, Key], Meta(max_length=64)] = {}
    keys_on: bool = True
    break_every_min: Annotated[int, Meta(ge=0, le=240)] = 60
    own_count: bool = True

    def usable(self) -> Care:
        """The same. Raises `Refused` for a key that input methods send themselves, or one that does two things."""
        doing: dict[str, str] = {}
        for deed, key in self.keys.items():
            if key.lower() in _NEVER:
                raise Refused(
                    "body.value", f"{key} comes from input methods, too; take another key", _at(deed)
                )
            if (other := doing.setdefault(key.lower(), deed)) != deed:
                raise Refused("body.value", f"{key} does {other} already; take another key", _at(deed))
        return self


def _at(deed: str) -> str:
    return f"$.keys.{deed}"
