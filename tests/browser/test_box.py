"""Readers at the box, on a page of another origin: what they see, and that no text of theirs is lost."""

from __future__ import annotations

import gzip
import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from tests.browser.axe import faults
from tests.browser.desk import Desk
from tests.browser.hosts import NewsSite, news_site

SCRIPT = Path("service/web/guest-comments.js")
VECTORS = json.loads(Path("tests/vectors/length.json").read_text(encoding="utf-8"))
STRICT = (
    "default-src 'none'; script-src {server}; connect-src {server}; style-src 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
HARSH = "bọn ngu như bò, cút hết đi"
PHONE = "Cần mua nhà xin gọi 0912345678"


@pytest.fixture(scope="module")
def site(desk: Desk) -> Iterator[NewsSite]:
    desk.admin("PUT", "/v1/policy", json={"policy": {**QUICK, **PLAIN}})
    with news_site(desk) as made:
        yield made


# Readers of these tests write quickly, one after the other, and are told what the default policy tells them.
QUICK = {
    "rate": {"guest": ["1000/1m"], "address": ["1000/1m"]},
    "name": {"default": "Bạn đọc"},
    "spam": {"reject": 1.0},
}
PLAIN = {"words": {"marked": "reject"}, "toxicity": {"nudge": 0.5, "review": 0.5, "reject": 0.97}}


@pytest.fixture
def box(page: Page) -> Locator:
    return page.locator("guest-comments")


def write(box: Locator, text: str) -> None:
    box.get_by_label("Ý kiến của bạn").fill(text)


def send(box: Locator, text: str) -> None:
    """Write and send."""
    write(box, text)
    box.get_by_role("button", name=re.compile("^(Gửi ý kiến|Vẫn gửi|Gửi lại)$")).click()


def opened(page: Page, address: str) -> Locator:
    page.goto(address)
    box = page.locator("guest-comments")
    expect(box.locator(".count")).to_be_visible()
    return box


def test_the_box_is_one_small_file_without_dependencies() -> None:
    text = SCRIPT.read_bytes()
    assert len(gzip.compress(text, 9)) <= 12 * 1024
    assert not re.search(
        rb"\bimport\b[^.]*from|require\(|innerHTML|outerHTML|insertAdjacentHTML|eval\(", text
    )


@pytest.mark.parametrize("segmenter", [True, False], ids=["with Intl.Segmenter", "without"])
def test_characters_are_counted_as_the_server_counts(site: NewsSite, page: Page, segmenter: bool) -> None:
    if not segmenter:
        page.add_init_script("delete Intl.Segmenter")
    page.goto(site.article("/dem"))
    count = "texts => JSON.parse(texts).map((one) => customElements.get('guest-comments').graphemes(one))"
    found = page.evaluate(count, json.dumps([one["text"] for one in VECTORS]))
    assert found == [one["graphemes"] for one in VECTORS]


def test_a_comment_of_another_origins_page_is_published_there(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/dang"))
    expect(box.get_by_role("heading")).to_have_text("Ý kiến (0)")
    box.get_by_label("Tên").fill("Lan")
    write(box, "Cảm ơn tòa soạn")
    expect(box.locator(".count")).to_have_text("15 / 500 ký tự")
    send(box, "Cảm ơn tòa soạn!")
    expect(box.locator(".said")).to_contain_text("đã được đăng")
    expect(box.get_by_role("heading")).to_have_text("Ý kiến (1)")
    expect(box.locator("li .text")).to_have_text("Cảm ơn tòa soạn!")
    expect(box.locator("li time")).to_have_text(
        re.compile(r"^(Thứ|Chủ) [^,]+, \d\d/\d\d/\d{4} \d\d:\d\d \(GMT \+7\)$")
    )
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value("")


def test_replies_stand_below_what_they_answer(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/tra-loi"))
    send(box, "Ý kiến thứ nhất")
    box.get_by_role("button", name="Trả lời").click()
    expect(box.get_by_text("Trả lời Bạn đọc")).to_be_visible()
    send(box, "Tôi đồng ý")
    expect(box.locator("li li .text")).to_have_text("Tôi đồng ý")


def test_a_comment_that_waits_stays_with_its_author(site: NewsSite, page: Page, browser: Browser) -> None:
    address = site.article("/cho")
    box = opened(page, address)
    send(box, PHONE)
    expect(box.locator(".said")).to_contain_text("cần biên tập viên đọc")
    page.reload()
    expect(box.locator("li.own")).to_contain_text("chỉ mình bạn thấy")
    expect(box.locator("li.own .text")).to_have_text(PHONE)
    other = browser.new_context()
    expect(opened(other.new_page(), address).get_by_text("Chưa có ý kiến nào")).to_be_visible()
    other.close()
    box.get_by_role("button", name="Rút ý kiến").click()
    expect(box.locator("li.own")).to_have_count(0)


def test_the_authors_own_characters_are_underlined_and_nothing_is_lost(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/gach-chan"))
    send(box, HARSH)
    expect(box.locator(".said mark").first).to_be_visible()
    assert all(one in HARSH for one in box.locator(".said mark").all_inner_texts())
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value(HARSH)
    said = box.locator(".said").inner_text()
    assert not re.search(r"\d|%", said), "a reader is told no score"


def test_a_draft_outlives_the_page(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/nhap"))
    write(box, "Tôi đang viết dở")
    page.reload()
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value("Tôi đang viết dở")


def test_a_broken_connection_posts_nothing_twice(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/dut"))
    posts = []

    def lose(route: Route) -> None:
        if route.request.method != "POST":
            return route.continue_()
        posts.append(route.request.post_data)
        if len(posts) > 1:
            return route.continue_()
        route.fetch()  # the server has it; its answer is lost
        return route.abort("connectionreset")

    page.route("**/v1/thread/comments*", lose)
    send(box, "Chỉ một lần thôi")
    expect(box.locator(".said")).to_contain_text("không bị gửi trùng")
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value("Chỉ một lần thôi")
    box.get_by_role("button", name="Gửi lại").click()
    expect(box.locator(".said")).to_contain_text("đã được đăng")
    assert posts[0] == posts[1]
    expect(box.locator("li")).to_have_count(1)


def test_a_server_that_is_away_is_said_and_asked_again(site: NewsSite, page: Page) -> None:
    page.route("**/v1/thread/**", lambda route: route.abort())
    page.goto(site.article("/vang"))
    box = page.locator("guest-comments")
    expect(box.get_by_role("alert")).to_contain_text("Chưa tải được ý kiến")
    page.unroute("**/v1/thread/**")
    box.get_by_role("button", name="Thử lại").click()
    expect(box.get_by_text("Chưa có ý kiến nào")).to_be_visible()


def test_who_sends_before_the_form_has_come_waits_for_it(site: NewsSite, page: Page) -> None:
    held: list[Route] = []
    page.route("**/v1/thread/form*", lambda route: route.continue_() if held else held.append(route))
    box = opened(page, site.article("/cham"))
    send(box, "Mạng nhà tôi chậm lắm")
    expect(box.get_by_role("button", name="Đang gửi…")).to_be_visible()
    held[0].continue_()
    expect(box.locator(".said")).to_contain_text("đã được đăng")


def test_who_sends_before_the_form_fails_to_come_keeps_his_text(site: NewsSite, page: Page) -> None:
    page.route("**/v1/thread/form*", lambda route: route.abort())
    box = opened(page, site.article("/lo"))
    send(box, "Chữ này còn đây")
    expect(box.locator(".said")).to_contain_text("kết nối đang bị gián đoạn")
    page.unroute("**/v1/thread/form*")
    box.get_by_role("button", name="Gửi lại").click()
    expect(box.locator(".said")).to_contain_text("đã được đăng")


def test_a_form_that_is_too_old_is_renewed_without_a_word(site: NewsSite, page: Page) -> None:
    old = []

    def age(route: Route) -> None:
        if route.request.method == "POST" and not old:
            old.append(route.request.post_data_json)
            return route.continue_(post_data=json.dumps({**old[0], "form": "xxx"}))
        return route.continue_()

    page.route("**/v1/thread/comments*", age)
    box = opened(page, site.article("/cu"))
    send(box, "Viết rất lâu mới xong, gọi 0912345678")
    expect(box.locator(".said")).to_contain_text("cần biên tập viên đọc")
    assert old


def test_who_is_too_fast_sees_how_long_to_wait(site: NewsSite, page: Page) -> None:
    answer = {
        "status": "refused",
        "notice": {"code": "rate.wait", "params": {}, "vi": "Xin chờ.", "en": "Wait."},
    }
    answer |= {"marks": [], "receipt": None, "nudge": None, "retry_after_s": 2}
    box = opened(page, site.article("/nhanh"))
    headers = {"Access-Control-Allow-Origin": "*"}
    page.route(
        "**/v1/thread/comments*",
        lambda route: (
            route.fulfill(json=answer, headers=headers)
            if route.request.method == "POST"
            else route.continue_()
        ),
    )
    send(box, "Nhanh quá")
    expect(box.get_by_role("button", name="Thử lại sau 2 giây")).to_be_disabled()
    expect(box.get_by_role("button", name="Gửi ý kiến")).to_be_enabled()
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value("Nhanh quá")


def test_a_nudge_can_be_followed_or_not(site: NewsSite, page: Page, desk: Desk) -> None:
    answer = {
        "status": "nudged",
        "notice": {"code": "nudge.wording", "params": {}, "vi": "Mời sửa.", "en": "Edit."},
    }
    answer |= {"marks": [{"start": 0, "end": 3}], "receipt": None, "nudge": "once", "retry_after_s": None}
    sent = []

    def nudge(route: Route) -> None:
        if route.request.method == "POST":
            sent.append(route.request.post_data_json)
            return route.fulfill(json=answer, headers={"Access-Control-Allow-Origin": "*"})
        return route.continue_()

    box = opened(page, site.article("/moi-sua"))
    page.route("**/v1/thread/comments*", nudge)
    send(box, "😀 gì vậy")
    expect(box.locator(".said mark")).to_have_text("😀 ")
    box.get_by_role("button", name="Vẫn gửi").click()
    expect(box.locator(".said mark")).to_be_visible()
    expect(box.get_by_role("button", name="Vẫn gửi")).to_be_enabled()
    assert [one.get("nudge") for one in sent] == [None, "once"]


def test_a_closed_thread_takes_none(site: NewsSite, page: Page, desk: Desk) -> None:
    address = site.article("/dong")
    desk.admin("PUT", "/v1/threads/mode", params={"thread": address}, json={"mode": "closed"})
    page.goto(address)
    box = page.locator("guest-comments")
    expect(box.get_by_text("không còn nhận ý kiến")).to_be_visible()
    expect(box.get_by_label("Ý kiến của bạn")).to_be_hidden()


def test_what_was_refused_is_looked_at_again_once(site: NewsSite, page: Page, desk: Desk) -> None:
    box = opened(page, site.article("/xem-lai"))
    send(box, HARSH)
    expect(box.locator("li.own")).to_contain_text("Không được đăng")
    box.get_by_role("button", name="Đề nghị xem lại").click()
    expect(box.get_by_text("Đã đề nghị xem lại.")).to_be_visible()
    found = desk.admin("GET", "/v1/cases", params={"reason": "appeal.asked"})["cases"]
    assert found[0]["comment"]["text"] == HARSH


def test_readers_report_what_is_published(site: NewsSite, page: Page, browser: Browser, desk: Desk) -> None:
    address = site.article("/bao")
    box = opened(page, address)
    send(box, "Ý kiến bị báo")
    expect(box.locator("li .text")).to_have_text("Ý kiến bị báo")
    for _ in range(3):
        context = browser.new_context()
        box = opened(context.new_page(), address)
        box.get_by_role("button", name="Báo").click()
        box.get_by_label("Vì sao?").select_option("spam")
        box.get_by_role("button", name="Báo").click()
        expect(box.get_by_text("Cảm ơn bạn đã báo")).to_be_visible()
        context.close()
    found = desk.admin("GET", "/v1/cases", params={"reason": "reports.many"})["cases"]
    assert [one["comment"]["text"] for one in found] == ["Ý kiến bị báo"]


def test_vietnamese_input_methods_are_counted_rightly(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/bo-go"))
    text = box.get_by_label("Ý kiến của bạn")
    text.click()
    cdp = page.context.new_cdp_session(page)
    for typed in ("t", "ti", "tiê", "tiê\u0301", "tiếng"):
        cdp.send(
            "Input.imeSetComposition",
            {"text": typed, "selectionStart": len(typed), "selectionEnd": len(typed)},
        )
    cdp.send("Input.insertText", {"text": "tiếng"})
    expect(box.locator(".count")).to_have_text("5 / 500 ký tự")
    page.keyboard.type(" vie")
    page.keyboard.press("Backspace")  # as UniKey does, before the letter with its mark
    page.keyboard.insert_text("e\u0302\u0323t")
    expect(box.locator(".count")).to_have_text("10 / 500 ký tự")
    expect(text).to_have_value("tiếng vie\u0302\u0323t")


def test_near_and_over_the_limit_is_said_aloud(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/dai"))
    write(box, "a" * 480)
    expect(box.locator("[role=status].unseen")).to_have_text("Còn 20 ký tự")
    write(box, "a" * 501)
    expect(box.locator(".count")).to_have_text("501 / 500 ký tự")
    expect(box.locator("[role=status].unseen")).to_have_text("Thừa 1 ký tự")
    send(box, "a" * 501)
    expect(box.locator(".said")).to_contain_text("501")
    expect(box.get_by_label("Ý kiến của bạn")).to_have_value("a" * 501)


@pytest.mark.parametrize(
    "text",
    [
        "<script>document.title='taken'</script><img src=x onerror=alert(1)>",
        "an toàn \u202egnp.exe\u2066 \u200f שלום",
        "Ý" + "\u0300\u0301\u0323" * 100,
        "w" * 500,
        "https://example.com/ và javascript:alert(1)",
    ],
)
def test_a_hostile_comment_is_only_ever_text(site: NewsSite, page: Page, desk: Desk, text: str) -> None:
    address = site.article(f"/tho-{abs(hash(text))}")
    made = desk.comment(text, author=text[:60], thread=address)
    desk.admin("POST", "/v1/decisions", json={"action": "publish", "comments": [made["id"]]})
    box = opened(page, address)
    expect(box.locator("li .text")).to_have_text(text, use_inner_text=False)
    assert box.locator("li :is(script, img, a)").count() == 0
    assert page.title() == "Bài"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_strict_policy_with_trusted_types_is_kept(site: NewsSite, page: Page) -> None:
    box = opened(page, site.article("/csp", policy=STRICT.format(server=site.desk.address)))
    send(box, "Trang này rất nghiêm")
    expect(box.locator("li .text")).to_have_text("Trang này rất nghiêm")
    assert (
        box.get_by_role("button", name="Gửi ý kiến").evaluate("node => getComputedStyle(node).cursor")
        == "pointer"
    )


HOSTILE = """<script>
Array.prototype.toJSON = function () { return "[patched]"; };
String.prototype.toJSON = function () { return "patched"; };
JSON.stringify = () => "patched"; JSON.parse = () => { throw new Error("patched"); };
window.fetch = () => Promise.reject(new Error("patched"));
delete Intl.Segmenter;
addEventListener("DOMContentLoaded", () => document.forms[0].addEventListener("keypress", (event) => {
  if (event.key === "Enter") document.forms[0].submit();
}));
</script><style>* { text-transform: uppercase; letter-spacing: 9px; line-height: 0; font-style: italic }
body { background: #111; color: #eee } button, textarea { display: none !important }</style>"""


def test_a_hostile_page_does_no_harm(site: NewsSite, page: Page) -> None:
    form = '<form method="post" action="/gui-di">{box}<input type="submit" value="ASP.NET"></form>'
    box = opened(page, site.page("/xau", form, head=HOSTILE))
    box.get_by_label("Tên").fill("Lan")
    box.get_by_label("Tên").press("Enter")
    send(box, "Vẫn gửi được, dù có “ngoặc” và \\ gạch\nhai dòng")
    expect(box.locator("li .text")).to_have_text(re.compile("^Vẫn gửi được"))
    assert page.url.endswith("/xau")
    read = "node => [getComputedStyle(node)].map((it) => [it.textTransform, it.letterSpacing, it.color])[0]"
    assert box.locator("li .text").evaluate(read) == ["none", "normal", "rgb(238, 238, 238)"]


def test_lists_of_articles_show_their_counts(site: NewsSite, page: Page) -> None:
    articles = [site.article(f"/muc-{number}") for number in range(30)]
    site.desk.comment("Một ý kiến", thread=articles[0])
    links = "".join(
        f'<a href="{one}" data-comment-count="{one}" data-key="{site.key}"></a> ' for one in articles
    )
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/counts" in request.url else None)
    page.goto(site.page("/muc", f"<main>{links}</main>"))
    expect(page.locator("a").first).to_have_text("Ý kiến (1)")
    expect(page.locator("a").last).to_have_text("Ý kiến (0)")
    assert len(asked) == 1


def test_a_frame_shows_the_box_where_scripts_are_stripped(site: NewsSite, page: Page) -> None:
    thread = site.article("/khung")
    source = f"{site.desk.address}/embed?key={site.key}&amp;thread={thread}&amp;lang=en"
    page.goto(
        site.page(
            "/amp", f'<main><iframe title="Comments" width="600" height="600" src="{source}"></iframe></main>'
        )
    )
    box = page.frame_locator("iframe").locator("guest-comments")
    box.get_by_label("Your comment").fill("From a frame, call 0912345678")
    box.get_by_role("button", name="Send comment").click()
    expect(box.locator(".said")).to_contain_text("An editor needs to read this")


def test_it_is_not_loaded_before_it_is_near(site: NewsSite, page: Page) -> None:
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/v1/thread" in request.url else None)
    tall = "".join(f"<p>Đoạn {number}</p>" * 20 for number in range(30))
    page.goto(site.page("/dai-dong", f"<main>{tall}{{box}}</main>"))
    assert page.locator("guest-comments").bounding_box()["height"] >= 300  # type: ignore[index]
    assert asked == []
    page.locator("guest-comments").scroll_into_view_if_needed()
    expect(page.locator("guest-comments").get_by_text("Chưa có ý kiến nào")).to_be_visible()
    assert asked


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_axe_finds_nothing(site: NewsSite, page: Page, theme: str, language: str) -> None:
    head = "<style>body { background: #111; color: #eee }</style>" if theme == "dark" else ""
    address = site.article(f"/axe-{theme}-{language}", head=head, language=language)
    site.desk.comment("Một ý kiến", thread=address, author="Lan")
    page.goto(address)
    box = page.locator("guest-comments")
    expect(box.locator("li")).to_have_count(1)
    box.locator("textarea").fill(HARSH)
    box.locator("button.main").click()
    expect(box.locator(".said mark").first).to_be_visible()
    assert faults(page) == []


def test_the_demo_page_explains_what_happened(desk: Desk, page: Page) -> None:
    page.goto(desk.address)
    box = page.locator("guest-comments")
    expect(box.locator(".count")).to_be_visible()
    page.get_by_role("button", name="Cần vay vốn").click()
    box.get_by_role("button", name="Gửi ý kiến").click()
    expect(page.locator("#findings")).to_contain_text("0912345678")
    expect(box.locator(".said")).not_to_be_empty()
    assert faults(page) == []
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("heading", name="What just happened?")).to_be_visible()
    expect(
        page.locator("guest-comments").get_by_role("heading", name=re.compile("^Comments"))
    ).to_be_visible()
    assert faults(page) == []
