"""E-mail addresses in a text, written plainly or spelled out."""

import re

from moderation.text.plain import Found, Plain, apart

_LABEL = r"[^\W_](?:[\w-]{0,61}[^\W_])?"
_PLAIN = re.compile(rf"(?<![\w.+%-])[\w.+%-]{{1,64}}+@{_LABEL}(?:\.{_LABEL}){{1,4}}(?![\w-])")
_AT = r"(?:\s?[\[({<]\s?(?:at|a|@)\s?[\])}>]\s?|\s?@\s?|\s(?:at|a\s?cong|a\s?moc)\s)"
_DOT = r"(?:\s?[\[({<]\s?(?:dot|cham|\.)\s?[\])}>]\s?|\s?\.\s?|\s(?:dot|cham)\s)"
_PROVIDER = r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|proton|protonmail|live|zoho|mail)"
_ENDING = rf"(?:com|net|org|vn|me|info|edu|gov)(?:{_DOT}vn)?"
_SPELLED = re.compile(
    rf"(?<![\w.+%-])(?:[\w+%-]{{1,64}}+(?:\.|{_DOT})){{0,2}}[\w+%-]{{1,64}}+{_AT}{_PROVIDER}(?:{_DOT}{_ENDING})?(?![\w-])"
)
_SIGNS = re.compile(rf"{_AT}|{_DOT}")


def might_mail(source: str, bare: str) -> bool:
    """Whether a text, given with its *bare* folded form, can hold an address at all; costs little."""
    return "@" in source or "＠" in source or "mail" in bare or "yahoo" in bare or "outlook" in bare


def emails(text: Plain) -> list[Found]:
    """Addresses in order; the value is the address as one would type it."""
    written = [
        text.found(*match.span(), match[0]) for match in _PLAIN.finditer(text.text) if _is_sound(match[0])
    ]
    spelled = [text.found(*match.span(), _typed(match[0])) for match in _SPELLED.finditer(text.bare)]
    return sorted([*written, *apart(spelled, written)])


def _is_sound(address: str) -> bool:
    return address[0] not in ".-" and ".." not in address


def _typed(spelled: str) -> str:
    """The address that *spelled* spells.

    >>> _typed("ten [at] gmail [dot] com"), _typed("a.b a cong gmail")
    ('ten@gmail.com', 'a.b@gmail.com')
    """
    local, _, domain = re.sub(_AT, "@", spelled, count=1).partition("@")
    host = re.sub(_DOT, ".", domain)
    return f"{re.sub(_DOT, '.', local)}@{host if '.' in host else host + '.com'}"
