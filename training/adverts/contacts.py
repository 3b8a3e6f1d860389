"""Invented ways to reach an advertiser.

Vietnam reserves no numbers for fiction, so its mobile numbers are drawn from the whole numbering plan and
written into no file. English ones come from the ranges kept for fiction. Names of sites and accounts
are nonsense syllables.
"""

from collections.abc import Callable, Mapping
from random import Random

# The two digits after the trunk 0, since the renumbering of 2018; of 89 and 99 only parts are in use.
MOBILE_CODES = (
    *("32", "33", "34", "35", "36", "37", "38", "39", "86", "96", "97", "98"),  # Viettel
    *("81", "82", "83", "84", "85", "88", "91", "94"),  # VinaPhone
    *("70", "76", "77", "78", "79", "90", "93"),  # MobiFone
    *("56", "58", "92", "59", "87"),  # the small ones
)
# What a clean comment may name: emergency, child protection, city lines and a newsroom that does not exist.
HOTLINES = ("111", "112", "113", "114", "115", "1022", "024 3000 0011", "028 3000 0022")

_GROUPS = (
    *((10,), (10,), (4, 3, 3), (4, 3, 3), (3, 3, 4), (4, 6)),
    *((3, 7), (2, 2, 2, 2, 2), (5, 5), (4, 2, 2, 2)),
)
_JOINTS = (" ", " ", ".", ".", "-")
_STARTS = ("0", "0", "0", "0", "0", "0", "+84", "+84 ", "84", "(+84)", "(84) ")
_SYLLABLES = (
    *("zu", "vo", "kar", "mip", "qua", "xel", "bon", "tiv", "ras", "pho"),
    *("ny", "dak", "lum", "gio", "wex"),
)
_SUFFIXES = (
    *("com", "net", "vn", "com.vn", "vip", "club", "top"),
    *("xyz", "info", "shop", "online", "site", "cc", "me"),
)
_BANKS = ("Vietcombank", "VCB", "Techcombank", "MB", "MBBank", "BIDV", "ACB", "Agribank", "TPBank")


def mobile(rng: Random) -> str:
    """Invent a Vietnamese mobile number: ten digits, the first 0."""
    return f"0{rng.choice(MOBILE_CODES)}{rng.randrange(10**7):07}"


def spell(number: str, rng: Random) -> str:
    """Write ten digits as people do: in groups, with dots, or with the country code."""
    sizes, joint = rng.choice(_GROUPS), rng.choice(_JOINTS)
    ends = [sum(sizes[: i + 1]) for i in range(len(sizes))]
    parts = [number[end - size : end] for size, end in zip(sizes, ends, strict=True)]
    return rng.choice(_STARTS) + joint.join(parts)[1:]


def phone(rng: Random) -> str:
    """Invent a Vietnamese mobile number in one of its spellings."""
    return spell(mobile(rng), rng)


def masked_phone(rng: Random) -> str:
    """Show a mobile number as careful readers quote it, most digits hidden: nobody can be reached."""
    number = mobile(rng)
    head, tail = number[:4], number[8:]
    return rng.choice((f"{head}xxxx{tail}", f"{head}****{tail}", f"{head} xxx xxx"))


def fiction_phone(rng: Random) -> str:
    """Write a number from the ranges that the US and the UK keep for fiction."""
    line = f"{rng.randrange(100, 200):04}"
    area = rng.choice(("212", "305", "415", "702", "818"))
    british = f"+44 7700 900{rng.randrange(1000):03}"
    return rng.choice((f"({area}) 555-{line}", f"+1 {area} 555 {line}", f"+1{area}555{line}", british))


def brand(rng: Random) -> str:
    """Make up a name that nobody bears, such as "xelbonny"."""
    return "".join(rng.sample(_SYLLABLES, rng.randint(3, 4)))


def handle(rng: Random) -> str:
    """Invent an account name of a messenger, without the "@"."""
    number = rng.choice(("", str(rng.randrange(10, 999))))
    return brand(rng) + rng.choice(("", "_", "_cskh", "vn")) + number


def site(rng: Random) -> str:
    """Invent a host name, such as "zuvokar88.vip"."""
    return f"{brand(rng)}{rng.choice(('', '', '88', '247', 'vn', '79'))}.{rng.choice(_SUFFIXES)}"


def link(rng: Random) -> str:
    """Write a link, with or without scheme and path."""
    scheme = rng.choice(("", "", "https://", "http://", "www.", "https://www."))
    path = rng.choice(("", "", "/", "/dang-ky", f"/{brand(rng)}", f"/?ref={rng.randrange(10**4, 10**6)}"))
    return scheme + site(rng) + path


def email(rng: Random) -> str:
    """Invent an e-mail address."""
    return f"{rng.choice(('lienhe', 'info', 'cskh', 'contact', brand(rng)))}@{site(rng)}"


def account(rng: Random) -> str:
    """Write a bank account with its bank, as adverts ask for deposits."""
    number = str(rng.randrange(10 ** rng.randint(8, 13), 10**14))
    return rng.choice((f"{number} {rng.choice(_BANKS)}", f"{rng.choice(_BANKS)} {number}"))


SOURCES: Mapping[str, Callable[[Random], str]] = {
    "phone": phone,
    "masked_phone": masked_phone,
    "fiction_phone": fiction_phone,
    "brand": brand,
    "handle": handle,
    "link": link,
    "email": email,
    "account": account,
    "hotline": lambda rng: rng.choice(HOTLINES),
}
