"""Text pasted from fonts older than Unicode: TCVN3 (ABC) and VNI keep Vietnamese in Latin-1 letters."""

import re
import string
from collections.abc import Callable

from moderation.text.vietnamese import is_syllable

_TCVN3 = str.maketrans(
    "µ¸¶·¹¨»¾¼½Æ©ÇÊÈÉË®ÌÐÎÏÑªÒÕÓÔÖ×ÝØÜÞßãáâä«åèæçé¬êíëìîïóñòô\u00adõøö÷ùúýûüþ¡¢§£¤¥¦",
    "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵĂÂĐÊÔƠƯ",
)
# VNI: a letter, then its mark as a letter of its own; ô and ö are ơ and ư, and some letters are one code.
_VNI_SINGLES = dict(zip("ñôöíìæóòî", "đơưíìỉĩịỵ", strict=True))
_VNI_PAIRS = {
    "a": ("ùøûõïâáàåãäêéèúüë", "áàảãạâấầẩẫậăắằẳẵặ"),
    "e": ("ùøûõïâáàåãä", "éèẻẽẹêếềểễệ"),
    "o": ("ùøûõïâáàåãä", "óòỏõọôốồổỗộ"),
    "u": ("ùøûõï", "úùủũụ"),
    "y": ("ùøûõ", "ýỳỷỹ"),
    "ô": ("ùøûõï", "ớờởỡợ"),
    "ö": ("ùøûõï", "ứừửữự"),
}
_VNI = _VNI_SINGLES | {
    letter + mark: decoded
    for letter, (marks, letters) in _VNI_PAIRS.items()
    for mark, decoded in zip(marks, letters, strict=True)
}
_VNI_CODE = re.compile("|".join(sorted(_VNI, key=len, reverse=True)))

_SIGNS = string.punctuation + string.digits + "“”‘’…"
_CODE = re.compile("[\u00a1-\u00ff]")
_UNICODE_VIETNAMESE = re.compile("[ăđĩũơưĂĐĨŨƠƯạ-ỹ\u0300-\u0323]")
_LEAST = 2  # codes, and words that only the old encoding explains; Swedish "så då på den" has but one code


def encoding_of(text: str) -> str | None:
    """Name the old encoding that *text* was pasted in, "TCVN3" or "VNI"; None when it is in none.

    >>> encoding_of("Céng hßa x· héi"), encoding_of("Coäng hoøa xaõ hoäi"), encoding_of("Où êtes-vous né ?")
    ('TCVN3', 'VNI', None)
    """
    if text.isascii() or _UNICODE_VIETNAMESE.search(text) or len(set(_CODE.findall(text))) < _LEAST:
        return None
    words = {chunk.strip(_SIGNS) for chunk in text.split()} - {""}
    explained = {name: _explained(words, decode) for name, decode in _DECODERS.items()}
    best = max(explained, key=lambda name: explained[name])
    return best if explained[best] >= _LEAST else None


def _explained(words: set[str], decode: Callable[[str], str]) -> int:
    """Count the words that are syllables only by *decode*; 0 when over three in ten still are none."""
    decoded = {word: decode(word).lower() for word in words}
    read = [word for word in words if is_syllable(decoded[word])]
    if 10 * len(read) < 7 * len(words):
        return 0
    return sum(not word.isascii() and not is_syllable(word.lower()) for word in read)


def _from_tcvn3(word: str) -> str:
    return word.translate(_TCVN3)


def _from_vni(word: str) -> str:
    return _VNI_CODE.sub(lambda code: _VNI[code[0]], word.lower())


_DECODERS = {"TCVN3": _from_tcvn3, "VNI": _from_vni}
