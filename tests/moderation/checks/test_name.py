"""Names that are too long, and names that pose as somebody with authority."""

import pytest

from moderation.checks import name
from moderation.verdict import Action


def test_a_name_is_measured_in_graphemes(run) -> None:
    assert not run(name.check, "x", "e\u0323\u0302" * 40)
    (finding,) = run(name.check, "x", "ê" * 41)
    assert (finding.code, finding.action, finding.field) == ("name.over", Action.REJECT, "author")
    assert finding.params == {"count": 41, "limit": 40}


@pytest.mark.parametrize(
    "author",
    [
        "Tòa soạn",
        "Toà soạn báo X",
        "Toa soan",
        "TÒA SOẠN",
        "T\u200bòa so\u0323an",
        "Tоà sоạn",
        "ＴＯＡ ＳＯＡＮ",
    ],
)
def test_a_reserved_name_is_known_in_every_spelling(run, author) -> None:
    (finding,) = run(name.check, "x", author)
    assert (finding.code, finding.action) == ("name.reserved", Action.REVIEW)
    assert finding.params == {"name": "Tòa soạn"}


@pytest.mark.parametrize("author", ["Tọa Sơn", "Công Ân", "Adminton", "Guest", "Bạn đọc", "Anh Dũng", ""])
def test_other_names_pass(run, author) -> None:
    assert not run(name.check, "x", author)


def test_the_policy_says_what_a_reserved_name_does(run) -> None:
    reserved = {"list": ["Ban Biên tập"], "action": "reject"}
    (finding,) = run(name.check, "x", "ban bien tap", name={"reserved": reserved})
    assert finding.action is Action.REJECT
    assert not run(name.check, "x", "ban bien tap", name={"reserved": {**reserved, "action": "off"}})
