"""What folding undoes, what it leaves alone, and what holds for any text."""

import subprocess
import sys
import time
import timeit
from itertools import pairwise
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moderation.text.folding import fold

UNDONE = {
    "capitals": ("ĐỒ NGU", "đồ ngu"),
    "taken apart": ("đ\u00f4\u0300 tie\u0302\u0301ng", "đồ tiếng"),
    "marks in the other order": ("e\u0301\u0302 e\u0323\u0302", "ế ệ"),
    "zalgo": ("đ̶ồ̷ n̸g̸u̵", "đồ ngu"),
    "full width": ("ｆｕｃｋ", "fuck"),
    "mathematical bold": ("𝐟𝐮𝐜𝐤", "fuck"),
    "circled": ("ⓕⓤⓒⓚ", "fuck"),
    "squared": ("🅵🆄🅲🅺", "fuck"),
    "superscript": ("ᶠᵘᶜᵏ", "fuck"),
    "small capitals": ("ꜰᴜᴄᴋ", "fuck"),
    "zero width": ("n\u200bg\ufeffu", "ngu"),
    "soft hyphen": ("n\u00adgu", "ngu"),
    "bidi controls": ("n\u200fg\u202au\u202c", "ngu"),
    "backwards, shown forwards": ("đồ \u202eugn\u202c", "đồ ngu"),
    "backwards to the end, with marks": ("\u202eo\u0301hc co\u0301", "óc chó"),
    "variation selectors and tags": ("n\ufe0fg\U000e0067u", "ngu"),
    "entities": ("&#273;ồ &#x6e;gu &amp; ngốc", "đồ ngu & ngốc"),
    "nested entities": ("&amp;amp;#110;gu", "ngu"),
    "Cyrillic among Latin": ("fuсk НELLO", "fuck hello"),
    "Greek capitals among Latin": ("ΝGU", "ngu"),
    "digits for letters": ("sh1t đ1t", "shit địt"),
    "digits beside sure ones": ("th4ng này n0i l3o, m3 10n", "thằng này noi leo, mẹ lồn"),
    "digits for letters, told by the word beside": ("óc ch0, d3o biết", "óc chó, đéo biết"),
    "one letter with digits, beside sure ones": ("th4ng này n0i c0 n0", "thằng này noi co no"),
    "digits for letters without marks": ("noi giong bi3t dot na7 dao duc", "noi giong biet dot nat dao duc"),
    "a sign for the last letter": ("chậm vã! cả 1ồn, chử! ai", "chậm vãi cả lồn, chửi ai"),
    "look-alikes cut by emoji": ("Ꮷ🤡m kh💯аꮯ", "dm khac"),
    "a look-alike cut by a line break": ("như ᒪ\nồո", "như lồn"),
    "a unit after a number": ("m@y xây 100 m3 kh0ng", "mày xây 100 m3 khong"),
    "a rule for a letter": ("hay v| vc|", "hay vl vcl"),
    "signs for letters": ("@ss $hit", "ass shit"),
    "stretched": ("nguuuuu quáaaa fuuuuck", "ngu quá fuck"),
    "dots": ("đ.ị.t l.ồn", "địt lồn"),
    "spaces": ("đồ n g u", "đồ ngu"),
    "spaces, then another word": ("đ ị t  m ẹ", "địt  mẹ"),
    "a space in a clean word": (
        "hình như c ó râu, mai n ói nhé, th ôi",
        "hình như có râu, mai nói nhé, thôi",
    ),
    "a sign in a clean word": ("c.ái này", "cái này"),
    "signs and a wrong mark": ("kêu đ.ể.o gì", "kêu đểo gì"),
    "Telex keys that tell the language": ("con gioongs cáo vaajy", "con giống cáo vậy"),
    "no space in a word": ("một số ng", "một số người"),
    "hyphens": ("f-u-c-k", "fuck"),
    "line break": ("ng\nu", "ngu"),
    "line breaks in clean words": ("th\nằng pathe\ntic", "thằng pathetic"),
    "line breaks alone": ("th\nằng m\này quá n\ngu", "thằng mày quá ngu"),
    "line breaks before one letter": ("c\nác cá\ni", "các cái"),
    "emoji": ("n🙂gu", "ngu"),
    "emoji inside short abuse": ("c🐶c", "cc"),
    "masks": ("đ*t f*ck l*n c*c s**t", "địt fuck lồn cặc shit"),
    "Telex keys": ("ddijt loofn nguwowif", "địt lồn người"),
    "more Telex keys in one text": ("bọn nó nghix gì vaajy, lux này", "bọn nó nghĩ gì vậy, lũ này"),
    "teencode": ("tôi k biết đc j vs bạn", "tôi không biết được gì với bạn"),
    "teencode without marks": ("thang nay ko biet gi", "thang nay không biet gi"),
    "chat's own spelling": ("chị fải xem cáj đồg xu zậy", "chị phải xem cái đồng xu vậy"),
    "chat's own spelling of insults": (
        "con chóa, thg mất zạy, đell ngu kứt",
        "con chó, thằng mất dạy, đéo ngu cứt",
    ),
    "English insults as chat spells them": ("stpd btch, fuking azzhole", "stupid bitch, fucking asshole"),
    "English words without a vowel": (
        "konfused and killin me with shtty talk",
        "confused and killing me with shitty talk",
    ),
    "abuse in short": ("ddm đkm đmm vkl vclll", "đm đm đm vcl vcl"),
    "abuse in short, apart": ("đ m mày v c l", "đm mày vcl"),
    "tone on the other vowel": ("hoà thuý uỷ qúa cuả ngừơi", "hòa thúy ủy quá của người"),
}

LEFT_ALONE = [
    "привет καλόσ 日本語 한국어 ไทย العربية",
    "covid19 h2o 4g mp3 100k 2tr5 0912 345 678 3.500.000đ 12/03/2020",
    "see too has max bus pass good class process beef roof lawn minx",
    "u.s.a. tp.hcm v.v. n.v.a. q.1",
    "a b c d",
    "example.com tuoitre.vn sentence.next",
    "hay😂quá",
    "r&d k+ j.league gen z",
    "the washington dc office vs the ny one",
    "world war iii www.vn kkk xxx cccd pccc",
    "quý quà giờ già hoàn thuyền",
    "at&t; &nosuch; &#xffffffff;",
    "donald j. trump",
    "b ơi, c ạ, bố đùa m à, t hay kể, xe m đâu, 150 độ c, vitamin c on sale, u r a liar",
    "the mayor kevin kline met justin and karin in kansas with franz ruiz and firmino",
    "hillary, obama, putin, zelensky, macron, scholz, netanyahu, modi, erdogan, kanye, klopp",
    "der mann geht in die stadt und trinkt ein bier, el perro come la comida en casa",
    "привет🙂hello α-tocopherol",
    "iphone\nа я хочу",
    "thi vào c3, lớp a1 b1, t4 lúc 7h30, vitamin b1",
    "lives in t.o. and n.o.",
    "café in moons, à paris les pas",
    "100 m3 nước, lớp a1 và b2, pháo v1, đường đ17, lô đ30",
    "đắk lắk, krông pắk, kon tum, pác bó, pù luông, kung fu, fan",
    "kh*ng ai đ*n, tài n*ng, l*ôn b•ồn",
    "kể chuyện\ni love you\na\nb\nc\nd",
]


@pytest.mark.parametrize(("written", "folded"), UNDONE.values(), ids=UNDONE)
def test_an_evasion_is_undone(written: str, folded: str) -> None:
    assert fold(written).text == folded


@pytest.mark.parametrize("text", LEFT_ALONE)
def test_everyday_text_stays_as_it_is(text: str) -> None:
    assert fold(text).text == text


def test_the_bare_view_has_no_marks() -> None:
    assert fold("Đường về ñ ü").bare == "duong ve n u"


@pytest.mark.parametrize(
    ("written", "word", "author"),
    [
        ("đồ \u202eugn\u202c!", "ngu", "\u202eugn\u202c"),
        ("Đồ N.G.U!", "ngu", "N.G.U"),
        ("đồ nguuuu quá", "ngu", "nguuuu"),
        ("ĐỊT me\u0323", "mẹ", "me\u0323"),
        ("bọn ddijt", "địt", "ddijt"),
        ("\u200bngu", "ngu", "\u200bngu"),
        ("nói k được", "không", "k"),
        ("đồ &#110;gu", "ngu", "&#110;gu"),
        ("một đ*t hai", "địt", "đ*t"),
    ],
)
def test_a_span_leads_to_the_authors_own_characters(written: str, word: str, author: str) -> None:
    folded = fold(written)
    start = folded.text.index(word)
    assert written[slice(*folded.span(start, start + len(word)))] == author


_PIECES = """
đ ị t n g u . * - \u200b \u0301 \u0302 a A k ko dm & # ; 1 0 @ с ν Ν 🙂 🇻🇳
&#110; &amp; uuu oof w j ｆ đ*t fải cáj m3 10n th4ng v| ﷺ ß Þ Ɩ \u202e \u202c
"""
_HARD = st.text() | st.lists(st.sampled_from([*_PIECES.split(), " ", "\n"])).map("".join)


@given(_HARD)
def test_folding_twice_changes_nothing(text: str) -> None:
    folded = fold(text).text
    assert fold(folded).text == folded


@given(_HARD)
def test_the_bare_view_matches_the_text_character_for_character(text: str) -> None:
    folded = fold(text)
    assert len(folded.bare) == len(folded.text)
    assert fold(folded.text).bare == folded.bare


@given(_HARD)
def test_the_pieces_follow_each_other_and_cover_the_source(text: str) -> None:
    folded = fold(text)
    spans = [folded.span(index, index + 1) for index in range(len(folded.text))]
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)
    assert all(after[0] in (before[0], before[1]) for before, after in pairwise(spans))
    assert not spans or folded.span(0, len(spans)) == (0, len(text))


def test_lone_surrogates_are_kept() -> None:
    assert fold("a\ud800b").text == "a\ud800b"


_REPEATED = """
\u0301 \u200b & &amp; amp; & &# &#38 &#38; &&#1 &lt &#x ; . .~ a. .a ..a u a* f* a1 1a1a x1y a~ a! !1 !|1 1 ! @ $ * #
- a- n🙂 🇻🇳 а аb аb~ соск~ с~ ο ng~ k~ k+ dm~ vitamin~k~ đ~ị~t~ ＆# ａ ê\u0301 ﷺ á~ uo dd aw kkk lo6 hoà~ xin,chào.
z¶ ng¶u¶ 가 \u1100\u1161 \u11a8 ~ ¶ \u202e \u202ea \u202ea\u202c
"""


@pytest.mark.timeout(60)
@pytest.mark.parametrize("unit", _REPEATED.split())
def test_eight_times_the_text_costs_about_eight_times_as_much(unit: str) -> None:
    unit = unit.replace("~", " ").replace("¶", "\n")
    short, long = ("n" + unit * (length // len(unit)) for length in (500, 4_000))
    assert fold(fold(long).text).text == fold(long).text
    assert _cost_s(long) < 32 * _cost_s(short)  # squared, it would be 64


def _cost_s(text: str) -> float:
    """Take the median of five: one slow run, or one fast, says nothing."""
    return median(timeit.repeat(lambda: fold(text), timer=time.process_time, number=3, repeat=5)) + 1e-5


def test_importing_reads_no_table() -> None:
    code = (
        "import moderation.text.folding, moderation.text.tables as t; assert not t.folds.cache_info().misses"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
