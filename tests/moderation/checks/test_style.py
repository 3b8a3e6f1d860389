"""How a comment is written, and what each measure of the policy makes of it."""

import pytest

from moderation import notices
from moderation.checks import style
from moderation.classifier import NoClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.model import StylePolicy
from moderation.reading import read
from moderation.verdict import Action, Finding

EVERYTHING = StylePolicy(
    missing_marks="nudge", capitals="nudge", emoji_only="nudge", legacy_encoding="review"
)


def found(text: str, policy: Policy | None = None) -> list[Finding]:
    reading = read(Comment(text=text), NoClassifier())
    return list(style.check(reading, Facts(), policy or Policy(style=EVERYTHING, other_language="review")))


def codes(text: str) -> list[str]:
    return [finding.code for finding in found(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Duong truoc cong cho hong hai nam roi ma chua ai sua",
        "MONG CHINH QUYEN som vao cuoc, ba con kho lam roi",
        "minh thay bai viet nay rat hay nhung ko dc chi tiet",
    ],
)
def test_vietnamese_without_marks_is_named(text: str) -> None:
    assert codes(text) == ["style.marks"]


@pytest.mark.parametrize(
    "text",
    [
        "Đường trước cổng chợ hỏng hai năm rồi mà chưa ai sửa",
        "Đươ\u0300ng trươ\u0301c cô\u0309ng chơ\u0323 ho\u0309ng hai năm rô\u0300i",
        "Cho em xin tin vui, anh em ta đi ăn cơm",
        "Hay qua",
        "Nguyen Van Troi, Le Thi Rieng, Tran Hung Dao",
        "Great article, thank you for writing it",
        "Messi, Ronaldo, Neymar, Mbappe",
    ],
)
def test_marks_names_and_english_are_left_alone(text: str) -> None:
    assert codes(text) == []


def test_a_text_in_capitals_is_named() -> None:
    assert codes("SAO KHÔNG AI LÀM GÌ HẾT VẬY") == ["style.capitals"]


@pytest.mark.parametrize(
    "text",
    ["UBND TP.HCM", "USA OK", "Chủ tịch UBND TP.HCM và HĐND nói rất đúng", "東京に行きます", "12345 678"],
)
def test_initials_are_no_shouting(text: str) -> None:
    assert "style.capitals" not in codes(text)


@pytest.mark.parametrize("text", ["👍👍👍", "❤️", "👨‍👩‍👧‍👦 🇻🇳", ":)) :v", "=))))", "<3 <3", "😀!!!", "^_^"])
def test_emoji_and_faces_alone_are_named(text: str) -> None:
    assert codes(text) == ["style.emoji_only"]


@pytest.mark.parametrize("text", ["Hay 👍", "...", "!!!", "8/10", "1️⃣", "+1"])
def test_a_word_or_a_sign_is_more_than_emoji(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("text", "encoding"), [("Céng hßa x· héi chñ nghÜa", "TCVN3"), ("Coäng hoøa xaõ hoäi", "VNI")]
)
def test_an_old_encoding_is_named(text: str, encoding: str) -> None:
    [finding] = [finding for finding in found(text) if finding.code == "style.legacy_encoding"]
    assert finding.params == {"encoding": encoding}


@pytest.mark.parametrize(
    "text", ["Je ne suis pas d'accord avec vous", "Привет", "Nie zgadzam się z tobą w tej sprawie"]
)
def test_a_language_that_the_site_does_not_take_is_named(text: str) -> None:
    assert codes(text) == ["style.language"]


@pytest.mark.parametrize("text", ["ok", "Messi", "lol omg haha"])
def test_a_short_text_in_no_known_language_is_left_alone(text: str) -> None:
    assert codes(text) == []


@pytest.mark.parametrize(
    ("measure", "action", "nudge", "notice"),
    [
        ("nudge", Action.REVIEW, True, "style.capitals"),
        ("review", Action.REVIEW, False, "held.check"),
        ("reject", Action.REJECT, False, "style.capitals.refused"),
    ],
)
def test_each_measure_has_its_action_and_its_sentence(
    measure: str, action: Action, nudge: bool, notice: str
) -> None:
    policy = Policy(style=StylePolicy(capitals=measure))
    [finding] = found("SAO KHÔNG AI LÀM GÌ HẾT VẬY", policy)
    assert (finding.action, finding.nudge) == (action, nudge)
    assert notices.notice_code(finding, policy) == notice


@pytest.mark.parametrize("text", ["SAO KHONG AI LAM GI HET VAY", "👍", "Привет"])
def test_what_is_off_is_not_looked_for(text: str) -> None:
    assert found(text, Policy(style=StylePolicy(legacy_encoding="off"))) == []
