"""Which contacts are found in which spelling, and which numbers and names are none."""

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.checks import contacts
from moderation.reading import Field
from moderation.text.folding import fold
from moderation.verdict import Action
from tests.linear import assert_linear

MOBILE = """0912 345 678|09.12.34.56.78|+84 912 345 678|0084912345678|(+84) 912-345-678|84 912 345 678
O9I2 345 678|o9l2345678|không chín một hai ba bốn năm sáu bảy tám
khong chin mot hai ba bon nam sau bay tam|0 9 1 2 3 4 5 6 7 8|0\u200b91\u200b2345678|𝟎𝟗𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖
０９１２３４５６７８|0️⃣9️⃣1️⃣2️⃣3️⃣4️⃣5️⃣6️⃣7️⃣8️⃣|⓪⑨①②③④⑤⑥⑦⑧|gọi0912345678nhé|không chín 1 hai 345 678
0912/345/678|0912,345,678|&#48;912345678""".replace("\n", "|")
OTHER_NUMBERS = {
    "024 3825 1234": "02438251234",
    "(024) 38251234": "02438251234",
    "02363 123 456": "02363123456",
    "LH 1900 1234": "19001234",
    "lh: 19001234": "19001234",
    "CSKH 1800.1091": "18001091",
    "Hotline: 1800 599 920": "1800599920",
    "Liên hệ: 1900 1234": "19001234",
    "Liên hệ ngay: 1900 1234": "19001234",
    "Hot line: 1900 1234": "19001234",
    "ĐT: 1900 1234": "19001234",
    "Tel. 1800 1234": "18001234",
    "1900 0912 345 678": "0912345678",
    "☎️ 1️⃣9️⃣0️⃣0️⃣6️⃣6️⃣8️⃣1️⃣": "19006681",
    "1900 1234 hoặc 0912 345 678": "0912345678",
    "+1 650-253-0000": "+16502530000",
    "gọi 0912345678 - 0987654321": "0912345678, 0987654321",
}
EMAILS = {
    "thư: ten@gmail.com.": "ten@gmail.com",
    "a.b+c@mail.example.co.uk": "a.b+c@mail.example.co.uk",
    "ten [at] gmail [dot] com": "ten@gmail.com",
    "ten(at)yahoo(dot)com": "ten@yahoo.com",
    "ten a còng gmail chấm com": "ten@gmail.com",
    "ten a cong gmail": "ten@gmail.com",
    "nguyen.van.a @ gmail . com": "nguyen.van.a@gmail.com",
}
INVITATIONS = {
    "ib mình nhé": "inbox",
    "inbox em": "inbox",
    "DM me": "inbox",
    "liên hệ zalo": "Zalo",
    "LH Zalo": "Zalo",
    "kết bạn zalo": "Zalo",
    "tele @abcdef": "Telegram",
    "t.me/abcdef": "Telegram",
    "add me on telegram": "Telegram",
    "contact us on WhatsApp": "WhatsApp",
}
ACCOUNTS = {
    "STK 19031234567 Techcombank": "19031234567",
    "Số tài khoản: 0123 456 789 Vietcombank": "0123456789",
    "Vietcombank 0011001234567": "0011001234567",
    "ck về 102345678901 MB Bank nhé": "102345678901",
    "momo 0912345678": "0912345678",
}
NO_CONTACT = """Nghị định 03/2019/NĐ-CP|ngày 09/05/2020 12 giờ|05/06/2020, 12h30|1.500.000đ|2,5 tỷ
84.912.345.678 đồng|18.001.234 đồng|thửa 123 tờ bản đồ 45|36A-123.45|biển số 36A-098.765
tỉ số 0-3 2-1 5-0 1-1 2-3|0,35 0,72 0,81 0|0.912345678|CCCD 001099012345|MST 0901234567
1900-1975|07 03 59 12 34 56 78|30/4/1975|2020 2021 2022|113|1022
Covid-19 ngày 20/8/2021: 10.280 ca|6.02214076e23|3.14159265358979|299792458 m/s
chi 100.000.000.000 đồng|ISBN 978-604-1-12345-6|12h30-13h45 ngày 1-2-2020|0903/2020
không năm nào như năm nay|không ai tám chuyện|Zalo sập rồi|gọi zalo bị lỗi
Zalo và Telegram đều lỗi|dùng Viber gọi cho con|bible|meet at home|@Nguyễn Văn A|@abc xin chào
Vietcombank lãi 12.345.678 triệu|1900 1234|gọi tổng đài 1900 1234 của ngân hàng mãi không ai nghe
Tôi gọi 1800 599 920 ba lần|hotline 1900 9095 của Bộ Y tế|bạn gọi 19006600 mà hỏi|số 18001091 lừa đảo"""
BY_KIND = [
    *[("contacts.phone", text, "0912345678") for text in MOBILE.split("|")],
    *[("contacts.phone", *item) for item in OTHER_NUMBERS.items()],
    *[("contacts.email", *item) for item in EMAILS.items()],
    *[("contacts.messenger", *item) for item in INVITATIONS.items()],
    *[("contacts.bank_account", *item) for item in ACCOUNTS.items()],
]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.parametrize(("code", "text", "value"), BY_KIND)
def test_a_contact_is_found_in_every_spelling(run, code, text, value, form) -> None:
    (finding,) = run(contacts.check, unicodedata.normalize(form, text))
    assert (finding.code, finding.params) == (code, {"value": value})


@pytest.mark.parametrize("text", NO_CONTACT.split("|"))
def test_other_numbers_and_names_are_no_contacts(run, text) -> None:
    assert not run(contacts.check, text)


def test_a_number_after_the_name_of_an_app_is_both(run) -> None:
    findings = run(contacts.check, "zalo: 0912345678")
    assert [finding.code for finding in findings] == ["contacts.phone", "contacts.messenger"]


@pytest.mark.parametrize("allowed", ["0912 345 678", "0912345678", "+84 912 345 678", "+84912345678"])
def test_an_allowed_number_may_be_written_in_any_spelling(run, allowed) -> None:
    assert not run(contacts.check, "+84 912.345.678", contacts={"allowed": [allowed]})


def test_an_allowed_address_is_compared_without_case(run) -> None:
    assert not run(contacts.check, "ToaSoan@Bao.vn", contacts={"allowed": ["toasoan@bao.vn"]})


def test_each_kind_has_its_own_measure(run) -> None:
    policy = {"phone": "off", "email": "reject", "messenger": "nudge"}
    email, messenger = run(contacts.check, "0912345678 ten@gmail.com ib em", contacts=policy)
    assert (email.code, email.action) == ("contacts.email", Action.REJECT)
    assert (messenger.code, messenger.nudge) == ("contacts.messenger", True)


def test_the_display_name_is_read_too(run) -> None:
    (finding,) = run(contacts.check, "xin chào", "Vay tiền 0912345678")
    assert (finding.field, finding.spans[0].start, finding.spans[0].end) == ("author", 9, 19)


@pytest.mark.parametrize("author", ["Vay nhanh 1900 1234", "18001234", "1900.599.920"])
def test_a_display_name_quotes_no_hotline(run, author) -> None:
    (finding,) = run(contacts.check, "xin chào", author)
    assert (finding.field, finding.code) == ("author", "contacts.phone")


@pytest.mark.parametrize("author", ["Sinh 1900-1975", "Hà Nội 1900"])
def test_years_in_a_display_name_are_no_hotline(run, author) -> None:
    assert not run(contacts.check, "xin chào", author)


@given(st.text(alphabet="0123456789oO. -+@a.zlồ\u0302🙂\u200b𝟎①:/&#;"))
def test_spans_lie_within_the_author_text(run, text) -> None:
    for finding in run(contacts.check, text):
        assert all(0 <= span.start < span.end <= len(text) for span in finding.spans)


PIECES = [
    "0",
    "0 ",
    "09 ",
    "-1",
    "+1 ",
    ".",
    "@",
    "a@",
    "a.",
    "o",
    "zalo ",
    "zalo: ",
    "stk a ",
    "khong ",
    "a at ",
]


@pytest.mark.parametrize("piece", PIECES)
def test_the_search_is_linear(piece) -> None:
    def seconds(size: int) -> float:
        field = Field("text", fold((piece * size)[:size] + " 0123456 @"))
        started = time.process_time()
        contacts._kinds(field)
        return time.process_time() - started

    assert_linear(seconds)
