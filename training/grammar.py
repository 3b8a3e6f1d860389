"""Texts from rules: a rule is a list of templates, and a template may name other rules.

| in a template | becomes |
|---|---|
| `{offer}` | a text of rule `offer`; no template is used twice in a text while others are left |
| `{offer?}` | the same, or nothing, half the time |
| `{phone!}` | one text, kept: the same wherever the name stands in this text |
| `{headline^}` | a text of the rule in capitals |
| `{5-70}`, `{5-70/5}` | a number from 5 to 70, both included; a multiple of 5 above 5 |
| `[hot|mới|]` | one of the words; they may hold slots and further brackets |
"""

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from importlib.resources.abc import Traversable
from random import Random

from msgspec import Struct

Rules = Mapping[str, Sequence[str]]
Source = Callable[[Random], str]

_CHOICE = re.compile(r"\[([^\[\]]*)\]")
_SLOT = re.compile(r"\{(?P<rule>[a-z_]+)(?P<mood>[?!^]?)\}|\{(?P<low>\d+)-(?P<high>\d+)(?:/(?P<step>\d+))?\}")
_LOOSE_ENDS = (
    (re.compile(r" +"), " "),
    (re.compile(r" ([,.!?;])(?=\s|$)"), r"\1"),
    (re.compile(r"([,.!?])(?:\s?[,.])+(?=\s|$)"), r"\1"),
    (re.compile(r" ?\n[ \n]*"), "\n"),
)


class Grammar(Struct, frozen=True):
    """The rules of one topic, with the *sources* that code fills, such as phone numbers."""

    rules: Rules
    sources: Mapping[str, Source]

    def write(self, start: str, rng: Random) -> str:
        """Write one text from rule *start*, without double spaces or stray commas."""
        text = _Draft(self, rng).expand(f"{{{start}}}")
        for pattern, tidy in _LOOSE_ENDS:
            text = pattern.sub(tidy, text)
        return text.strip(" ,\n")


class _Draft:
    """One text while it is written: what was used and what must stay the same."""

    def __init__(self, grammar: Grammar, rng: Random) -> None:
        self._grammar, self._rng = grammar, rng
        self._used: set[str] = set()
        self._kept: dict[str, str] = {}

    def expand(self, template: str) -> str:
        while (chosen := _CHOICE.sub(lambda m: self._rng.choice(m[1].split("|")), template)) != template:
            template = chosen
        return _SLOT.sub(self._fill, template)

    def _fill(self, slot: re.Match[str]) -> str:
        if slot["low"]:
            return str(self._rng.randrange(int(slot["low"]), int(slot["high"]) + 1, int(slot["step"] or 1)))
        match slot["mood"]:
            case "?" if self._rng.random() < 0.5:
                return ""
            case "!":
                if slot["rule"] not in self._kept:
                    self._kept[slot["rule"]] = self._draw(slot["rule"])
                return self._kept[slot["rule"]]
            case "^":
                return self._draw(slot["rule"]).upper()
        return self._draw(slot["rule"])

    def _draw(self, rule: str) -> str:
        if source := self._grammar.sources.get(rule):
            return source(self._rng)
        templates = self._grammar.rules[rule]
        template = self._rng.choice([t for t in templates if t not in self._used] or templates)
        self._used.add(template)
        return self.expand(template).strip(" ")


def load(folder: Traversable, *names: str, sources: Mapping[str, Source]) -> Grammar:
    """Read rule files of *folder*, named without ".toml"; a later file's rule replaces an earlier one's.

    Raises `ValueError` naming the rules that a template asks for and nothing provides.
    """
    rules: dict[str, list[str]] = {}
    for name in names:
        rules |= tomllib.loads((folder / f"{name}.toml").read_text("utf-8"))
    if lost := needed(rules) - rules.keys() - sources.keys():
        msg = f"{' and '.join(names)}: no rule for {', '.join(sorted(lost))}"
        raise ValueError(msg)
    return Grammar(rules, sources)


def needed(rules: Rules) -> set[str]:
    """Name every rule that some template asks for."""
    slots = (slot for templates in rules.values() for text in templates for slot in _SLOT.finditer(text))
    return {slot["rule"] for slot in slots if slot["rule"]}
