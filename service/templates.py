"""Sentences to authors that moderators choose from; these are shipped, a site may write its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from msgspec import Meta, Struct

from service.refused import Refused

MOST = 200
_Sentence = Annotated[str, Meta(max_length=1_000)]  # as long as a decision's message may be


class Template(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One sentence in both languages, under the *title* that moderators know it by; one language may be empty."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$")]
    title: Annotated[str, Meta(min_length=1, max_length=200)]
    vi: _Sentence = ""
    en: _Sentence = ""


def usable(templates: Sequence[Template]) -> Sequence[Template]:
    """The same. Raises `Refused` for an id that is there twice, or one that says nothing."""
    known: set[str] = set()
    for index, one in enumerate(templates):
        place = f"$.templates[{index}]"
        if one.id in known:
            raise Refused("body.value", f"{one.id!r} is there twice; take another id", f"{place}.id")
        if not one.title.strip():
            raise Refused("body.value", "the title is blank; write a few words", f"{place}.title")
        if not (one.vi.strip() or one.en.strip()):
            raise Refused("body.value", f"{one.id!r} says nothing; write `vi` or `en`", f"{place}.vi")
        known.add(one.id)
    return templates


SHIPPED: tuple[Template, ...] = (
    Template(
        id="wording",
        title="Lời lẽ / Wording",
        vi="Rất tiếc, tòa soạn chưa thể đăng ý kiến này vì có lời lẽ chưa phù hợp. Mời bạn viết lại và gửi lại.",
        en="Sorry, we cannot publish this comment because of its wording. You are welcome to rephrase and resend it.",
    ),
    Template(
        id="attack",
        title="Công kích cá nhân / Personal attack",
        vi="Tòa soạn không đăng ý kiến công kích cá nhân. Mời bạn góp ý về nội dung bài viết.",
        en="We do not publish personal attacks. You are welcome to comment on the article itself.",
    ),
    Template(
        id="hate",
        title="Kỳ thị / Demeaning",
        vi="Tòa soạn không đăng ý kiến kỳ thị người khác vì quê quán, dân tộc, tôn giáo hay giới tính.",
        en="We do not publish comments that demean people for where they come from, ethnicity, religion or gender.",
    ),
    Template(
        id="off-topic",
        title="Lạc đề / Off topic",
        vi="Ý kiến này không liên quan đến bài viết nên tòa soạn chưa thể đăng. Cảm ơn bạn đã quan tâm.",
        en="This comment is not about the article, so we cannot publish it here. Thank you for your interest.",
    ),
    Template(
        id="unverified",
        title="Thông tin chưa kiểm chứng / Unverified",
        vi="Ý kiến có thông tin tòa soạn chưa kiểm chứng được nên chưa thể đăng.",
        en="This comment has information that we could not verify, so we cannot publish it for now.",
    ),
    Template(
        id="private",
        title="Thông tin riêng tư / Private details",
        vi="Ý kiến có thông tin riêng tư của người khác. Mời bạn bỏ phần này rồi gửi lại.",
        en="This comment has private details of another person. Please take them out and send it again.",
    ),
    Template(
        id="contact",
        title="Số điện thoại, đường dẫn / Contacts, links",
        vi="Tòa soạn không đăng số điện thoại và đường dẫn trong ý kiến. Mời bạn bỏ phần này rồi gửi lại.",
        en="We do not publish phone numbers or links in comments. Please take them out and send it again.",
    ),
    Template(
        id="advert",
        title="Quảng cáo / Advertising",
        vi="Rất tiếc, tòa soạn không đăng nội dung quảng cáo ở mục ý kiến.",
        en="Sorry, we do not publish advertising in the comments.",
    ),
    Template(
        id="duplicate",
        title="Đã đăng rồi / Already published",
        vi="Tòa soạn đã đăng một ý kiến cùng nội dung của bạn.",
        en="We have already published a comment of yours that says the same.",
    ),
    Template(
        id="edited",
        title="Đã biên tập / Edited",
        vi="Ý kiến của bạn đã được biên tập cho gọn trước khi đăng. Cảm ơn bạn.",
        en="Your comment was lightly edited before it was published. Thank you.",
    ),
    Template(
        id="tip",
        title="Cảm ơn thông tin / Thanks for the tip",
        vi="Cảm ơn bạn đã cung cấp thông tin. Tòa soạn đã chuyển cho phóng viên và không đăng ý kiến này.",
        en="Thank you for the tip. We have passed it to our reporters and will not publish this comment.",
    ),
    Template(
        id="law",
        title="Theo quy định / By law",
        vi="Rất tiếc, theo quy định tòa soạn không thể đăng ý kiến này.",
        en="Sorry, under the rules that apply to us we cannot publish this comment.",
    ),
)
