"""Terms of identity and the templates that they fill: `identity.toml`."""

import tomllib
from functools import cache
from importlib import resources

import msgspec
from msgspec import Struct


class Term(Struct, frozen=True):
    """Who somebody is: *one* with its article, *many*; Vietnamese has one form for both."""

    group: str  # "region", "religion", …
    one: str
    many: str

    def fill(self, template: str) -> str:
        """The sentence that *template* and this term make.

        >>> Term("religion", "a Sikh", "Sikhs").fill("{many} have a temple here.")
        'Sikhs have a temple here.'
        >>> Term("region", "người Bắc", "người Bắc").fill("{} cũng đóng thuế.")
        'Người Bắc cũng đóng thuế.'
        """
        text = template.format(self.many, one=self.one, many=self.many)
        return text[0].upper() + text[1:]


class Templates(Struct, frozen=True, forbid_unknown_fields=True):
    """Sentences with a slot: *neutral* ones to be published, *hostile* ones to be held."""

    neutral: tuple[str, ...]
    hostile: tuple[str, ...]


class _Forms(Struct, frozen=True, forbid_unknown_fields=True):
    one: str
    many: str


class _Language(Struct, frozen=True, forbid_unknown_fields=True):
    terms: dict[str, tuple[str | _Forms, ...]]
    templates: Templates


def terms(language: str) -> tuple[Term, ...]:
    """The terms of *language*, "vi" or "en", by group."""
    groups = _languages()[language].terms
    return tuple(_term(group, form) for group, forms in groups.items() for form in forms)


def templates(language: str) -> Templates:
    """The templates that every term of *language* fits into."""
    return _languages()[language].templates


def _term(group: str, form: str | _Forms) -> Term:
    return Term(group, form, form) if isinstance(form, str) else Term(group, form.one, form.many)


@cache
def _languages() -> dict[str, _Language]:
    text = (resources.files(__package__) / "identity.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, _Language])
