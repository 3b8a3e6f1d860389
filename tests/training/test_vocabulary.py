"""What may be put together, and what hides in digits, is counted: the lists say how."""

from collections import Counter

import pytest

from training.vocabulary import LEAST_TORN, TORN_RATIO, beside, torn

LISTED = {"vi": ["có", "ó", "ở", "mở", "to", "o", "an", "ban"], "short": ["c", "m", "t", "b"], "en": ["an"]}
COUNTED = Counter({"có": LEAST_TORN, "mở": LEAST_TORN, "to": LEAST_TORN, "ban": LEAST_TORN, "c": 10, "ó": 1})


def test_a_frequent_word_in_two_pieces_that_never_meet_is_torn() -> None:
    assert torn(COUNTED, Counter(), LISTED) == ["c-ó", "m-ở"]


@pytest.mark.parametrize(
    ("counted", "apart"),
    [
        (COUNTED - Counter({"có": 1}), {}),
        (COUNTED, {"c-ó": 1}),
        (COUNTED + Counter({"ó": TORN_RATIO}), {}),
    ],
    ids=["too rare", "met", "to be expected"],
)
def test_pieces_that_may_meet_are_not(counted: Counter[str], apart: dict[str, int]) -> None:
    assert "c-ó" not in torn(counted, Counter(apart), LISTED)


def test_letters_beside_a_word_mean_what_people_hide_where_they_nearly_always_do() -> None:
    apart = Counter({"con-chó": 8, "con-cho": 2, "đã-cho": 9, "đã-chó": 1})
    assert beside(apart) == ["con-chó"]


def test_of_several_hidden_words_the_most_frequent_is_meant() -> None:
    assert beside(Counter({"cái-cứt": 3, "cái-cút": 2})) == ["cái-cứt"]


def test_what_was_met_once_tells_nothing() -> None:
    assert beside(Counter({"con-chó": 1})) == []
