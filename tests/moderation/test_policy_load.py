"""Policies from TOML: presets, and every fault named with its place and its cure."""

from __future__ import annotations

import contextlib
import re
import tomllib
import zoneinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.errors import Fault, PolicyError
from moderation.policy import Duration, Limit, Policy
from moderation.policy.kinds import is_section, settings
from moderation.policy.load import PRESETS, load, parse, preset, preset_text

VI_NEWS = """
mode = "hold_all"
languages = ["vi", "en"]
other_language = "review"
timezone = "Asia/Ho_Chi_Minh"
outage = { counters = "review", classifier = "review" }
length = { min = 2, max = 500, max_bytes = 16384, max_code_points = 4000 }
style = { missing_marks = "nudge" }
words = { marked = "reject", unmarked = "review" }
toxicity = { nudge = 0.50, review = 0.50, reject = 0.97 }
spam = { review = 0.40, reject = 0.97 }
links = { max = 0, over = "review", shortener = "reject", blocked = "reject", allowed = ["*.gov.vn"] }
threads = { host_must_match = true, close_after = "30d", sections = {} }
hours = { staffed = "06:30-22:00", outside = "hold_all", holidays = "calendar-vi" }
reports = { count = 3, action = "requeue_visible" }
[guest_sees]
words = "marks"
toxicity = "marks"
contacts = "marks"
spam = "rule"
repeats = "rule"
form = "nothing"
[name]
default = "Bạn đọc"
max = 40
reserved = { list = ["Tòa soạn", "Ban Biên tập", "Quản trị viên", "Công an", "UBND"], action = "review" }
[rate]
guest = ["1/15s", "5/10m", "30/1d"]
address = ["60/10m", "1000/1d"]
thread = { limit = "60/1m", action = "review" }
[guest]
ipv4_prefix = 32
ipv6_prefix = 64
trust_after = 0
strikes = { count = 3, within = "24h", action = "review", ease_after = "72h" }
[contacts]
phone = "review"
email = "review"
messenger = "review"
bank_account = "review"
allowed = ["111", "112", "113", "114", "115", "1022"]
[repeats]
min_graphemes = 40
same_guest = "reject"
guests = { count = 3, within = "24h", action = "review" }
near = 0.85
[retention]
published = "forever"
refused_text = "730d"
decisions = "730d"
address_hash = "90d"
hash_key = "30d"
"""
EN_NEWS_DIFFERS = {
    "mode": "hold_flagged",
    "length.max": 2000,
    "name.default": "Guest",
    "guest.trust_after": 1,
    "style.missing_marks": "off",
    "toxicity.nudge": 0.60,
    "toxicity.review": 0.80,
    "toxicity.reject": 0.98,
    "spam.review": 0.60,
    "links.max": 1,
    "words.marked": "review",
    "threads.close_after": "7d",
    "hours.outside": "hold_new_guests",
    "retention.address_hash": "30d",
}


def faults(text: str) -> str:
    with pytest.raises(PolicyError) as caught:
        parse(text, "site.toml")
    return str(caught.value)


TABLES = ("threads.sections", "notices", "perspective.map")  # settings that are tables themselves


def leaves(table: dict[str, object], prefix: str = "") -> dict[str, object]:
    """Every setting of *table* by its dotted name."""
    found: dict[str, object] = {}
    for key, value in table.items():
        inner = value if isinstance(value, dict) and prefix + key not in TABLES else None
        found |= leaves(inner, f"{prefix}{key}.") if inner is not None else {prefix + key: value}
    return found


def test_the_default_preset_is_the_default_policy() -> None:
    assert preset("default") == Policy()
    assert parse("") == Policy()


def test_the_default_preset_states_every_setting() -> None:
    stated = leaves(tomllib.loads(preset_text("default")))
    assert list(stated) != []
    assert set(stated) == {setting.key for setting in settings()}


def test_the_vietnamese_preset_is_what_newsrooms_asked_for() -> None:
    assert tomllib.loads(preset_text("vi-news")) == tomllib.loads(VI_NEWS)
    assert preset("vi-news") == parse(VI_NEWS)


def test_the_english_preset_differs_only_where_it_was_asked_to() -> None:
    vietnamese, english = (leaves(tomllib.loads(preset_text(name))) for name in ("vi-news", "en-news"))
    assert english == vietnamese | EN_NEWS_DIFFERS


@pytest.mark.parametrize("name", PRESETS)
def test_every_setting_of_a_preset_is_commented(name: str) -> None:
    above = ""
    for line in preset_text(name).splitlines():
        if re.match(r"[\w.-]+ = ", line):
            assert "  # " in line or above.startswith("#"), line
        above = line


def test_a_preset_that_does_not_exist_names_the_others() -> None:
    with pytest.raises(
        PolicyError, match=r'no preset "vi-new"\. Did you mean vi-news\? The presets are default'
    ):
        preset("vi-new")


def test_units_are_read_and_kept_as_written() -> None:
    policy = parse('[rate]\nguest = ["2/1h"]\n[threads]\nclose_after = "14d"')
    assert policy.rate.guest == (Limit("2/1h"),)
    assert policy.threads.close_after == Duration("14d")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[length]\nmaxx = 500",
            "site.toml, line 2: length.maxx = 500 is not a setting of [length]. Did you mean",
        ),
        ("max = 500", "Did you mean length.max or name.max or links.max?"),
        (
            "[lenght]\nmax = 5",
            'line 1: lenght = {"max": 5} is not a setting at the top of a policy. Did you mean length?',
        ),
        ('mode = "hold"', 'mode = "hold"; expected one of "publish_first", "hold_flagged", "hold_all"'),
        ("[length]\nmax = true", "length.max = true; expected a whole number from 1 to 1000000"),
        ("[length]\nmax = 5.5", "length.max = 5.5; expected a whole number from 1 to 1000000"),
        ("[toxicity]\nreject = 1.5", "toxicity.reject = 1.5; expected a number from 0 to 1"),
        ("[toxicity]\nreject = nan", "toxicity.reject = NaN; expected a number from 0 to 1"),
        (
            '[rate]\n\nguest = ["5/10m", "5/10"]',
            'line 3: rate.guest[1] = "5/10"; expected a limit such as "5/10m"',
        ),
        ('[retention]\npublished = "1y"', 'expected a duration such as "24h", or "forever"'),
        ("[retention]\npublished = 30", "retention.published = 30; expected a duration"),
        ("length = 5", "length = 5; expected a table with min, max, max_bytes, max_code_points"),
        ("[[words.entries]]\nnote = 'x'", "line 1: words.entries[0] has no text; write text = "),
        ("[[words.entries]]\ntext = 'a'\n[[words.entries]]\ntext = ''", "line 4: words.entries[1].text"),
        ('[hours]\nstaffed = "24:30-25:00"', 'expected text such as "06:30-22:00"'),
        ('[hours]\nstaffed = "٠٦:٣٠-٢٢:٠٠"', 'expected text such as "06:30-22:00"'),
        (
            '[threads]\nsections = { sport = "shut" }',
            'threads.sections.sport = "shut"; expected one of "open"',
        ),
        ('[notices.fr]\n"held.check" = "…"', 'notices.fr is not known here; expected one of "vi", "en"'),
        ("[notices.vi]\nheld.check = 'x'", 'a code with a dot needs quotes: "held.check" = "…"'),
    ],
)
def test_a_fault_tells_line_setting_value_and_cure(text: str, told: str) -> None:
    assert told in faults(text)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "[length]\nmin = 900",
            "line 2: length.min = 900 is more than length.max = 500; lower it, or raise length.max",
        ),
        ("[length]\nmax = 5000", "length.max = 5000 is more than length.max_code_points = 4000"),
        ("[toxicity]\nnudge = 0.9", "toxicity.nudge = 0.9 is more than toxicity.review = 0.5"),
        ("[spam]\nreview = 0.99", "spam.review = 0.99 is more than spam.reject = 0.97"),
        ("languages = []", 'languages is empty; name at least one of "vi", "en"'),
        ('timezone = "Asia/Ho_Chi_Min"', "is not a time zone. Did you mean Asia/Ho_Chi_Minh?"),
        ('timezone = "../../etc/passwd"', "is not a time zone"),
        ('[hours]\nstaffed = "07:00-07:00"', "begins and ends at the same minute"),
        (
            '[links]\nallowed = ["https://baodaklak.vn"]',
            'is not a host name; write it alone, as in "example.vn"',
        ),
        ('[words]\nentries = [{ text = "b[aá]n" }]', "looks like a regular expression, which are not taken"),
        (
            '[words]\nentries = [{ text = "xấu", expires = "2027-02-30" }]',
            'words.entries[0].expires = "2027-02-30" is no day; write the last day on which it counts',
        ),
        ('[words]\nentries = [{ text = "xấu", expires = "2027-02-01/2027-02-03" }]', "is no day"),
        ('[words]\nentries = [{ text = "xấu", expires = "0000-01-01" }]', "is no day"),
        ('[words]\nentries = [{ text = "xấu", sections = [" "] }]', "is empty; name one, or delete it"),
        ('[words]\nallowed = ["/a+/"]', "looks like a regular expression"),
        ('[words]\nallowed = [" "]', 'line 2: words.allowed[0] = " " is empty; write a word'),
        (
            '[words]\n\nentries = [{ text = "tốt" }, { text = "\u200b" }]',
            'line 3: words.entries[1].text = "\\u200b" is empty; write a word, or delete the entry',
        ),
        (
            '[name.reserved]\nlist = ["Admin", "…"]',
            'line 2: name.reserved.list[1] = "…" has no letter, so no name can match it; write a name, or delete it',
        ),
        ('[name.reserved]\nlist = ["\u3164"]', 'name.reserved.list[0] = "\\u3164" has no letter'),
        (
            '[contacts]\nallowed = ["1022", "Zalo"]',
            'line 2: contacts.allowed[1] = "Zalo" is neither a number nor an e-mail address; write one such as "1022"',
        ),
        ('[contacts]\nallowed = [""]', 'contacts.allowed[0] = "" is neither'),
        ('[contacts]\nallowed = ["113 (công an)"]', 'contacts.allowed[0] = "113 (công an)" is neither'),
        (
            "[length]\nmax_bytes = 1499",
            "line 2: length.max_bytes = 1499 is less than the 1500 bytes that length.max = 500 Vietnamese letters",
        ),
        (
            '[hours]\nholidays = "calendar-vn"',
            'hours.holidays = "calendar-vn"; expected one of "none", "calendar-vi". Did you mean calendar-vi?',
        ),
        (
            '[notices.en]\n"held.check" = " "',
            'line 2: notices.en."held.check" = " " is empty; write a sentence, or delete the line',
        ),
        ('[notices.vi]\n"held.chek" = "x"', "is not the code of a notice. Did you mean held.check?"),
        (
            '[notices.vi]\n"rate.wait" = "{secs}"',
            "has {secs}, which is not filled in; this notice knows {newsroom}, {wait}",
        ),
    ],
)
def test_settings_that_make_no_sense_together_are_refused(text: str, told: str) -> None:
    assert told in faults(text)


@pytest.mark.parametrize("number", ["111", "0912 345 678", "(+84) 24-3825-1234", "+16502530000", "TS@bao.vn"])
def test_a_number_is_allowed_however_it_is_written(number: str) -> None:
    assert parse(f'[contacts]\nallowed = ["{number}"]').contacts.allowed == (number,)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(PolicyError) as caught:
        parse("mode = 3\n[length]\nmin = 0\nmaxx = 1\n[spam]\nreview = 2")
    told = [(fault.key, fault.line) for fault in caught.value.faults]
    assert told == [("mode", 1), ("length.min", 3), ("length.maxx", 4), ("spam.review", 6)]
    assert len(str(caught.value).splitlines()) == 4


@pytest.mark.parametrize("text", ["*.gov.vn", "báo.vn", "xn--bo-kia.vn", "a-b.example.com"])
def test_hosts_are_taken_with_and_without_a_star(text: str) -> None:
    assert parse(f'[links]\nallowed = ["{text}"]').links.allowed == (text,)


@pytest.mark.parametrize("word", ["c++", "đ.m", "f*ck", "a$$", "(.)(.)", "k?", "18+"])
def test_words_with_signs_are_not_taken_for_regular_expressions(word: str) -> None:
    assert parse(f'[words]\nallowed = ["{word}"]').words.allowed == (word,)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('mode "hold_all"', "site.toml, line 1, column 6: Expected '=' after a key"),
        ("a = " + "[" * 5000, "nested too deep, or a number too long"),
        ("a = " + "9" * 5000, "nested too deep, or a number too long"),
        ("\n" + "a." * 50_000 + "a = 1", "line 2: a key of more than 32 parts"),
        ("# \ud800", "line 1: holds a lone surrogate"),
    ],
    ids=["syntax", "deep list", "long number", "long key", "surrogate"],
)
def test_what_is_not_toml_is_told_with_its_place(text: str, told: str) -> None:
    assert told in faults(text)


def test_a_zone_is_taken_on_trust_where_the_machine_has_no_database(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zoneinfo, "available_timezones", set)
    assert parse('timezone = "Europe/Nowhere"').timezone == "Europe/Nowhere"
    assert "is not a time zone" in faults('timezone = "../x"')


def test_a_file_with_a_byte_order_mark_and_windows_lines_is_read(tmp_path: Path) -> None:
    file = tmp_path / "policy.toml"
    file.write_bytes(b"\xef\xbb\xbf[length]\r\nmax = 300\r\n")
    assert load(file).length.max == 300


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"# ok\nmode = '\xff'", "line 2: byte 0xFF is not UTF-8; save the file as UTF-8"),
        (b"#" * 10_000_000, "is larger than 1 MB"),
        (None, "cannot be read: No such file or directory"),
    ],
    ids=["latin-1", "10 MB", "missing"],
)
def test_a_file_that_cannot_be_a_policy_is_refused(tmp_path: Path, content: bytes | None, told: str) -> None:
    file = tmp_path / "policy.toml"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(PolicyError) as caught:
        load(str(file))
    assert told in str(caught.value)
    assert str(file) in str(caught.value)


def test_a_folder_is_not_a_policy(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be read: Is a directory"):
        load(tmp_path)


@given(st.text(max_size=80))
def test_any_text_is_a_policy_or_a_policy_error(text: str) -> None:
    with contextlib.suppress(PolicyError):
        parse(text)


@given(
    st.sampled_from([setting.key for setting in settings()]),
    st.sampled_from(["[]", "{}", "'x'", "-1", "1.5", "true"]),
)
def test_any_value_for_any_setting_is_taken_or_refused_by_name(key: str, value: str) -> None:
    told: tuple[Fault, ...] = ()
    try:
        parse(f"{key} = {value}")
    except PolicyError as error:
        told = error.faults
    assert all(fault.key.startswith(key) and fault.line == 1 for fault in told)


def test_every_table_of_the_model_is_found_by_the_walk() -> None:
    assert is_section(Policy)
    assert len(list(settings())) > 70
