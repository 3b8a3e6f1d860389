"""The documentation says what the code does: generated pages are current, examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from docs.generate import CONSOLE_PAGES, ROOT, examples, pages, printed
from moderation.catalogue import catalogue
from moderation.classifier.shipped import PATH
from moderation.policy.kinds import settings

PYTHON_PAGES = (*CONSOLE_PAGES, "docs/site-model.md")
_PYTHON = re.compile(r"```python\n(.*?)```", re.DOTALL)


def page(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def require_shipped_classifier() -> None:
    if not PATH.exists():
        pytest.skip(f"{PATH} is not there yet; `moderation-train fit` writes it")


@pytest.mark.parametrize("name", sorted(pages()))
def test_a_generated_page_is_what_the_generator_writes(name: str) -> None:
    assert page(name) == pages()[name], "run `python -m docs.generate`"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_code_has_a_sentence_in_both_languages(language: str) -> None:
    assert catalogue(language).notices.keys() == catalogue("vi").notices.keys()
    assert catalogue(language).details.keys() == catalogue("en").details.keys()


def test_every_setting_and_every_code_is_documented() -> None:
    assert all(f"| `{setting.key}` |" in page("docs/policy.md") for setting in settings())
    codes = [*catalogue("en").details, *catalogue("en").notices]
    assert all(f"| `{code}` |" in page("docs/reasons.md") for code in codes)


@pytest.mark.parametrize(
    ("name", "code"), [(name, code) for name in PYTHON_PAGES for code in _PYTHON.findall(page(name))]
)
def test_a_python_example_runs(name: str, code: str) -> None:
    if "Moderator" in code:
        require_shipped_classifier()
    exec(compile(code, name, "exec"), {"__name__": "example"})


@pytest.mark.parametrize(
    ("arguments", "claimed"), [example for name in CONSOLE_PAGES for example in examples(page(name))]
)
def test_a_shell_example_prints_what_the_page_says(arguments: str, claimed: str) -> None:
    if not arguments.startswith("policy"):
        require_shipped_classifier()
    assert printed(arguments) == claimed, "run `python -m docs.generate`"


def test_links_between_pages_lead_somewhere() -> None:
    for file in (ROOT / "README.md", *(ROOT / "docs").rglob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)\)", file.read_text(encoding="utf-8")):
            assert Path(file.parent, target).exists(), f"{file.name}: {target}"
