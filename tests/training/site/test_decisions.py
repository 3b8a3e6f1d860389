"""Exported decisions are read in time order; the last one on a comment is in force."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
import pytest

from training.errors import DataError
from training.site.decisions import Decision, read, taught

LINE = {"text": "bài viết rất hay", "action": "publish", "at": "2026-01-01T00:00:00Z"}


def decided(folder: Path, *lines: dict[str, object] | bytes) -> list[Decision]:
    path = folder / "decisions.jsonl"
    path.write_bytes(
        b"\n".join(one if isinstance(one, bytes) else msgspec.json.encode(LINE | one) for one in lines)
    )
    return read(path)


def test_decisions_come_in_time_order_whatever_the_zones_of_their_times(tmp_path) -> None:
    found = decided(
        tmp_path,
        {"text": "ba", "at": "2026-01-01T02:00:00Z"},
        {"text": "một", "at": "2026-01-01T07:30:00+07:00"},
        {"text": "hai", "at": "2026-01-01T01:00:00Z"},
    )
    assert [decision.text for decision in found] == ["một", "hai", "ba"]


def test_the_last_decision_on_a_comment_is_in_force(tmp_path) -> None:
    found = decided(
        tmp_path,
        {"comment": "c1", "action": "publish", "at": "2026-01-03T00:00:00Z"},
        {"comment": "c2", "action": "publish", "at": "2026-01-02T00:00:00Z"},
        {"comment": "c1", "action": "reject", "at": "2026-01-01T00:00:00Z"},
    )
    assert [(decision.comment, decision.action) for decision in found] == [
        ("c2", "publish"),
        ("c1", "publish"),
    ]


def test_decisions_without_an_id_all_count(tmp_path) -> None:
    assert len(decided(tmp_path, {}, {}, {"by": "key:1", "note": "…"})) == 3


def test_empty_lines_and_a_byte_order_mark_do_no_harm(tmp_path) -> None:
    assert len(decided(tmp_path, b"\xef\xbb\xbf" + msgspec.json.encode(LINE), b"", b"")) == 1


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (b"oops", "line 2: JSON is malformed"),
        (b'{"text": "\xff"}', "line 2: 'utf-8' codec can't decode byte 0xff"),
        ({"action": "hide"}, "line 2: Invalid enum value 'hide' - at `$.action`"),
        ({"at": "2026-01-01T00:00:00"}, "line 2: Expected `datetime` with a timezone component"),
        ({"text": ""}, "line 2: Expected `str` of length >= 1"),
        ({"text": "a\0"}, "line 2: $.text"),
        ({"language": "fr"}, "line 2: Invalid enum value 'fr'"),
        (b'{"text": "a"}', "line 2: Object missing required field `action`"),
    ],
)
def test_a_line_that_is_no_decision_is_named_with_the_cure(tmp_path, line, told) -> None:
    with pytest.raises(DataError) as caught:
        decided(tmp_path, {}, line)
    assert f"decisions.jsonl, {told}" in str(caught.value)
    assert 'write {"text": "…", "action": "reject"' in str(caught.value)


def test_the_example_of_the_documentation_is_read(tmp_path) -> None:
    page = (Path(__file__).parents[3] / "docs" / "site-model.md").read_text(encoding="utf-8")
    (example,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    assert [one.label for one in decided(tmp_path, example.encode())] == [None, "toxicity"]
    assert all(f"| `{name}` |" in page for name in Decision.__struct_fields__)


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(DataError, match=r"none\.jsonl: No such file"):
        read(tmp_path / "none.jsonl")


def test_a_comment_rejected_for_another_label_says_nothing_of_this_one(tmp_path) -> None:
    found = decided(
        tmp_path,
        {"label": "toxicity", "action": "reject", "text": "đồ ngu"},
        {"label": "off topic", "action": "reject"},
        {"action": "reject", "text": "đồ tồi"},
        {"action": "publish"},
    )
    examples, left_out = taught(found, "toxicity")
    assert [(one.text, one.labels) for one in examples] == [
        ("đồ ngu", {"toxicity": 1.0}),
        ("đồ tồi", {"toxicity": 1.0}),
        ("bài viết rất hay", {"toxicity": 0.0}),
    ]
    assert left_out == {"rejected for off topic": 1}


def test_what_most_decisions_are_in_is_learnt_and_other_languages_are_counted(tmp_path) -> None:
    found = decided(
        tmp_path,
        {},
        {"text": "cảm ơn tòa soạn"},
        {"text": "what a lovely day"},
        {"text": "ok", "language": "vi"},
    )
    examples, left_out = taught(found, "toxicity")
    assert {one.language for one in examples} == {"vi"}
    assert (len(examples), left_out) == (3, {"in language en": 1})
    assert [one.text for one in taught(found, "toxicity", "en").examples] == ["what a lovely day"]


def test_no_decision_about_what_is_asked_is_an_error_that_says_why(tmp_path) -> None:
    found = decided(tmp_path, {"action": "reject", "label": "spam"})
    with pytest.raises(
        DataError, match=r"no decision is about toxicity in vi; left out: .*rejected for spam.*1"
    ):
        taught(found, "toxicity")
