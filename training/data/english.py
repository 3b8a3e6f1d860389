"""English statements and comments with whole-text labels."""

import json
from collections.abc import Iterator
from pathlib import Path

from training.data.clean import looks_vietnamese, tweet, unescaped, unquoted, untokenised
from training.data.example import Example
from training.data.part import Part, Row, rows

# How far a "toxic" of gc and gn is trusted: of 24 read by eye, two in three are harmless.
_POSITIVE_TRUST = 0.4


def paradetox(part: Part) -> Iterator[Example]:
    """Toxic sentences with their neutral rewrites, then those whose very meaning is toxic."""
    for number, row in enumerate(rows(part.path("paradetox.tsv"), delimiter="\t")):
        yield from _pair(part, row, f"pair {number}")
    for text in _toxic_by_meaning(part.path("paradetox_cannot_rewrite.tsv")):
        yield part.example(untokenised(text), {"toxicity": 1.0}, raw="toxic_content")


def _pair(part: Part, row: Row, group: str) -> Iterator[Example]:
    toxic = untokenised(row["toxic"])
    yield part.example(toxic, {"toxicity": 1.0}, group=group, raw="toxic")
    neutral = {untokenised(row[f"neutral{n}"]) for n in (1, 2, 3)} - {toxic}
    for text in sorted(neutral):
        yield part.example(text, {"toxicity": 0.0}, group=group, raw="neutral")


def _toxic_by_meaning(path: Path) -> list[str]:
    """Return the sentences that all of their workers found toxic in content.

    "not_toxic" and "unclear" are left out: read by eye, about half of either is toxic.
    """
    reasons: dict[object, set[str]] = {}
    for row in rows(path, delimiter="\t"):
        text = json.loads(row["INPUT:toxic_comment"])
        reasons.setdefault(text, set()).update(json.loads(row["OUTPUT:reasons"]))
    return [text for text, given in reasons.items() if isinstance(text, str) and given == {"toxic_content"}]


def context_toxicity(part: Part) -> Iterator[Example]:
    """Wikipedia talk; where three raters are given (dev), their mean without seeing the parent."""
    for row in part.rows():
        if "label_oc" in row:
            codes = [float(code) for code in row["tox_codes_oc"].strip("[]").split()]
            labels, trust = {"toxicity": sum(codes) / len(codes)}, 1.0
        else:
            labels = {"toxicity": float(row["label"])}
            trust = _POSITIVE_TRUST if row["label"] == "1" else 1.0
        group = row.get("parent") or row.get("parent_text") or ""
        yield part.example(row["text"].strip(), labels, trust=trust, group=group)


def hatemoji(part: Part) -> Iterator[Example]:
    """Hate or not. What is not hate may still swear or threaten, so it says nothing on other labels."""
    for row in part.rows():
        first, last = sorted((int(row["entry_id"]), int(row["matched_id"])))
        labels = {"identity_attack": float(row["label_gold"])}
        if row["label_gold"] == "1":
            labels |= {"toxicity": 1.0, "threat": float(row["type"] == "threateninglanguage")}
        yield part.example(row["text"], labels, group=f"pair {first}-{last}", raw=row["type"])


def davidson(part: Part) -> Iterator[Example]:
    """Shares of the raters: hate, and hate or offensive."""
    for row in part.rows():
        raters, hate = int(row["count"]), int(row["hate_speech"])
        toxic = hate + int(row["offensive_language"])
        labels = {"toxicity": toxic / raters, "identity_attack": hate / raters}
        yield part.example(tweet(row["tweet"]), labels, raw=row["class"])


def impermium(part: Part) -> Iterator[Example]:
    """Insults to somebody in the conversation; 0 may still insult others, so it says nothing on toxicity."""
    for row in part.rows():
        text = unescaped(row["Comment"])
        labels = {"insult": float(row["Insult"])} | ({"toxicity": 1.0} if row["Insult"] == "1" else {})
        language = "vi" if looks_vietnamese(text) else None
        yield part.example(text, labels, language=language, raw=row["Insult"])


def olid(part: Part) -> Iterator[Example]:
    """Offensive tweets: aimed at somebody (insult) or untargeted (profanity).

    24 tweets were cut by bytes in the middle of a character; the stump is dropped.
    """
    for row in rows(part.paths[0], delimiter="\t", quoted=False, errors="ignore"):
        offensive, aim = row["subtask_a"] == "OFF", row["subtask_b"]
        labels = {"toxicity": float(offensive), "insult": float(aim == "TIN")}
        labels |= {"profanity": 1.0} if aim == "UNT" else {}
        raw = "/".join((row["subtask_a"], aim, row["subtask_c"]))
        yield part.example(tweet(unquoted(row["tweet"])), labels, raw=raw)
