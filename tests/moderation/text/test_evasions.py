"""Spellings that hide an insult, and everyday ones that only look as if they did."""

import pytest

from moderation.text.folding import fold

# The plain word, and spellings from which it comes back, with its marks or in the view without them.
_EVASIONS = {
    "ngu": "n.g.u | n g u | n-g-u | n_g_u | n*g*u | n\u200bg\u200bu | nguuuuu | ｎｇｕ | пgu | 𝗻𝗴𝘂 | n/g/u",
    "óc chó": "óc chó | ó.c c.h.ó | o\u0301c cho\u0301 | óccc chóoooo | ó c c h ó",
    "oc cho": "oc cho | óc ch0",
    "địt mẹ": "địt mẹ | đ.ị.t m.ẹ | đ ị t m ẹ | đi\u0323t me\u0323 | đ1t mẹ | đ!t mẹ | đ*t mẹ",
    "địt": "đ-ị-t | đ\u200bị\u200ct | &#273;ịt | &#273ịt | &#x111;ịt | ddijt | ditj | d9it5 | dit95 | dit5",
    "dit me": "dit me | d i t me",
    "lồn": "lồn | l.ồ.n | l.ồn | l ồ n | l*n | lonf | loonf | lo62n | lo6n2 | lon62 | LỒNNNN | lồz | l0n | nồn",
    "cặc": "cặc | c.ặ.c | c*c | cawcj | cacj | ca8c5",
    "cac": "c@c",
    "đĩ": "đĩ | đ.ĩ | d9i4",
    "mất dạy": "mất dạy | m.ấ.t d.ạ.y | mất d.ạy | m ấ t d ạ y",
    "vãi lồn": "vãi lồn | vãi l.ồn | v.ã.i l.ồ.n | vãi lonf",
    "con điếm": "con điếm | con đ.i.ế.m | con đ i ế m",
    "đm may": "dm may",
    "đm mày": "đ.m mày | đ m mày | dm mày | dkm mày",
    "vcl": "vcllll | v.c.l | vkl",
    "đéo": "đéo | đ.é.o | đ*o | d9e1o",
    "fuck": "f.u.c.k | f u c k | f*ck | f**k | fu*k | fuuuuck | fvck | ƒuck | fúck | fuсk | f_u_c_k | ꜰᴜᴄᴋ",
    "bitch": "b!tch | b1tch | b*tch | b.i.t.c.h | вітсн",
    "asshole": "a$$hole | @sshole | a.s.s.h.o.l.e | assh0le | a55hole",
    "idiot": "1d1ot | id10t | i.d.i.o.t | i d i o t",
    "retard": "r3tard | ret@rd | r*tard | r e t a r d",
    "shit": "sh1t | $hit | sh*t | s.h.i.t | ѕһіt",
    "nigger": "n1gger",
    "slut": "sl*t",
    "damn": "d4mn | da×n | da_n | d🙂amn",
    "pathetic": "p4thetic | path*tic | pa🙂thetic | p a t h e t i c",
    "thằng": "thằn9 | th*ng | th🙂ằng | t.h.ằ.n.g",
    "vãi": "vaix | vã⚡i",
    "pussy": "p*ssy | pu$$y",
}  # fmt: skip

_NEAR_MISSES = """
lợn con | lồng đèn | cu gáy | diệt muỗi | anh dũng | chị phúc | bé cu | lon bia | lon ton | các bạn | buổi sáng
đeo kính | đu quay | đi chợ | mẹ con | con dê | con cái | bò sữa | đàn bò | cái nồi | du lịch | khách sạn 5*
p. bến nghé | tp.hcm | v.v. | u.s.a. | q.1 | gs.ts | ng. v. a | ông a, bà b | a. b. c. | i, ii, iii | x, y, z
1.500.000đ | 30/4 | 2/9 | covid-19 | covid19 | 5g | h5n1 | sh 150i | iphone 15 | ql1a | b52 | f-16 | mig-21 | u23
airbus a320 | mazda cx5 | ak-47 | vtv3 | h2o | co2 | pm2.5 | mp3 | 2tr5 | 1m65 | 100k | 50k/kg | 8h30 | 24/7 | lon 26
e-mail | a.b@c.vn | https://vnexpress.net/a1b2-4567.html | fb.com/tin4 | c++ | c# | at&t | r&d | p&g | s&p 500 | k+
km/h | 60 k/m | ok | bus | pass | class | coffee | aloof | loon | soon | wow | deos | djt | dmm.com | dd/mm/yyy
vitamin k | gen z | j.league | v.league | 10 dm | dm me | dm for info | cards & dice | us$100 | @admin | a*b
top5 | số1 | mã1 | lô1 | 5ông | 1ít | thứ7 | tập5 | 8am | vf5 | su35 | s400 | $tsla | @alex | @anna | 4*4 | a_b
rock_and_roll | my_name | los angeles | hay😂quá
lars | bezos | texas | lux | laos | mer | uwu | xe lux | youtu.be | ai😂ai
привет мир | соска и привет | ελλάδα | δt | α và β | π = 3,14 | 25 °c
"""


def _each(table: str) -> list[str]:
    return [one.strip() for line in table.splitlines() for one in line.split("|") if one.strip()]


@pytest.mark.parametrize(
    ("written", "word"), [(written, word) for word, all_of in _EVASIONS.items() for written in _each(all_of)]
)
def test_a_hidden_word_is_found_in_the_authors_own_characters(written: str, word: str) -> None:
    folded = fold(f"nó nói {written} rồi")
    view = folded.text if word in folded.text else folded.bare
    start = view.index(word)
    assert folded.source[slice(*folded.span(start, start + len(word)))] == written


@pytest.mark.parametrize("text", _each(_NEAR_MISSES))
def test_an_everyday_spelling_stays_alone_and_in_a_sentence(text: str) -> None:
    assert fold(text).text == text
    assert fold(f"tôi thấy {text} hôm nay").text == f"tôi thấy {text} hôm nay"


def test_a_curse_in_short_at_the_start_needs_no_other_vietnamese() -> None:
    assert fold("DM may").text == "đm may"
    assert fold("DM me").text == "dm me"


def test_a_word_of_look_alikes_is_read_only_where_no_other_letter_is_foreign() -> None:
    assert fold("you вітсн").text == "you bitch"
    assert fold("мой вітсн you").text == "мой вітсн you"
