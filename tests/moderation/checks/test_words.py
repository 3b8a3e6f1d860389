"""Which words are found, how they were written, and which everyday words are never touched."""

import time
import unicodedata
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation import lists
from moderation.checks import words
from moderation.classifier import NoClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.policy import Policy
from moderation.policy.load import of
from moderation.policy.overrides import resolved
from moderation.reading import read
from moderation.text.folding import fold
from moderation.text.wordlist import WordList, entry
from moderation.verdict import Action
from tests.linear import assert_linear


def unmarked(text: str) -> str:
    letters = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


EVERYDAY = """anh Dũng|chị Phúc|bé Cu|Ngọc Dung|Bùi Thị Cúc|lợn con|lồng đèn|cu gáy|diệt muỗi|buổi sáng
các bạn|dùng lon bia|đi đứng|Scunthorpe|assess|cocktail|Dickens|quả bưởi|đường dài|con đường còn các em
vãi thóc|cầm chịch|hạt óc chó|dù mà|du lịch|nung gạch|bù lon|5 dm|Shitake|Penistone|class|động mạch"""


@pytest.mark.parametrize("text", EVERYDAY.replace("\n", "|").split("|"))
@pytest.mark.parametrize("view", [str, unmarked, lambda text: unicodedata.normalize("NFD", text)])
def test_everyday_words_are_never_refused(run, text, view) -> None:
    assert not run(words.check, view(text), view(text))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("đồ LỒN", "lồn"),
        ("con ca\u0323\u0306c", "cặc"),
        ("đ.ị.t mẹ mày", "địt mẹ"),
        ("đkm thằng này", "đm"),
        ("what the ＦＵＣＫ", "fuck"),
        ("go kill yourself", "kill yourself"),
    ],
)
def test_a_listed_word_is_refused_however_it_is_written(run, text, word) -> None:
    (finding,) = run(words.check, text)
    assert (finding.code, finding.action, finding.params) == ("words.listed", Action.REJECT, {"word": word})


def test_a_word_that_shows_only_without_marks_asks_for_review_at_most(run) -> None:
    policy = {"entries": [{"text": "xấu xa", "action": "reject"}]}
    (finding,) = run(words.check, "do xau xa", words=policy)
    assert (finding.code, finding.action) == ("words.unmarked", Action.REVIEW)


def test_a_word_with_other_marks_is_another_word(run) -> None:
    assert not run(words.check, "xấu xạ", words={"entries": [{"text": "xấu xa"}]})


def test_an_entry_that_needs_its_marks_is_not_found_without_them(run) -> None:
    entries = [{"text": "lừa đảo", "marks": "required"}]
    assert run(words.check, "quân lừa đảo", words={"entries": entries})
    assert not run(words.check, "quan lua dao", words={"entries": entries})


def test_an_allowed_phrase_spares_the_word_inside_it_and_no_other(run) -> None:
    policy = {"entries": [{"text": "lợn"}], "allowed": ["lợn con"]}
    (finding,) = run(words.check, "lợn con, đồ lợn", words=policy)
    assert [(span.start, span.end) for span in finding.spans] == [(12, 15)]


BETTING = {"entries": [{"text": "cá độ"}], "shipped": False}


@pytest.mark.parametrize(
    "gap",
    [
        "  ",
        "   ",
        "\u00a0",
        "\u00a0 ",
        "\t",
        "\n",
        "\r\n",
        " \n ",
        "\n\n",
        "\u3000",
        "-",
        "--",
        "_",
        "–",
        "‑",
        ".",
    ],
)
def test_the_words_of_a_phrase_may_stand_apart_by_any_space_or_a_sign(run, gap) -> None:
    for phrase in (f"cá{gap}độ", f"CÁ{gap}ĐỘ", f"Cá{gap}Độ"):
        (finding,) = run(words.check, f"bọn {phrase} này", words=BETTING)
        assert (finding.code, finding.params) == ("words.listed", {"word": "cá độ"})
        assert [(span.start, span.end) for span in finding.spans] == [(4, 4 + len(phrase))]


@pytest.mark.parametrize(
    "text",
    [
        "Tôi bị cá. Độ này",
        "Tôi bị cá.Độ này",
        "Tôi bị cá . Độ này",
        "tôi mua cá. độ này rẻ",
        "Tôi mua cá\nĐộ này rẻ",
        "mua cá... độ này rẻ",
        "mua cá…độ này rẻ",
        "cá, độ này rẻ",
        "mua cá – độ này rẻ",
        "con cá (độ này rẻ)",
        "cá/độ",
    ],
)
def test_a_phrase_never_reaches_across_the_end_of_a_sentence_or_clause(run, text) -> None:
    assert not run(words.check, text, words=BETTING)


def test_digits_with_a_sign_between_are_one_word(run) -> None:
    assert not run(words.check, "3.5 2-9", words={"entries": [{"text": "3 5"}, {"text": "2 9"}]})


@pytest.mark.parametrize("entry", ["cá-độ", "cá_độ", "cá  độ"])
def test_an_entry_is_found_however_its_own_gaps_are_written(run, entry) -> None:
    assert run(words.check, "trùm cá độ", words={"entries": [{"text": entry}]})


def test_an_allowed_phrase_spares_its_word_across_any_gap(run) -> None:
    assert not run(words.check, "hạt-óc-chó, hạt óc\nchó", words={})


@pytest.mark.parametrize("piece", ["cá ", "cá.", "cá-", "cá\n", "cá  ", "-", " \n", "a.B"])
def test_the_search_is_linear(piece) -> None:
    phrases = WordList([entry("cá độ"), entry("cá cá cá")])

    def seconds(size: int) -> float:
        folded = fold((piece * size)[:size])
        started = time.process_time()
        phrases.matches(folded)
        return time.process_time() - started

    assert_linear(seconds)


def test_an_entry_of_the_site_takes_the_place_of_a_shipped_one(run) -> None:
    assert not run(words.check, "vcl", words={"entries": [{"text": "VCL", "action": "off"}]})


def test_the_shipped_list_can_be_left_out(run) -> None:
    assert not run(words.check, "fuck", words={"shipped": False})


def test_an_entry_that_only_asks_for_review_leaves_others_as_they_are(run) -> None:
    (finding,) = run(words.check, "wanker")
    assert finding.action is Action.REVIEW
    (finding,) = run(words.check, "fucking wanker")
    assert finding.action is Action.REJECT


def test_the_display_name_is_read_too(run) -> None:
    (finding,) = run(words.check, "xin chào", "Lồn Nguyễn")
    assert (finding.field, finding.spans[0].start, finding.spans[0].end) == ("author", 0, 3)


def test_a_measure_that_is_off_reports_nothing(run) -> None:
    assert not run(words.check, "lồn", words={"marked": "off"})


@pytest.mark.parametrize("name", ["words_vi.txt", "words_en.txt"])
def test_every_shipped_entry_is_found_as_it_stands(run, name) -> None:
    for line in lists.lines(name):
        word, *notes = (part.strip() for part in line.split("|"))
        assert set(notes) <= {"required", "review", "allowed"}
        assert bool(run(words.check, f"xin {word} nhé")) != ("allowed" in notes), word


def test_no_two_shipped_entries_fold_to_the_same() -> None:
    folded = [
        fold(line.split("|")[0]).text.strip()
        for name in ("words_vi.txt", "words_en.txt")
        for line in lists.lines(name)
    ]
    assert sorted(folded) == sorted(set(folded))


@given(st.text(alphabet="lồnđịt ụá\u0300\u0323.*🙂fuck\u200b\n-_"))
def test_spans_lie_within_the_author_text_and_do_not_overlap(run, text) -> None:
    for finding in run(words.check, text):
        ends = [place for span in finding.spans for place in (span.start, span.end)]
        assert ends == sorted(ends)
        assert 0 <= ends[0] < ends[-1] <= len(text)


def test_a_list_is_compiled_once_for_a_policy() -> None:
    policy = Policy()
    assert words._counting(policy, 0.0) is words._counting(policy, 1e9)


def test_a_finding_names_every_entry_that_matched(run) -> None:
    entries = [{"text": word} for word in ("một mai", "hai mai", "ba mai", "bốn mai", "ai, kia")]
    (few,) = run(words.check, "một mai, hai mai", words={"entries": entries})
    assert few.params == {"word": "một mai, hai mai"}
    (many,) = run(words.check, "một mai, hai mai, ba mai, bốn mai", words={"entries": entries})
    assert many.params["entries"] == "một mai\nhai mai\nba mai\nbốn mai"
    (comma,) = run(words.check, "ai, kia", words={"entries": entries})
    assert comma.params == {"word": "ai, kia", "entries": "ai, kia"}


LAST_DAY = datetime(2027, 2, 5, 23, 59, tzinfo=ZoneInfo("Asia/Ho_Chi_Minh")).timestamp()


def found(policy: Policy, text: str, at: float) -> list[str]:
    reading = read(Comment(text=text), NoClassifier())
    return [str(one.params["word"]) for one in words.check(reading, Facts(received_at=at), policy)]


@pytest.mark.parametrize(("later_s", "expected"), [(-86_400, ["xấu xa"]), (0, ["xấu xa"]), (60, [])])
def test_an_entry_counts_until_its_last_day_is_over_where_the_policy_is(
    later_s: float, expected: list[str]
) -> None:
    policy = of({"words": {"entries": [{"text": "xấu xa", "expires": "2027-02-05"}]}})
    assert found(policy, "thật xấu xa", LAST_DAY + later_s) == expected


def test_a_shipped_word_counts_again_once_the_sites_own_entry_for_it_is_over() -> None:
    entries = [
        {"text": "fuck", "action": "off", "expires": "2027-02-05"},
        {"text": "khác", "expires": "2030-01-01"},
    ]
    policy = of({"words": {"entries": entries}})
    assert (found(policy, "fuck", LAST_DAY), found(policy, "fuck", LAST_DAY + 60)) == ([], ["fuck"])


def test_an_entry_for_some_sections_counts_nowhere_until_the_place_is_told() -> None:
    policy = of({"words": {"entries": [{"text": "xấu xa", "sections": ["Thể thao"]}]}})
    assert found(policy, "thật xấu xa", 0.0) == []
    assert found(resolved(policy, "Thể thao", None), "thật xấu xa", 0.0) == ["xấu xa"]
