"""Which links are found, which are not links, and what is said about them."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks import links
from moderation.verdict import Action
from tests.linear import assert_linear

ONE_LINK = {
    "xem tại tuoitre.vn nhé": "tuoitre.vn",
    "Tuoitre.Vn": "Tuoitre.Vn",
    "(xem http://a.vn/b).": "http://a.vn/b",
    "www.abc.la": "www.abc.la",
    "vào 789bet.co đi": "789bet.co",
    "http://1.2.3.4/a": "http://1.2.3.4/a",
    "tiếngviệt.vn": "tiếngviệt.vn",
    "https://xn--tingvit-5t4cyc.vn/": "https://xn--tingvit-5t4cyc.vn/",
    "t.me/abc": "t.me/abc",
}
DISGUISED = {
    "hxxp://abc[.]com/x": "abc.com",
    "hxxps abc.xyz": "abc.xyz",
    "h**p://abc.com": "abc.com",
    "abc[.]com": "abc.com",
    "abc . com": "abc.com",
    "abc .com": "abc.com",
    "abc. com vào đi": "abc.com",
    "abc  .  com": "abc.com",
    "abc . ｃｏｍ": "abc.com",
    "vaytien . c0m": "vaytien.com",
    "VAYTIEN .C0M": "vaytien.com",
    "vaytien. c0m nhé": "vaytien.com",
    "vaytien.c0m/vay": "vaytien.com",
    "vay-88.0rg": "vay-88.org",
    "vay88 . n3t": "vay88.net",
    "vaytien chấm c0m": "vaytien.com",
    "vaytien[.]1nf0": "vaytien.info",
    "vaytien . c0m . vn": "vaytien.com.vn",
    "abc[dot]com": "abc.com",
    "shop (dot) net": "shop.net",
    "evil dot com": "evil.com",
    "nhacai chấm com": "nhacai.com",
    "nhacai cham com cham vn": "nhacai.com.vn",
    "ｅｖｉｌ．ｃｏｍ": "evil.com",
    "evil。com": "evil.com",
    "ev\u200bil.com": "evil.com",
}
NO_LINK = """v.v.|3.500.000đ|Nghị định 03/2019/NĐ-CP|sentence.Next one|đi.ai cũng biết|rồi.Ai cũng|hay.pro
know.it|ThS.BS Nguyễn|TP.HN và TP.HCM|a@gmail.com|P.S. ok|home.so what|the dot com bubble
tốt. Com ngon|xe chậm co|e.g.this|1.2.3|U.S.A|Node.js|v.v...và
giá 3.0|từ 1.0 . 0 điểm|c0m ngon|tốt . Cám ơn|anh Lý .\n Com bo mới về|tốt.  Com ngon""".replace("\n", "|")


def codes(findings) -> list[str]:
    return [finding.code for finding in findings]


@pytest.mark.parametrize("text", ONE_LINK)
def test_a_link_is_found_at_the_author_own_characters(run, text) -> None:
    (finding,) = run(links.check, text)
    assert (finding.code, finding.params) == ("links.over", {"count": 1, "limit": 0})
    assert text[finding.spans[0].start : finding.spans[0].end] == ONE_LINK[text]


@pytest.mark.parametrize("text", DISGUISED)
def test_a_disguised_link_is_named_by_its_host(run, text) -> None:
    findings = run(links.check, text)
    assert codes(findings) == ["links.over", "links.disguised"]
    assert findings[1].params == {"host": DISGUISED[text]}


@pytest.mark.parametrize("text", NO_LINK.split("|"))
def test_what_only_looks_like_a_link_is_left_alone(run, text) -> None:
    assert not run(links.check, text)


def test_links_up_to_the_limit_may_stand(run) -> None:
    assert not run(links.check, "a.com", links={"max": 1})
    assert run(links.check, "a.com b.com", links={"max": 1})[0].params == {"count": 2, "limit": 1}


def test_a_display_name_may_hold_no_link(run) -> None:
    (finding,) = run(links.check, "xin chào", "muare.vn", links={"max": 5})
    assert (finding.field, finding.code) == ("author", "links.over")


@pytest.mark.parametrize("host", ["gov.vn", "chinhphu.gov.vn", "a.b.gov.vn"])
def test_a_wildcard_allows_a_host_and_all_below_it(run, host) -> None:
    assert not run(links.check, f"http://{host}/x", links={"allowed": ["*.gov.vn"]})


def test_a_host_that_only_ends_like_an_allowed_one_is_counted(run) -> None:
    assert run(links.check, "http://notgov.vn/x http://gov.vn.evil.com", links={"allowed": ["*.gov.vn"]})


@pytest.mark.parametrize("text", ["bit.ly/abc", "https://www.bit.ly/abc", "ｂｉｔ．ｌｙ/abc", "bit[.]ly/abc"])
def test_a_shortener_is_refused(run, text) -> None:
    findings = run(links.check, text)
    assert "links.shortener" in codes(findings)
    assert max(finding.action for finding in findings) is Action.REJECT


@pytest.mark.parametrize("text", ["http://user:pw@xấu.vn:8080/", "www.xn--xu-r5s.vn", "XẤU.VN/a"])
def test_a_blocked_host_is_known_in_every_spelling(run, text) -> None:
    assert "links.blocked" in codes(run(links.check, text, links={"blocked_hosts": ["Xấu.vn"]}))


def test_a_nudge_asks_first_and_then_reviews(run) -> None:
    (finding,) = run(links.check, "a.com", links={"over": "nudge"})
    assert finding.nudge
    assert finding.action is Action.REVIEW


def test_a_measure_that_is_off_reports_nothing(run) -> None:
    assert not run(links.check, "a.com", links={"over": "off"})


@given(st.text(alphabet="abc.:/@ [](){}hxtpdochấm。\u200b-W"))
def test_spans_lie_within_the_author_text(run, text) -> None:
    for finding in run(links.check, text):
        assert all(0 <= span.start < span.end <= len(text) for span in finding.spans)


@pytest.mark.parametrize(
    "piece",
    [
        ".",
        "a.",
        "http://",
        "a . ",
        "a dot ",
        "a[.]",
        "hxxp ",
        ". com",
        " .",
        "a.com ",
        "a . c0m",
        "a.c0",
        " . ",
    ],
)
def test_the_search_is_linear(piece) -> None:
    def seconds(size: int) -> float:
        text = (piece * size)[:size]
        started = time.process_time()
        links._all_links(text)
        return time.process_time() - started

    assert_linear(seconds)
