"""Reading a brand's name through styled letters, look-alikes and spaces, well enough to group adverts.

Only groups are made of it. What the classifier sees is folded by `moderation.text.folding`.
"""

import unicodedata
from collections.abc import Sequence

# Only look-alikes that the adverts use.
_LOOK_ALIKES = {
    **dict(zip("авекмнорстухіјѕԝгия", "abekmhopctyxijswrur", strict=True)),
    **dict(zip("αεικνορτυωλ", "aeikvoptuwa", strict=True)),
    **dict(zip("ᴀʙᴄᴅᴇꜰɢʜɪᴊᴋʟᴍɴᴏᴘʀꜱᴛᴜᴠᴡʏᴢ", "abcdefghijklmnoprstuvwyz", strict=True)),
    "⓿": "0", "ⲗ": "l", "ʌ": "a", "𐊗": "t", "\U0001d50c": "i", "\U0001d515": "r",
}  # fmt: skip
_SQUARED_AND_CIRCLED = {
    chr(first + n): chr(ord("a") + n) for first in (0x1F130, 0x1F150, 0x1F170, 0x1F1E6) for n in range(26)
}
_DINGBAT_DIGITS = {chr(first + n): str(n + 1) for first in (0x2776, 0x2780, 0x278A) for n in range(9)}
_READ_AS = str.maketrans(_LOOK_ALIKES | _SQUARED_AND_CIRCLED | _DINGBAT_DIGITS)

# Letters and digits that stand for each other, on both sides of the comparison.
_SAME = str.maketrans({"0": "o", "1": "i", "l": "i"})


def skeleton(text: str) -> str:
    """Return ASCII letters and digits only, look-alikes read as what they look like.

    >>> skeleton("⭐ 𝐁 0 Ѕ S")
    'boss'
    """
    plain = unicodedata.normalize("NFKD", text).casefold().translate(_READ_AS)
    return "".join(c for c in plain if c.isascii() and c.isalnum()).translate(_SAME)


def named_brand(text: str, brands: Sequence[str]) -> str:
    """Return the first of *brands* (skeletons) that occurs in *text*, or ""."""
    found = skeleton(text)
    return next((brand for brand in brands if brand in found), "")
