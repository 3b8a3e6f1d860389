"""Vietnamese comments: ViHOS, SafeSense, ViHSD, ViCTSD, VLSP 2019."""

import json
from collections.abc import Iterator

from training.data.clean import unmasked
from training.data.example import Example, runs
from training.data.part import Part

# Offensive is rude to nobody in particular, hate is aimed at somebody: the closest to our two degrees.
_DEGREES = {
    "0": {"toxicity": 0.0, "severe_toxicity": 0.0},
    "1": {"toxicity": 1.0, "severe_toxicity": 0.0},
    "2": {"toxicity": 1.0, "severe_toxicity": 1.0},
}

_TOPICS = {
    "GiaiTri": "entertainment",
    "GiaoDuc": "education",
    "KhoaHoc": "science",
    "KinhDoanh": "business",
    "OtoXemay": "cars and motorcycles",
    "PhapLuat": "law and crime",
    "SucKhoe": "health",
    "TheGioi": "world",
    "TheThao": "sports",
    "ThoiSu": "current affairs",
}


def vihos(part: Part) -> Iterator[Example]:
    """Toxic where at least one character is marked; the texts stay untouched, or the marks would shift."""
    for row in part.rows():
        spans = runs(json.loads(row["index_spans"]))
        yield part.example(row["content"], {"toxicity": float(bool(spans))}, spans=spans)


def safesense_vi(part: Part) -> Iterator[Example]:
    """Toxic where offensive or hateful; by eye the two do not differ in degree, so only `raw` keeps which."""
    for row in part.rows():
        title, _, comment = row["input_text"].rpartition("</s>")
        labels = {"toxicity": float(row["label"] != "0")}
        yield part.example(unmasked(comment), labels, group=unmasked(title), raw=row["label"])


def degrees(part: Part) -> Iterator[Example]:
    """Read ViHSD and VLSP 2019: clean, offensive or hate."""
    for row in part.rows():
        label = row["label_id"]
        yield part.example(row["free_text"], dict(_DEGREES[label]), raw=label)


def victsd(part: Part) -> Iterator[Example]:
    """Toxic or not; the article is the group, its topic in front."""
    for row in part.rows():
        group = f"{row['Topic']}: {row['Title']}"
        yield part.example(
            row["Comment"], {"toxicity": float(row["Toxicity"])}, group=group, raw=row["Toxicity"]
        )


def topic(example: Example) -> str:
    """The part of the newspaper that a comment of ViCTSD was written in, in English where we know it."""
    name = example.group.partition(": ")[0]
    return _TOPICS.get(name, name)
