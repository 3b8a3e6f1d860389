"""What editors and admins do on the other pages of the desk, and that the service did it."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.desk import Desk
from tests.service.accounts import PASSWORD
from tests.service.serving import codes


@pytest.fixture
def signed(desk: Desk, page: Page) -> Page:
    desk.sign_in(page)
    page.on("dialog", lambda asked: asked.accept())
    return page


def opened(desk: Desk, page: Page, name: str) -> Page:
    page.goto(f"{desk.address}/desk#{name}")
    expect(page.locator(".empty", has_text="Đang tải")).to_have_count(0)
    return page


def test_a_policy_is_checked_while_it_is_written_tried_and_put_in_force(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "policy")
    most = page.get_by_label("Nhiều nhất, ký tự")
    most.fill("0")
    expect(page.locator(".save .problem")).to_contain_text("length.max")
    expect(most).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_role("button", name="Áp dụng")).to_be_disabled()
    most.fill("40")
    expect(page.locator(".save .problem")).to_have_count(0)
    page.get_by_label("Nội dung ý kiến").fill("một câu khá dài để vượt quá giới hạn bốn mươi ký tự")
    page.get_by_role("button", name="Thử", exact=True).click()
    expect(page.get_by_role("heading", name="Quy tắc đang dùng: Đăng")).to_be_visible()
    expect(page.get_by_role("heading", name="Quy tắc đang soạn: Không đăng")).to_be_visible()
    page.get_by_label("Vì sao thay đổi").fill("ngắn lại")
    page.get_by_role("button", name="Áp dụng").click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    assert desk.admin("GET", "/v1/policy")["policy"]["length"]["max"] == 40
    page.get_by_role("button", name="Dùng lại").first.click()
    expect(page.get_by_label("Nhiều nhất, ký tự")).not_to_have_value("40")


def test_a_listed_word_is_added_and_removed(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "words")
    page.get_by_label("Từ hoặc cụm từ").fill("đất nền siêu rẻ")
    page.get_by_label("Việc").select_option("review")
    page.get_by_label("Hết hạn").fill("2030-12-31")
    page.get_by_role("button", name="Thêm").click()
    expect(page.locator("tbody tr")).to_contain_text("đất nền siêu rẻ")
    entry = desk.admin("GET", "/v1/policy")["policy"]["words"]["entries"][0]
    assert (entry["action"], entry["expires"]) == ("review", "2030-12-31")
    page.get_by_role("button", name="Bỏ").click()
    expect(page.get_by_text("Chưa có từ nào")).to_be_visible()


def test_a_notice_is_previewed_and_its_faults_are_told(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "notices")
    notice = page.locator("details", has_text="length.over")
    notice.locator("summary").click()
    sentence = notice.get_by_label("Tiếng Việt")
    sentence.fill("Dài {count}/{limit}.")
    expect(notice.locator(".preview").first).to_have_text(re.compile(r"Dài \d+/\d+\."))
    sentence.fill("Dài {so}.")
    expect(notice.locator(".problem")).to_contain_text("so")
    sentence.fill("Dài {count}/{limit}.")
    notice.get_by_role("button", name="Lưu").first.click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    assert desk.admin("GET", "/v1/policy")["policy"]["notices"]["vi"] == {
        "length.over": "Dài {count}/{limit}."
    }


def test_a_template_is_offered_where_a_comment_is_refused(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "notices")
    page.get_by_role("button", name="Thêm câu mẫu").click()
    row = page.locator(".template").last
    row.get_by_label("Tên câu mẫu").fill("Viết thường")
    row.get_by_label("Tiếng Việt").fill("Mời bạn viết chữ thường.")
    page.get_by_role("button", name="Lưu").last.click()
    expect(page.get_by_text("Đã lưu.")).to_be_visible()
    desk.waiting(["chờ một câu mẫu"])
    page.goto(f"{desk.address}/desk#queue")
    expect(page.locator(".card")).to_be_visible()
    page.keyboard.press("r")
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Câu mẫu").select_option(label="Viết thường")
    expect(dialog.get_by_label("Lời nhắn cho tác giả")).to_have_value("Mời bạn viết chữ thường.")


def test_a_removal_request_is_written_down_and_met(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "removals")
    page.get_by_text("Ghi yêu cầu mới").click()
    page.get_by_label("Ai yêu cầu").fill("Sở Thông tin")
    page.get_by_label("Số công văn").fill("12/CV")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator("tbody tr")).to_contain_text("12/CV")
    page.get_by_role("button", name="Đã làm xong").click()
    expect(page.locator('tr[data-urgency="done"]')).to_be_visible()
    with page.expect_download() as download:
        page.get_by_text("Tải sổ theo dõi").click()
    assert "12/CV" in download.value.path().read_text(encoding="utf-8")


def test_what_was_published_is_found_and_taken_down(desk: Desk, signed: Page) -> None:
    one = desk.comment("Bánh chưng ngon lắm", author="Hoa")
    page = opened(desk, signed, "search")
    page.get_by_label("Từ trong ý kiến").fill("banh chung")
    page.get_by_role("button", name="Tìm", exact=True).click()
    found = page.locator(f'[data-comment="{one["id"]}"]')
    expect(found).to_be_visible()
    found.get_by_role("checkbox").check()
    page.get_by_role("group", name="Quyết định").get_by_role("button", name="Gỡ").click()
    page.get_by_role("dialog").get_by_role("button", name="Gỡ").click()
    expect(found.locator(".badge")).to_have_text("đã gỡ")
    desk.become([one["id"]], "removed")


def test_a_guest_is_blocked_for_a_time(desk: Desk, signed: Page) -> None:
    guest = {"token": "kẻ phá", "ip": "203.0.113.9"}
    desk.waiting(["gọi ngay cho tôi"], guest=guest)
    page = opened(desk, signed, "queue")
    page.locator(".row", has_text="gọi ngay cho tôi").locator(".open").click()
    page.get_by_role("link", name="Xem tất cả").click()
    page.get_by_label("Vì sao").fill("quấy rối")
    page.get_by_role("button", name="Chặn", exact=True).click()
    expect(page.get_by_text("bị chặn đến")).to_be_visible()
    assert "guest.blocked" in codes(desk.comment("lại tôi", guest=guest)["verdict"])


def test_a_thread_is_closed_in_one_click(desk: Desk, signed: Page) -> None:
    desk.waiting(["bài này nóng quá"], thread="https://baotinh.vn/nong")
    page = opened(desk, signed, "queue")
    page.locator(".row", has_text="bài này nóng quá").locator(".open").click()
    page.get_by_role("group", name="Nhận ý kiến").get_by_role("button", name="Đóng").click()
    expect(page.get_by_text("Bài viết: Đóng.")).to_be_visible()
    told = desk.admin("GET", "/v1/threads", params={"thread": "https://baotinh.vn/nong"})
    assert told["mode"] == "closed"


def test_a_shift_is_handed_over(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "shift")
    page.get_by_role("button", name="Tôi bắt đầu trực").click()
    expect(page.get_by_text("trực từ")).to_be_visible()
    page.get_by_label("Ca sau cần biết gì?").fill("Để ý bài cầu mới <b>")
    page.get_by_role("button", name="Lưu").click()
    expect(page.locator(".notes .text")).to_have_text("Để ý bài cầu mới <b>")
    page.get_by_role("button", name="Tôi hết ca").click()
    expect(page.get_by_role("button", name="Tôi bắt đầu trực")).to_be_visible()


def test_a_moderator_is_invited_and_a_key_is_made(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "admin")
    page.get_by_label("Tên đăng nhập").fill("Chị Hoa")
    page.get_by_role("button", name="Mời").click()
    link = page.get_by_role("dialog").get_by_role("textbox")
    assert re.search(r"/web/setup\.html#[\w-]+$", link.input_value())
    page.get_by_role("dialog").get_by_role("button", name="Đóng").click()
    page.get_by_text("Thêm khóa").click()
    page.get_by_role("button", name="Thêm").nth(0).click()
    expect(page.get_by_role("dialog").get_by_role("textbox")).to_have_value(re.compile("^mk_"))


def test_the_figures_are_those_of_the_service(desk: Desk, signed: Page) -> None:
    page = opened(desk, signed, "stats")
    counted = desk.admin("GET", "/v1/stats")["comments"]
    expect(page.locator(".figures dd").first).to_have_text(str(counted))
    expect(page.locator(".plot")).to_have_count(6)


def test_a_reader_of_the_desk_decides_nothing(desk: Desk, page: Page) -> None:
    desk.waiting(["chỉ xem thôi"])
    desk.sign_in(page, desk.hire("Em Xem", "reader"))
    expect(page.locator(".card")).to_be_visible()
    expect(page.locator(".does")).to_have_count(0)
    expect(page.get_by_role("link", name="Quản trị")).to_have_count(0)
    page.keyboard.press("Enter")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()


def test_a_first_admin_sets_a_password_and_goes_to_the_desk(desk: Desk, page: Page) -> None:
    link = desk.admin("POST", "/v1/moderators", json={"name": "Chị Mới", "role": "moderator"})["link"]["path"]
    page.goto(desk.address + link)
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.get_by_role("button", name="Lưu").click()
    page.get_by_role("link", name="Bàn duyệt").click()
    expect(page.locator(".queue h1")).to_be_visible()
    expect(page.get_by_role("link", name="Chị Mới")).to_be_visible()
