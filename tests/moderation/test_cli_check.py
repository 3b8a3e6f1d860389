"""`moderation check` and `moderation explain`: one comment, its reasons, its marks."""

from __future__ import annotations

import io
import json
import sys
from types import SimpleNamespace

import pytest

from moderation.cli import judging, main
from moderation.cli.screen import bracketed, visible
from tests.moderation import fake_judging

pytestmark = pytest.mark.usefixtures("fake_judge")


@pytest.fixture
def fake_judge(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LC_ALL", "vi_VN.UTF-8")
    monkeypatch.setattr(judging, "judge_by", fake_judging.judge_by)
    monkeypatch.setattr(judging, "classifier", fake_judging.classifier)


def stdin_holds(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


@pytest.mark.parametrize(("text", "status"), [("hay quá", 0), ("giữ lại", 3), ("đồ ngu", 4)])
def test_the_exit_status_tells_the_action(text: str, status: int) -> None:
    assert main(["check", text]) == status


def test_every_reason_is_told_and_its_characters_are_marked(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "đồ ngu, giữ lại"])
    assert capsys.readouterr().out.splitlines() == [
        "không đăng",
        "  đồ ⟦ngu⟧, ⟦giữ⟧ lại",
        "- không đăng: Có từ trong danh sách: “ngu”. (words.listed)",
        "- chờ duyệt: Có từ trong danh sách: “giữ”. (words.listed)",
    ]


def test_messages_come_in_english_on_an_english_machine(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LC_ALL", "en_US.UTF-8")
    main(["check", "hay"])
    assert capsys.readouterr().out == "publish\n  hay\nNo check found anything.\n"
    main(["check", "hay", "--lang", "vi"])
    assert capsys.readouterr().out.startswith("đăng\n")


def test_the_display_name_is_shown_when_it_is_at_fault(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "xin chào", "--author", "ngu"])
    assert "  ⟦ngu⟧" in capsys.readouterr().out.splitlines()


def test_json_is_the_whole_verdict(capsys: pytest.CaptureFixture[str]) -> None:
    main(["check", "đồ ngu", "--json"])
    verdict = json.loads(capsys.readouterr().out)
    assert verdict["action"] == "reject"
    assert verdict["findings"][0]["spans"] == [{"start": 3, "end": 6, "share": None}]


def test_a_dash_reads_standard_input_without_its_line_end(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stdin_holds(monkeypatch, "chào\r\n".encode())
    assert main(["check", "-"]) == 0
    assert capsys.readouterr().out.splitlines()[1] == "  chào"


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"a\xff", "byte 1 (0xFF) is not UTF-8"),
        (b"a\0b", "is NUL"),
        (b"a" * 10_000_001, "over 10000000 bytes"),
    ],
    ids=["latin-1", "NUL", "huge"],
)
def test_input_that_no_check_could_read_is_a_clear_error(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], content: bytes, told: str
) -> None:
    stdin_holds(monkeypatch, content)
    assert main(["check", "-"]) == 2
    assert told in capsys.readouterr().err


def test_an_argument_that_is_not_utf8_is_a_clear_error(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a\udcff"]) == 2
    assert "lone surrogate (U+DCFF)" in capsys.readouterr().err


def test_a_faulty_policy_is_told_without_a_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "a", "--preset", "vi"]) == 2
    assert capsys.readouterr().err.startswith('moderation check: there is no preset "vi".')


def test_terminal_control_characters_in_a_comment_are_shown_not_obeyed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    main(["check", "\x1b]0;owned\x07\x9b31m\u202egnp.exe"])
    assert capsys.readouterr().out.splitlines()[1] == "  ␛]0;owned␇�31m�gnp.exe"


def test_a_failing_classifier_of_one_label_names_the_others(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "đồ ngu", "--label", "threat"]) == 2
    assert (
        "--label threat is not offered in language 'vi'; offered are toxicity, spam"
        in capsys.readouterr().err
    )


def test_explaining_ranks_words_and_marks_those_that_spoke_for_the_label(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["explain", "đồ ngu mà hay", "--lang", "en"]) == 0
    lines = [line.split() for line in capsys.readouterr().out.splitlines()]
    assert lines[0] == ["đồ", "⟦ngu⟧", "mà", "hay"]
    assert ["ngu", "100%"] in lines
    assert ["hay", "50%"] in lines
    assert ["toxicity", "0.9000"] in lines


def test_explaining_a_text_without_shares_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "đồ", "--lang", "en"]) == 0
    assert "cannot tell which characters" in capsys.readouterr().out


@pytest.mark.parametrize("text", ["a\x1bb", "\u202e\x00", "tab\there"])
def test_made_visible_a_text_keeps_its_offsets(text: str) -> None:
    assert len(visible(text)) == len(text)


def test_marks_that_overlap_become_one() -> None:
    assert bracketed("abcdef", [(3, 5), (0, 1), (4, 6)]) == "⟦a⟧bc⟦def⟧"
