"""Names that are too long, and names that pose as somebody with authority."""

import time

import pytest

from moderation.checks import name
from moderation.classifier import NoClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.reading import read
from moderation.text.folding import fold
from moderation.text.reserved import ReservedNames
from moderation.verdict import Action
from tests.linear import assert_linear


def test_a_name_is_measured_in_graphemes(run) -> None:
    assert not run(name.check, "x", "e\u0323\u0302" * 40)
    (finding,) = run(name.check, "x", "ê" * 41)
    assert (finding.code, finding.action, finding.field) == ("name.over", Action.REJECT, "author")
    assert finding.params == {"count": 41, "limit": 40}


@pytest.mark.parametrize("blank", ["\u3164", "\u200b", " \u00a0\n", "\u115f\u1160", "\u2800"])
def test_a_name_with_nothing_to_see_is_no_name(blank) -> None:
    reading = read(Comment(text="x", author=blank * 60), NoClassifier())
    assert reading.fields == (reading.text,)
    assert not list(name.check(reading, Facts(), Policy()))


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
        "Tòa  soạn",
        "Tòa\u00a0soạn",
        "Tòa-soạn",
        "Tòa_soạn",
        "Tòa.Soạn",
        "Tòa . soạn",
        "ToaSoan",
        "toasoan báo X",
        "T.ò.a S.o.ạ.n",
        "T o a s o a n",
    ],
)
def test_a_reserved_name_is_known_in_every_spelling(run, author) -> None:
    (finding,) = run(name.check, "x", author)
    assert (finding.code, finding.action) == ("name.reserved", Action.REVIEW)
    assert finding.params == {"name": "Tòa soạn"}


@pytest.mark.parametrize("letters", ["A.D.M.I.N", "A D M I N", "a-d-m-i-n", "Admin", "ad\u00admin"])
def test_a_reserved_name_is_shown_where_it_stands_even_letter_by_letter(run, letters) -> None:
    author = f"[Super_{letters}]"
    (finding,) = run(name.check, "x", author)
    (span,) = finding.spans
    assert (finding.params, author[span.start : span.end]) == ({"name": "Admin"}, letters)


@pytest.mark.parametrize("author", ["Admin1", "1Admin", "admin2026", "ToaSoan24"])
def test_digits_joined_to_a_reserved_name_do_not_hide_it(run, author) -> None:
    assert [finding.code for finding in run(name.check, "x", author)] == ["name.reserved"]


@pytest.mark.parametrize(
    "author",
    [
        "Công an",
        "CÔNG AN",
        "cong an",
        "CongAn",
        "Công An Huyện X",
        "Công an 113",
        "Bộ Công an",
        "Tổ Công an",
        "Trung tá Công an",
        "Nguyễn Công an xã",
    ],
)
def test_an_office_is_known_alone_first_and_after_other_words(run, author) -> None:
    (finding,) = run(name.check, "x", author)
    assert finding.params == {"name": "Công an"}


@pytest.mark.parametrize(
    "author",
    ["Nguyễn Công An", "nguyen cong an", "Trần Thị Công An", "Lê Vũ Hồng Công An", "Nguyễn Công An 1985"],
)
def test_a_person_may_bear_what_is_a_reserved_name_elsewhere(run, author) -> None:
    assert not run(name.check, "x", author)


@pytest.mark.parametrize(
    "author", ["Co Ngan", "Co-Ngan", "Cô Ngân", "Công Anh", "Cong Anh", "Ad Min", "Badmin"]
)
def test_letters_that_only_meet_make_no_reserved_name(run, author) -> None:
    assert not run(name.check, "x", author)


def test_a_family_name_before_what_is_no_given_name_hides_nothing(run) -> None:
    assert run(name.check, "x", "Nguyễn Admin")
    assert run(name.check, "x", "Lê Ban Biên tập")


@pytest.mark.parametrize("piece", ["admin ", "a.d.m.i.n.", "toasoan", "a ", ". "])
def test_the_search_is_linear(piece) -> None:
    reserved = ReservedNames(["Admin", "Tòa soạn"])

    def seconds(size: int) -> float:
        folded = fold((piece * size)[:size])
        started = time.process_time()
        reserved.matches(folded)
        return time.process_time() - started

    assert_linear(seconds)


@pytest.mark.parametrize("author", ["Tọa Sơn", "Công Ân", "Adminton", "Guest", "Bạn đọc", "Anh Dũng", ""])
def test_other_names_pass(run, author) -> None:
    assert not run(name.check, "x", author)


def test_the_policy_says_what_a_reserved_name_does(run) -> None:
    reserved = {"list": ["Ban Biên tập"], "action": "reject"}
    (finding,) = run(name.check, "x", "ban bien tap", name={"reserved": reserved})
    assert finding.action is Action.REJECT
    assert not run(name.check, "x", "ban bien tap", name={"reserved": {**reserved, "action": "off"}})
