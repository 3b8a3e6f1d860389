"""Bank accounts in a text: digits after "STK", or beside the name of a bank or wallet."""

import re

from moderation.text.plain import Found, Plain

_DIGITS = r"(?P<digits>[0-9](?:[ .-]?[0-9]){5,18})(?![0-9])(?!\s?(?:d|dong|vnd|trieu|ty|k|usd|%)(?![^\W_]))"
_CUE = (
    r"(?:stk|so\stk|s\.t\.k|so\stai\skhoan|tai\skhoan\sso|so\stk\sla|account\s(?:number|no|num)|acc\sno|iban)"
)
_BANKS = (
    "vietcombank vcb techcombank tcb mbbank bidv agribank vietinbank ctg sacombank tpbank vpbank hdbank vib "
    "shb ocb acb msb seabank eximbank oceanbank lienvietpostbank lpbank abbank namabank bacabank pvcombank "
    "scb cake timo momo zalopay viettelpay viettelmoney vnpay paypal"
).split()
_BANK = rf"(?:{'|'.join(_BANKS)}|mb\s?bank|ngan\shang\s\w+)"
_AFTER_CUE = re.compile(rf"(?<!\w){_CUE}\W{{0,4}}(?:[^\W\d]{{1,20}}\W{{1,3}}){{0,6}}{_DIGITS}")
_AFTER_BANK = re.compile(rf"(?<!\w){_BANK}\W{{1,4}}(?:(?:so|tk|stk|acc|cua|la)\W{{1,3}}){{0,3}}{_DIGITS}")
_BEFORE_BANK = re.compile(rf"(?<![\w.,]){_DIGITS}\W{{1,4}}(?:tai\s|bank\s|nh\s|ngan\shang\s)?{_BANK}(?!\w)")
_LEAST = 8  # digits beside a bank's name; fewer are a sum or a telephone number's end


def accounts(text: Plain) -> list[Found]:
    """Account numbers in order, each with its digits; none overlap."""
    found: list[Found] = []
    for start, end, digits in sorted(_candidates(text)):
        if not found or start >= found[-1].end:
            found.append(Found(start, end, digits))
    return found


def _candidates(text: Plain) -> list[Found]:
    candidates: list[Found] = []
    for pattern, least in ((_AFTER_CUE, 6), (_AFTER_BANK, _LEAST), (_BEFORE_BANK, _LEAST)):
        for match in pattern.finditer(text.bare):
            digits = re.sub(r"[^0-9]", "", match["digits"])
            if len(digits) >= least:
                candidates.append(text.found(*match.span(), digits))
    return candidates
