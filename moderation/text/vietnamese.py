"""How a Vietnamese syllable is built: onset, rhyme and tone; and what its Telex keys spell.

Everything here takes lower-case precomposed letters, as folding leaves them.
"""

import re
from functools import cache
from itertools import product

# A row per vowel: without tone, then grave, acute, hook, tilde, dot below.
_TONED = (
    "aàáảãạ", "ăằắẳẵặ", "âầấẩẫậ", "eèéẻẽẹ", "êềếểễệ", "iìíỉĩị",
    "oòóỏõọ", "ôồốổỗộ", "ơờớởỡợ", "uùúủũụ", "ưừứửữự", "yỳýỷỹỵ",
)  # fmt: skip
LEVEL, _ACUTE, _DOT = 0, 2, 5
_TONE = {letter: tone for row in _TONED for tone, letter in enumerate(row)}
_WITH_TONE = {row[0]: row for row in _TONED}
_TONELESS = str.maketrans({letter: row[0] for row in _TONED for letter in row})
_PLAIN = str.maketrans("ăâđêôơư", "aadeoou")
MARKED = "".join(row[1:] for row in _TONED) + "ăâđêôơư"

_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x"
_RHYMES = """
a ac ach ai am an ang anh ao ap at au ay ăc ăm ăn ăng ăp ăt âc âm ân âng âp ât âu ây
e ec em en eng eo ep et ê êch êm ên ênh êp êt êu i ia ich im in inh ip it iu iêc iêm iên iêng iêp iêt iêu
o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet oi om on ong oong
ooc op ot ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh ui um un ung uơ up
ut uy uya uych uyên uyêt uyn uynh uyp uyt uyu uôc uôi uôm uôn uông uôt ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm
ươn ương ươp ươt ươu y ych yn ynh yt yêm yên yêng yêt yêu
"""
_BEFORE_FRONT_VOWEL = frozenset({"k", "gh", "ngh"})
_BEFORE_OTHER_VOWEL = frozenset({"c", "g", "ng"})
_STOPPED = ("c", "ch", "p", "t")


def toneless(text: str) -> str:
    """*text* without tone marks; â, ê, ô, ă, ơ, ư and đ stay."""
    return text.translate(_TONELESS)


def markless(text: str) -> str:
    """*text* as typed without any Vietnamese mark."""
    return text.translate(_TONELESS).translate(_PLAIN)


def _spelled(onset: str, rhyme: str) -> bool:
    front = rhyme[0] in "eêiy"
    if onset in _BEFORE_FRONT_VOWEL:
        return front
    if onset in _BEFORE_OTHER_VOWEL:
        return not front or (onset == "g" and rhyme[0] == "i")
    return not (onset == "qu" and rhyme[0] in "ouưô") and not (onset == "gi" and rhyme[0] in "iy")


@cache
def _rhymes() -> dict[str, int]:
    """Every toneless syllable, and how many letters its onset has; the longer onset wins."""
    pairs = product(sorted(["", *_ONSETS.split()], key=len), _RHYMES.split())
    return {onset + rhyme: len(onset) for onset, rhyme in pairs if not onset or _spelled(onset, rhyme)}


@cache
def _bare_syllables() -> frozenset[str]:
    return frozenset(markless(" ".join(_rhymes())).split())


@cache
def syllables() -> frozenset[str]:
    """Every syllable with its marks, the tone where schoolbooks put it."""
    toned = {rhyme: _toned(rhyme) for rhyme in _RHYMES.split()}
    return frozenset(
        syllable[:onset] + rhyme for syllable, onset in _rhymes().items() for rhyme in toned[syllable[onset:]]
    )


def _toned(rhyme: str) -> list[str]:
    """*rhyme* in each of its tones; one that ends in a stop has the acute and the dot below only."""
    marks = (_ACUTE, _DOT) if rhyme.endswith(_STOPPED) else range(6)
    return [toned for mark in marks if (toned := with_tone(rhyme, mark))]


def tone(syllable: str) -> int:
    """0 level, 1 grave, 2 acute, 3 hook, 4 tilde, 5 dot below; -1 when more than one letter has a tone."""
    tones = [_TONE[letter] for letter in syllable if _TONE.get(letter)]
    return -1 if len(tones) > 1 else sum(tones)


def is_syllable(token: str) -> bool:
    """Whether *token*, with its marks, can be a Vietnamese syllable (said aloud, not found in a dictionary).

    >>> is_syllable("địt"), is_syllable("đit"), is_syllable("strong")
    (True, False, False)
    """
    return token in syllables()


def is_bare_syllable(token: str) -> bool:
    """Whether *token* can be a Vietnamese syllable typed without marks."""
    return token in _bare_syllables()


def _nucleus(syllable: str) -> int | None:
    """Find the letter of a toneless syllable that carries its tone."""
    onset = _rhymes().get(syllable)
    if onset is None:
        return None
    shaped = [index for index in range(onset, len(syllable)) if syllable[index] in "ăâêôơư"]
    if shaped:
        return shaped[-1]
    vowels = [index for index in range(onset, len(syllable)) if syllable[index] in _WITH_TONE]
    closed = vowels[-1] < len(syllable) - 1
    return vowels[1] if len(vowels) == 3 or (len(vowels) == 2 and closed) else vowels[0]


def with_tone(syllable: str, mark: int) -> str | None:
    """Put tone *mark* on a toneless syllable where schoolbooks put it; None if it is no syllable.

    >>> with_tone("hoa", 1), with_tone("hoan", 1), with_tone("quy", 2)
    ('hòa', 'hoàn', 'quý')
    """
    index = _nucleus(syllable)
    if index is None:
        return None
    return syllable[:index] + _WITH_TONE[syllable[index]][mark] + syllable[index + 1 :]


_TELEX_TONES = {"f": 1, "s": 2, "r": 3, "x": 4, "j": 5}
_TELEX_SHAPES = {"aa": "â", "ee": "ê", "oo": "ô", "dd": "đ", "aw": "ă", "ow": "ơ", "uw": "ư"}
_HORNED = re.compile("uơ|ưo")


def telex(keys: str) -> str | None:
    """Read *keys* as Telex would; None when they make no syllable.

    >>> telex("ddijt"), telex("nguwowif"), telex("loofn"), telex("class")
    ('địt', 'người', 'lồn', None)
    """
    spelled, mark = "", LEVEL
    for key in keys:
        shaped = _TELEX_SHAPES.get(spelled[-1:] + key)
        if shaped:
            spelled = spelled[:-1] + shaped
        elif key in _TELEX_TONES and not mark and any(letter in _WITH_TONE for letter in spelled):
            mark = _TELEX_TONES[key]
        else:
            spelled += key
    syllable = with_tone(_HORNED.sub("ươ", spelled), mark)
    return syllable if syllable and is_syllable(syllable) else None
