"""Too long, too short, empty; and the hard cap that reads nothing."""

import pytest

from moderation.checks import length
from moderation.classifier import NoClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.notices import told
from moderation.policy import Policy
from moderation.policy.model import LengthPolicy
from moderation.reading import read
from moderation.verdict import Action, Finding, Message, Span


def found(text: str, **limits: int) -> list[Finding]:
    reading = read(Comment(text=text), NoClassifier())
    return list(length.check(reading, Facts(), Policy(length=LengthPolicy(**limits))))


def capped(comment: Comment, **limits: int) -> list[Finding]:
    return list(length.cap(comment, Policy(length=LengthPolicy(**limits))))


def test_a_text_at_the_limit_passes() -> None:
    assert found("e\u0302\u0323" * 500) == []


def test_a_text_over_the_limit_is_refused_and_shows_what_is_over() -> None:
    [finding] = found("  hoà nhã quá  ", max=7)
    assert (finding.code, finding.action) == ("length.over", Action.REJECT)
    assert finding.params == {"count": 11, "limit": 7}
    assert finding.spans == (Span(9, 13),)


def test_a_text_under_the_minimum_is_refused() -> None:
    [finding] = found("ừ", min=2)
    assert (finding.code, finding.action, finding.params) == (
        "length.under",
        Action.REJECT,
        {"count": 1, "limit": 2},
    )


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "\u200b\u200b", "\u202e\u202c\ufeff", "\u3164", "\u2800 \u2800"]
)
def test_a_text_with_nothing_to_see_is_empty(text: str) -> None:
    assert [finding.code for finding in found(text, min=2)] == ["length.empty"]


@pytest.mark.parametrize("text", ["👍", ".", "…", "1", "ừ"])
def test_one_visible_character_is_enough(text: str) -> None:
    assert found(text) == []


def test_the_cap_counts_code_points() -> None:
    [finding] = capped(Comment(text="a" + "\u0301" * 10), max_code_points=10)
    assert (finding.code, finding.action) == ("length.cap", Action.REJECT)
    assert finding.params == {"count": 11, "limit": 10, "unit": "code points"}


def test_the_cap_counts_bytes() -> None:
    [finding] = capped(Comment(text="ộộộộ"), max_bytes=11)
    assert finding.params == {"count": 12, "limit": 11, "unit": "bytes"}


def test_the_cap_holds_for_the_display_name_too() -> None:
    [finding] = capped(Comment(text="a", author="b" * 11), max_code_points=10)
    assert (finding.code, finding.field, finding.params["count"]) == ("length.name", "author", 11)


def test_what_is_over_the_cap_is_told_as_text_or_name_and_in_the_reader_language() -> None:
    [text, name] = (
        told(one, Policy()) for one in capped(Comment(text="a" * 6, author="ộ" * 6), max_code_points=5)
    )
    assert (text.notice, text.detail) == (
        Message(
            vi="Ý kiến quá dài nên chưa thể nhận. Mời bạn rút gọn rồi gửi lại.",
            en="This comment is too long for us to take. Please shorten it and send it again.",
        ),
        Message(
            vi="Vượt mức chặn cứng: 6 điểm mã Unicode, tối đa 5; chưa đọc nội dung.",
            en="Over the hard cap: 6 code points, at most 5; the text was not read.",
        ),
    )
    assert (name.notice, name.detail) == (
        Message(
            vi="Tên quá dài nên chưa thể nhận. Mời bạn rút gọn rồi gửi lại.",
            en="The name is too long for us to take. Please shorten it and send it again.",
        ),
        Message(
            vi="Tên vượt mức chặn cứng: 6 điểm mã Unicode, tối đa 5; chưa đọc gì.",
            en="The name is over the hard cap: 6 code points, at most 5; nothing was read.",
        ),
    )


def test_bytes_are_told_in_vietnamese_too() -> None:
    [finding] = capped(Comment(text="ộộ"), max_bytes=5)
    assert told(finding, Policy()).detail == Message(
        vi="Vượt mức chặn cứng: 6 byte, tối đa 5; chưa đọc nội dung.",
        en="Over the hard cap: 6 bytes, at most 5; the text was not read.",
    )


def test_a_comment_at_the_cap_passes() -> None:
    assert capped(Comment(text="ộ" * 10, author="b" * 10), max_code_points=10, max_bytes=30) == []
