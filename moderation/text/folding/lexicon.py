"""The few words that folding must know to tell an evasion from a coincidence.

Not a word list of the product: nothing is judged by it. A word stands here because people hide it by masks,
digits or gaps, and because its hidden form reads as nothing else.
"""

from collections.abc import Iterator
from functools import cache, partial
from itertools import permutations, product

from moderation.text import vietnamese

_VIETNAMESE = """
địt đụ đéo đĩ lồn cặc buồi cứt đít đái ỉa ngu chó vãi mẹ má bố súc óc điếm cave khốn nạn
mất dạy phò bướm dái chim vú hiếp giết chửi chết cút ngáo đần hèn láo đểu
"""
_ABBREVIATED = "đm đmm đkm đcm vcl vkl vl clgt clm clmm cmm cmn"
_ENGLISH = """
fuck fucks fucked fucker fuckers fucking motherfucker shit shits shitty bullshit bitch bitches asshole
assholes bastard bastards cunt cunts dick dicks cock cocks pussy slut sluts whore whores nigger niggers nigga
niggas faggot faggots retard retards retarded stupid idiot idiots moron porn penis vagina rape rapist
"""
# Rude words that are hidden too, though some are no surprise elsewhere: read only where letters are covered or apart.
_RUDE = """
thằng mày tao chửi sủa mồm xạo xàm khùng nhục thối dâm câm nứng dốt khựa cức bú nhảm bậy tởm hãm cẩu điên bựa lìn
lol loz vcc cmnr
ass asses damn crap dumb dumber dumbest dumbass jackass fool fools foolish pathetic ignorant ignorance idiotic idiocy
stupidity stupidest stupidly moronic hypocrite hypocrites imbecile imbeciles scum scumbag scumbags buffoon coward
cowards jerk jerks loser losers suck sucks sucking pussies trash garbage liar liars nasty disgusting prick douche
douchebag skank twat wanker pervert scam pigs
"""
_OBSCENE = "địt đụ đéo đĩ lồn cặc buồi"
# Where the letter with the marks is masked, other words fit ten times as often: kh*ng, n*ng, th*i.
_OUTNUMBERED = frozenset(
    "đểu đần khùng thối đái điếm cẩu nứng dái hèn tởm bựa bậy hãm xàm khựa nhảm vcc".split()
)
# What is meant by these letters without marks more often than anything else, were they hidden in digits.
_MEANT = """
địt lồn đéo mẹ mày thằng vãi chửi chết giết ỉa óc nhục nứng mồm xạo chim ngáo cứt xàm khựa hèn bú sủa tởm nạn khốn
ngu đm đmm đkm đcm vcl vkl vl lol loz lz
"""
# Letters for letters, spelled like nothing else; `đjt` and `cặk` are entries of the shipped list.
_RESPELLED = {
    "địt": "đyt",
    "lồn": "lồz lôz",
    "lol": "1ol 1o1",
    "vãi": "vã! v4!",
    "chửi": "chử!",
    "buồi": "buồ! bu0!",
    "cặc": "kặk",
    "fuck": "fvck phuck fuk fck fuc",
    "fucked": "fukd fckd fuked",
    "fucker": "fuker fcker fukka",
    "fucking": "fvcking fukin fuking fckin fcking fkn fckn",
    "shit": "sht shyt",
    "bullshit": "bullsht bullshyt",
    "bitch": "btch biatch biotch",
    "bitches": "btches biatches bichez",
    "asshole": "azzhole ashole asshol",
    "ass": "azz",
    "stupid": "stoopid stupd stpd stewpid",
    "idiot": "idjit ediot idiat idoit",
    "idiots": "idjits ediots idiats idoits",
    "moron": "morron mron",
    "morons": "morrons mrons",
    "pussy": "pusy puzzy pussi",
    "dick": "dikk dck",
    "cunt": "kunt cnut",
    "bastard": "basterd bastad bstard",
    "bastards": "basterds bastads bstards",
    "faggot": "fagget phaggot",
    "sucks": "suks sux",
    "crap": "krap",
    "pathetic": "pathetik",
    "ignorant": "ignant ignernt",
}
NOT_KEYS = frozenset({"deos", "deso", "loon", "laos"})  # Telex for đéo, lôn, láo, were they no names
_SHAPE_KEYS = dict(zip("âêôđăơư", "6669877", strict=True))

VIETNAMESE = frozenset(_VIETNAMESE.split())
ABBREVIATED = frozenset(_ABBREVIATED.split())
ENGLISH = frozenset(_ENGLISH.split())
CURSES = frozenset({"cc", "dm", "vc", "cl"})  # whose letters mean other things on one line
VULGAR = VIETNAMESE | ABBREVIATED | ENGLISH
HIDDEN = VULGAR | frozenset(_RUDE.split())
LONGEST = max(map(len, HIDDEN))  # letters

_MASKABLE = frozenset(_OBSCENE.split()) | {"ngu"} | ENGLISH
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
def most_meant() -> dict[str, str]:
    """List by their plain letters the words that people hide and nearly always mean by them: `deo`, `đeo` for `đéo`."""
    plain = {vietnamese.markless(word): word for word in _MEANT.split()}
    with_d = {("đ" + read[1:] if word[0] == "đ" else read): word for read, word in plain.items()}
    return plain | with_d


@cache
def masked() -> dict[str, str]:
    """List words with some inner letters starred, `đ*t` or `f**k`, where only one word of ours fits.

    Obscene words come first: `đ*t` is not read as `đít`.
    """
    return _readings(HIDDEN) | _readings(_MASKABLE) | _ONE_READING


def _readings(words: frozenset[str]) -> dict[str, str]:
    readings: dict[str, set[str]] = {}
    for word in words:
        for mask in filter(partial(_tells, word), _maskings(word)):
            readings.setdefault(mask, set()).add(word)
    return {mask: min(fitting) for mask, fitting in readings.items() if len(fitting) == 1}


def _tells(word: str, mask: str) -> bool:
    """Whether *mask* leaves enough of *word* to tell it from words that are more frequent."""
    return word not in _OUTNUMBERED or vietnamese.markless(mask[1:]) != mask[1:]


def _maskings(word: str) -> list[str]:
    if len(word) < 3:
        return []
    if len(word) > 7:
        vowels = "".join("*" if letter in "aeiou" else letter for letter in word[1:])
        single = [f"{word[:at]}*{word[at + 1 :]}" for at in range(1, len(word) - 1)]
        return [word[0] + vowels, word[0] + "*" * (len(word) - 2) + word[-1], *single]
    inner = product(*[(letter, "*") for letter in word[1:-1]])
    return [word[0] + "".join(middle) + word[-1] for middle in inner if "*" in middle]


@cache
def respelled() -> dict[str, str]:
    """List obscene words in letters for letters (`lồz`), loose Telex keys (`lonf`) and VNI keys (`lo62n`)."""
    read = {written: word for word, all_written in _RESPELLED.items() for written in all_written.split()}
    for word in _OBSCENE.split():
        read |= dict.fromkeys([*_telex_keys(word), *_vni_keys(word)], word)
    return {written: word for written, word in read.items() if written not in NOT_KEYS}


def _telex_keys(word: str) -> Iterator[str]:
    """Keys with the tone but without the shapes, from four letters on; shorter ones are names and words."""
    if len(word) > 2:
        yield from _with_key(vietnamese.markless(word), "fsrxj"[vietnamese.tone(word) - 1])


def _vni_keys(word: str) -> Iterator[str]:
    """Keys with a digit inside the word, or with two."""
    plain, tone = vietnamese.markless(word), "21345"[vietnamese.tone(word) - 1]
    shapes = "".join(_SHAPE_KEYS.get(letter, "") for letter in vietnamese.toneless(word))
    if len(word) > 2:
        yield from (plain + "".join(keys) for keys in permutations(shapes + tone))
    shaped = "".join(vietnamese.markless(x) + _SHAPE_KEYS.get(x, "") for x in vietnamese.toneless(word))
    yield from _with_key(shaped, tone)
    yield from [keys for keys in _with_key(plain, tone) if not keys[-1].isdigit() or keys == "dit5"]


def _with_key(keys: str, tone: str) -> Iterator[str]:
    return (keys[:index] + tone + keys[index:] for index in range(2, len(keys) + 1))
