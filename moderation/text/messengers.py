"""Invitations to go on elsewhere: Zalo, Telegram, an inbox. Naming an app is not yet one."""

import re
from functools import cache

from ahocorasick_rs import AhoCorasick

from moderation.text.plain import Found, Plain

_NAMES = {
    "zalo": "Zalo", "zl": "Zalo", "zalo.me": "Zalo", "chat.zalo.me": "Zalo",
    "telegram": "Telegram", "telegam": "Telegram", "tele": "Telegram", "t.me": "Telegram",
    "telegram.me": "Telegram",
    "whatsapp": "WhatsApp", "watsapp": "WhatsApp", "wa.me": "WhatsApp", "chat.whatsapp.com": "WhatsApp",
    "messenger": "Messenger", "m.me": "Messenger", "viber": "Viber", "wechat": "WeChat", "skype": "Skype",
    "signal": "Signal", "snapchat": "Snapchat", "kakaotalk": "KakaoTalk", "discord.gg": "Discord",
}  # fmt: skip
_APP = (
    r"(?P<app>zalo|zl|telegram|telegam|tele|viber|whats\s?app|watsapp|wechat|skype|messenger|signal|snapchat"
    r"|kakaotalk)"
)
_LINK = (
    r"(?P<app>(?:chat\.)?zalo\.me|t\.me|telegram\.me|wa\.me|m\.me|chat\.whatsapp\.com|discord\.gg)"
    r"/[\w+@.-]{2,64}"
)
_ME = r"(?:minh|mik|em|e|m|me|shop|ad|admin|us|toi|tui|ben minh|ben em)"
_OF_ME = r"(?:cua\s|cho\s|ben\s|qua\s|den\s|to\s|at\s|on\s|via\s|me\s|us\s){0,3}"
_BID = r"(?:lien he|lh|ket ban|kb|ib|inbox|nhan tin|nhan ngay|add|contact|message|msg|text|reach|dm|pm|hit)"
_BIDDING = re.compile(rf"(?<!\w)(?<!da )(?<!bi ){_BID}\W{{0,3}}(?:{_ME}\s)?(?:up\s)?{_OF_ME}{_APP}(?!\w)")
_HANDLE = re.compile(
    rf"(?<!\w){_APP}\s{{0,2}}(?:id|so|nick|acc)?\s{{0,2}}(?:[:=]\s{{0,2}}@?|@)(?!https?:)[a-z0-9_][\w.]{{3,32}}"
)
_NUMBER = re.compile(
    rf"(?<!\w){_APP}\W{{0,4}}(?:so|la|qua|nhe|id)?\W{{0,4}}\+?(?:[0-9o][ .-]?){{9,12}}(?![0-9])"
)
_LINKED = re.compile(rf"(?<![\w.]){_LINK}")
_INBOX = re.compile(
    rf"(?<!\w)(?:(?P<app>ib|inbox|inb|pm)\s(?:cho\s|voi\s|rieng\s|ngay\s|di\s)?{_ME}|check\s?(?:ib|inbox)|dm\sme)(?!\w)"
)
_PATTERNS = (_LINKED, _HANDLE, _NUMBER, _BIDDING, _INBOX)
_HINTS = (
    "zalo", "zl", "tele", "viber", "tsapp", "ts app", "wechat", "skype", "messenger", "signal", "snapc",
    "kakao", "discord", "inb", "ib ", "pm ", "dm me", "check ib", ".me/",
)  # fmt: skip


def might_invite(bare: str) -> bool:
    """Whether a text, given in its *bare* folded form, can hold an invitation; costs little."""
    return bool(_hints().find_matches_as_indexes(bare))


@cache
def _hints() -> AhoCorasick:
    return AhoCorasick(_HINTS, store_patterns=False)


def invitations(text: Plain) -> list[Found]:
    """Invitations in order, each with the name of the app or "inbox"; none overlap."""
    matches = sorted(
        (match.span(), _name(match)) for pattern in _PATTERNS for match in pattern.finditer(text.bare)
    )
    found: list[Found] = []
    for span, name in matches:
        one = text.found(*span, name)
        if not found or one.start >= found[-1].end:
            found.append(one)
    return found


def _name(match: re.Match[str]) -> str:
    app = (match["app"] or "").replace(" ", "")
    return _NAMES.get(app, "inbox")
