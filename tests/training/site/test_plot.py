"""A learning curve as a picture."""

from xml.etree import ElementTree as ET

from training.site.curve import Point
from training.site.model import Learning
from training.site.plot import LINES, svg

COUNTS = (0, 100, 300, 1_000)
SVG = "{http://www.w3.org/2000/svg}"


def learning(low: float = 0.5) -> Learning:
    points = tuple(
        Point(decisions=n, learnt=n, corrected=low + step / 20, alone=low, better=0.5, better_than_alone=0.5)
        for step, n in enumerate(COUNTS)
    )
    return Learning(
        weights="sha256:0",
        data={},
        label="toxicity",
        language="vi",
        later=2_000,
        later_positive=9,
        points=points,
    )


def test_every_point_is_on_the_picture_and_named() -> None:
    root = ET.fromstring(svg(learning()))
    assert len(root.findall(f"{SVG}circle")) == len(COUNTS) * len(LINES)
    texts = [text.text for text in root.iter(f"{SVG}text")]
    assert {"0", "100", "300", "1,000", *(line.name for line in LINES)} <= set(texts)
    assert "2,000 later decisions" in (root.findtext(f"{SVG}title") or "")


def test_more_is_to_the_right_and_better_is_higher() -> None:
    root = ET.fromstring(svg(learning()))
    first = [circle.attrib for circle in root.findall(f"{SVG}circle")][: len(COUNTS)]
    assert [float(one["cx"]) for one in first] == sorted(float(one["cx"]) for one in first)
    assert [float(one["cy"]) for one in first] == sorted((float(one["cy"]) for one in first), reverse=True)


def test_a_flat_curve_is_a_picture_too() -> None:
    flat = learning(low=1.0)
    ET.fromstring(svg(flat))
