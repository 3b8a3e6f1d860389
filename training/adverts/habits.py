"""How people type, adverts and clean comments alike: none of this may become a sign of an advert."""

from random import Random
from unicodedata import normalize

from training.evasion import Language
from training.evasion.marks import no_marks
from training.evasion.spelling import short_forms, shortenable


def type_out(text: str, language: Language, rng: Random) -> str:
    """Give *text* the look of something typed on a phone, or leave it as it is (about half the time)."""
    if language == "vi" and rng.random() < 0.2:
        text = _shortened(text, rng)
    if rng.random() < 0.25:
        text = text.lower()
    if language == "vi" and rng.random() < 0.12:
        text = no_marks(text, rng)
    if rng.random() < 0.04:
        text = text.upper()
    return normalize("NFD", text) if rng.random() < 0.03 else text


def _shortened(text: str, rng: Random) -> str:
    forms = short_forms("vi")
    return shortenable("vi").sub(lambda found: rng.choice((found[0], *forms[found[0].lower()])), text)
