"""What is refused before any check reads it, with its place."""

from typing import Any

import pytest

from moderation.comment import Comment, Guest, comment_of, readable
from moderation.errors import CommentError


def refusal(given: Any) -> CommentError:
    with pytest.raises(CommentError) as caught:
        comment_of(given)
    return caught.value


@pytest.mark.parametrize(
    ("given", "path"),
    [
        ({1: "x", "text": "a"}, "$"),
        ({b"text": "a"}, "$"),
        ({"text": "a", "guest": {None: "x"}}, "$.guest"),
        ({"text": 1}, "$.text"),
        ({"text": "a", "guest": {"ip": 3}}, "$.guest.ip"),
        ({"text": "a", "x - at `": 1}, "$"),
        ({"text": "a", "language": "fr - at `$.x"}, "$.language"),
        (None, "$"),
    ],
)
def test_a_wrong_type_is_told_with_its_json_path(given: Any, path: str) -> None:
    error = refusal(given)
    assert (error.code, error.path) == ("comment.type", path)
    assert "send an object whose `text` is a string" in str(error)


def test_a_key_that_is_no_string_is_told_as_a_key() -> None:
    assert "$: Expected `str` as key;" in str(refusal({1: "x", "text": "a"}))


@pytest.mark.parametrize("field", ["text", "author", "thread", "parent"])
@pytest.mark.parametrize(("character", "code"), [("\0", "text.nul"), ("\ud800", "text.surrogate")])
def test_what_no_check_could_read_is_refused_in_every_field(field: str, character: str, code: str) -> None:
    error = refusal({"text": "a", field: f"ab{character}"})
    assert (error.code, error.path) == (code, f"$.{field}")
    assert "character 2 is" in str(error)


@pytest.mark.parametrize("field", ["token", "user_agent"])
@pytest.mark.parametrize(("character", "code"), [("\0", "text.nul"), ("\udfff", "text.surrogate")])
def test_what_no_store_could_keep_is_refused_of_a_guest(field: str, character: str, code: str) -> None:
    guest = Guest(**{field: f"ab{character}"})
    error = refusal(Comment(text="a", guest=guest))
    assert (error.code, error.path) == (code, f"$.guest.{field}")


def test_a_comment_that_can_be_read_stays_as_it_was_sent() -> None:
    guest = Guest(ip="203.0.113.9", token="ann", user_agent="Mozilla/5.0")
    comment = Comment(text=" đấy \n", author="\u3164", thread="bài 1", parent="c-1", guest=guest)
    assert readable(comment) is comment
    assert comment_of(comment) == comment
