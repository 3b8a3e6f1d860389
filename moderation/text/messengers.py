"""Invitations to go on elsewhere: Zalo, Telegram, an inbox. Naming an app is not yet one."""

import re

from moderation.text.plain import Found, Plain

_NAMES = {
    "zalo": "Zalo", "zl": "Zalo", "telegram": "Telegram", "telegam": "Telegram", "tele": "Telegram",
    "viber": "Viber", "whatsapp": "WhatsApp", "watsapp": "WhatsApp", "wechat": "WeChat", "skype": "Skype",
    "messenger": "Messenger", "t.me": "Telegram", "telegram.me": "Telegram", "zalo.me": "Zalo", "wa.me": "WhatsApp",
    "m.me": "Messenger", "signal": "Signal", "snapchat": "Snapchat", "kakaotalk": "KakaoTalk",
    "discord.gg": "Discord", "chat.zalo.me": "Zalo", "chat.whatsapp.com": "WhatsApp",
}  # fmt: skip
_APP = r"(?P<app>zalo|zl|telegram|telegam|tele|viber|whats\s?app|watsapp|wechat|skype|messenger|signal|snapchat|kakaotalk)"
_LINK = r"(?P<app>(?:chat\.)?zalo\.me|t\.me|telegram\.me|wa\.me|m\.me|chat\.whatsapp\.com|discord\.gg)/[\w+@.-]{2,}"
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
    "zalo",
    "zl",
    "tele",
    "viber",
    "app",
    "inb",
    "t.me",
    "wa.me",
    "m.me",
    "skype",
    "signal",
    "chat",
    " me",
    "discord",
)
_ib = re.compile(r"ib\b").search


def might_invite(bare: str) -> bool:
    """Whether a text, given in its *bare* folded form, can hold an invitation; costs next to nothing."""
    return any(hint in bare for hint in _HINTS) or _ib(bare) is not None


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
