"""How people type, adverts and clean comments alike: none of this may become a sign of an advert."""

import re
from random import Random
from unicodedata import normalize

from training.adverts.disguise import Language, unmarked

_SHORT_FORMS = {
    "không": ("ko", "k", "hông", "hok", "kg"),
    "được": ("đc", "dc", "đk"),
    "mình": ("mik", "mk", "m"),
    "mọi người": ("mn", "mng"),
    "anh em": ("ae", "a e"),
    "các bạn": ("cb", "các b"),
    "chị em": ("ce", "chị e"),
    "với": ("vs", "zới"),
    "nhiều": ("nhìu", "nhiu"),
    "rồi": ("r", "rùi", "rồi"),
    "gì": ("j", "ji"),
    "vậy": ("zậy", "z"),
    "biết": ("bít", "bt"),
    "bây giờ": ("bh", "bjo"),
    "em": ("e",),
    "chị": ("c",),
    "anh": ("a",),
    "ngày": ("ngày", "ng"),
}
_SHORTENED = re.compile(rf"\b(?:{'|'.join(_SHORT_FORMS)})\b")


def type_out(text: str, language: Language, rng: Random) -> str:
    """Give *text* the look of something typed on a phone, or leave it as it is (about half the time)."""
    if language == "vi" and rng.random() < 0.2:
        text = _shortened(text, rng)
    if rng.random() < 0.25:
        text = text.lower()
    if language == "vi" and rng.random() < 0.12:
        text = unmarked(text, rng)
    if rng.random() < 0.04:
        text = text.upper()
    return normalize("NFD", text) if rng.random() < 0.03 else text


def _shortened(text: str, rng: Random) -> str:
    return _SHORTENED.sub(lambda m: rng.choice((m[0], *_SHORT_FORMS[m[0]])), text)
