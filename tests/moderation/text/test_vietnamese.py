"""How Vietnamese syllables are built and typed."""

import pytest

from moderation.text import vietnamese


@pytest.mark.parametrize(
    "token",
    ["địt", "người", "giờ", "gì", "nghiêng", "khuya", "quý", "oái", "yêu", "thuở"],
)
def test_a_syllable_is_known_with_and_without_marks(token: str) -> None:
    assert vietnamese.is_syllable(token)
    assert vietnamese.is_bare_syllable(vietnamese.markless(token))


@pytest.mark.parametrize("token", ["tac", "đit", "ngi", "ka", "see", "fuck", "áá", "n", "ng"])
def test_what_cannot_be_said_is_no_syllable(token: str) -> None:
    assert not vietnamese.is_syllable(token)


@pytest.mark.parametrize(
    ("toneless", "tone", "placed"),
    [("hoa", 1, "hòa"), ("hoan", 1, "hoàn"), ("quy", 2, "quý"), ("thuy", 2, "thúy"), ("gia", 1, "già"),
     ("ngươi", 1, "người"), ("khuya", 0, "khuya"), ("khuyu", 4, "khuỹu"), ("mua", 1, "mùa")],
)  # fmt: skip
def test_the_tone_goes_where_schoolbooks_put_it(toneless: str, tone: int, placed: str) -> None:
    assert vietnamese.with_tone(toneless, tone) == placed


@pytest.mark.parametrize(
    ("keys", "syllable"),
    [
        ("ddijt", "địt"),
        ("nguwowif", "người"),
        ("loofn", "lồn"),
        ("tieengs", "tiếng"),
        ("class", None),
        ("xyz", None),
    ],
)
def test_telex_keys_are_read_as_the_input_method_would(keys: str, syllable: str | None) -> None:
    assert vietnamese.telex(keys) == syllable
