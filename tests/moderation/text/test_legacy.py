"""Text pasted from before Unicode is recognised, and European text is left alone."""

import pytest

from moderation.text.legacy import encoding_of

TCVN3 = [
    "Céng hßa x· héi chñ nghÜa ViÖt Nam",
    "§éc lËp - Tù do - H¹nh phóc",
    "Hµ Néi mïa thu",
    "Bµi viÕt rÊt hay, c¶m ¬n t¸c gi¶",
]
VNI = [
    "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam",
    "Ñoäc laäp - Töï do - Haïnh phuùc",
    "Baøi vieát raát hay, caûm ôn taùc giaû",
]
EUROPEAN = [
    "Où êtes-vous né ? L'été à la plage, très chère",
    "pâte à tarte, thé glacé et café crème",
    "Für schöne Männer über Öl",
    "Så då på den ön är det två år sedan",
    "så då på den",
    "¿Qué sé yo? Está más allá del té",
    "Não são só três irmãos",
    "© 2025 Tòa soạn, giá 5 £",
]


@pytest.mark.parametrize(("text", "encoding"), [(t, "TCVN3") for t in TCVN3] + [(t, "VNI") for t in VNI])
def test_an_old_encoding_is_named(text: str, encoding: str) -> None:
    assert encoding_of(text) == encoding


@pytest.mark.parametrize("text", EUROPEAN)
def test_european_text_is_in_no_old_encoding(text: str) -> None:
    assert encoding_of(text) is None


@pytest.mark.parametrize(
    "text", ["Cô bé có nhà, là ai", "Bài viết rất hay", "Mình thì có gì mà mất", "ha nội"]
)
def test_unicode_vietnamese_is_in_no_old_encoding(text: str) -> None:
    assert encoding_of(text) is None
