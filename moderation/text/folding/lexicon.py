"""The few words that folding must know to tell an evasion from a coincidence.

Not a word list of the product: nothing is judged by it. A word stands here because people hide it by masks,
digits or gaps, and because its hidden form reads as nothing else.
"""

from functools import cache
from itertools import product

_VIETNAMESE = """
địt đụ đéo đĩ lồn cặc buồi cứt đít đái ỉa ngu chó vãi mẹ má bố súc óc điếm cave khốn nạn
phò bướm dái chim vú hiếp giết chửi chết cút ngáo đần hèn láo đểu
"""
_ABBREVIATED = "đm đmm đkm đcm vcl vkl vl clgt cmm cmn"
_ENGLISH = """
fuck fucks fucked fucker fuckers fucking motherfucker shit shits shitty bullshit bitch bitches asshole
assholes bastard bastards cunt cunts dick dicks cock cocks pussy slut sluts whore whores nigger niggers nigga
niggas faggot faggots retard retards retarded stupid idiot idiots moron porn penis vagina rape rapist
"""
_MASKED_VIETNAMESE = "địt đụ đéo đĩ lồn cặc buồi ngu"

VIETNAMESE = frozenset(_VIETNAMESE.split())
ABBREVIATED = frozenset(_ABBREVIATED.split())
ENGLISH = frozenset(_ENGLISH.split())
VULGAR = VIETNAMESE | ABBREVIATED | ENGLISH

_MASKABLE = frozenset(_MASKED_VIETNAMESE.split()) | ENGLISH
_ONE_READING = {
    "s**t": "shit",
    "f***": "fuck",
    "f*k": "fuck",
    "fu*": "fuck",
    "a**hole": "asshole",
    "a$$": "ass",
    "@ss": "ass",
}


@cache
def masked() -> dict[str, str]:
    """List words with some inner letters starred, `đ*t` or `f**k`, where only one word of ours fits."""
    readings: dict[str, set[str]] = {}
    for word in _MASKABLE:
        for mask in _maskings(word):
            readings.setdefault(mask, set()).add(word)
    return {mask: min(words) for mask, words in readings.items() if len(words) == 1} | _ONE_READING


def _maskings(word: str) -> list[str]:
    if len(word) < 3:
        return []
    if len(word) > 7:
        vowels = "".join("*" if letter in "aeiou" else letter for letter in word[1:])
        return [word[0] + vowels, word[0] + "*" * (len(word) - 2) + word[-1]]
    inner = product(*[(letter, "*") for letter in word[1:-1]])
    return [word[0] + "".join(middle) + word[-1] for middle in inner if "*" in middle]
