"""The language of a comment: as written, without marks, short, mixed, in other scripts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.folding import fold
from moderation.text.language import language_of
from moderation.text.vietnamese import markless

VIETNAMESE = [
    "Bài viết rất hay, cảm ơn tác giả.",
    "Đường trước cổng chợ hỏng hai năm rồi mà chưa ai sửa.",
    "Em đọc tin này mà buồn quá, thương mấy bác nông dân.",
    "Giá xăng lại tăng, dân mình khổ thật sự",
    "Mong chính quyền sớm vào cuộc để bà con yên tâm làm ăn",
    "Trận tối qua đội mình đá hay, hàng thủ chơi chắc",
    "Hôm nay mình đi shopping với team marketing rất vui",
    "Chuẩn không cần chỉnh, ủng hộ bác hai tay",
]
ENGLISH = [
    "Great article, thank you for writing it.",
    "The mayor should have fixed that road two years ago.",
    "I don't think this is fair to anyone who lives here",
    "So sad to hear about the flood, stay safe everyone",
    "can you let me in on the plan too?",
    "Nguyễn Thị Hoa is one of the best teachers that we have ever had",
]
OTHERS = {
    "fr": ["Merci pour cet article, c'est très intéressant", "Je ne suis pas d'accord avec vous, monsieur."],
    "es": ["No estoy de acuerdo con usted, señor.", "¿Dónde está la estación, por favor?"],
    "de": ["Ich bin nicht Ihrer Meinung, mein Herr.", "Vielen Dank für diesen schönen Artikel"],
    "it": ["Non sono d'accordo con te", "Che bella notizia per tutti noi"],
    "pt": ["Não concordo com você", "Isso não é verdade, ele também não sabe"],
    "id": ["Saya tidak setuju dengan kamu", "Semoga sehat selalu dan terus semangat pak"],
    "ru": ["Привет, как дела?"],
    "th": ["สวัสดีครับ ยินดีต้อนรับ"],
    "ja": ["東京に行きます"],
    "zh": ["我喜欢越南"],
    "ko": ["안녕하세요 여러분"],
    "ar": ["مرحبا بكم"],
    "el": ["Καλημέρα σε όλους"],
    "hi": ["नमस्ते दोस्तों"],
}


def told(text: str) -> str:
    return language_of(fold(text))


@pytest.mark.parametrize("text", VIETNAMESE)
def test_vietnamese_is_told_with_and_without_its_marks(text: str) -> None:
    assert [told(text), told(markless(text.lower()))] == ["vi", "vi"]


@pytest.mark.parametrize("text", ENGLISH)
def test_english_is_told(text: str) -> None:
    assert told(text) == "en"


@pytest.mark.parametrize(
    ("language", "text"), [(code, text) for code, texts in OTHERS.items() for text in texts]
)
def test_other_languages_are_told(language: str, text: str) -> None:
    assert told(text) == language


@pytest.mark.parametrize(
    "text", ["hay quá", "hay qua", "cam on", "chuẩn", "ko", "vcl", "xin link", "dung roi :))", "đồng ý +1"]
)
def test_a_word_or_two_may_tell_vietnamese(text: str) -> None:
    assert told(text) == "vi"


@pytest.mark.parametrize("text", ["", "ok", "haha", "lol", "=))", "👍👍", "123", "a", "facebook"])
def test_what_every_language_says_tells_nothing(text: str) -> None:
    assert told(text) == "und"


@pytest.mark.parametrize("text", ["Bài này good quá", "I love Việt Nam", "video hay quá thanks"])
def test_vietnamese_wins_ties(text: str) -> None:
    assert told(text) == "vi"


@pytest.mark.parametrize(
    ("text", "language"),
    [("สวัสดี anh em ơi mọi người khỏe không", "vi"), ("Xin chào Привет как дела друзья", "ru")],
)
def test_the_script_of_most_letters_decides(text: str, language: str) -> None:
    assert told(text) == language


@given(st.text())
def test_any_text_has_a_language_or_none(text: str) -> None:
    assert 2 <= len(told(text)) <= 3
