"""The service's answer and `moderation explain` mark the same words of the same comment."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from moderation.classifier.shipped import shipped
from moderation.cli import main
from moderation.cli.screen import bracketed
from tests.service.serving import Service, serving

COMMENTS = [
    "đồ chó chết, mày là thằng ngu",
    "Bọn n.g.u này nói gì cũng kệ, cả lũ c-h-ó, ai mà nghe cho nổi",
    "bon ngu nay cam mom lai di, xao cho lam",
    "You are a complete idiot and a pathetic, worthless piece of garbage, go away",
    "What a 𝓈𝓉𝓊𝓅𝒾𝒹 stupid idea by a st*pid man 😀",
]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    with serving(tmp_path_factory.mktemp("home"), shipped()) as running:
        yield running


@pytest.mark.parametrize("text", COMMENTS)
def test_the_api_and_explain_mark_the_same_words(
    service: Service, text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    findings = service.post("/v1/check", {"text": text}).json()["findings"]
    (found,) = [finding for finding in findings if finding["code"] == "toxicity.toxicity"]
    assert main(["explain", text, "--lang", "en"]) == 0
    shown = capsys.readouterr().out.splitlines()[0]
    marks = [(span["start"], span["end"]) for span in found["spans"]]
    assert shown == f"  {bracketed(text, marks)}"
    assert "⟦" in shown
