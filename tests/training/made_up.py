"""Small data sets of our own in the formats of the published ones, and weights that know a few rude words."""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from msgspec.structs import replace
from numpy.typing import NDArray

from moderation.classifier.artifact import Manifest, pack
from moderation.classifier.features import COLUMNS, terms
from moderation.text.folding import fold
from tests.moderation.classifier.weights import EVEN, MANIFEST, WIDE
from training.data.catalogue import Catalogue, shipped

HOSTILE = "<script>alert('ngu ngốc')</script><img src=//x.example onerror=alert(1)> & \x00 đồ ngu"
RUDE = {"vi": "đồ ngu ngốc hỗn láo", "en": "you are the idiot"}
CLEAN = {"vi": "bài viết rất hay", "en": "you are the best"}
COUNT = 15  # of each kind in each split

CONFIGURED: Manifest = replace(
    MANIFEST,
    heads=("toxicity.vi", "toxicity.en", "insult", "identity_attack"),
    biases=(-WIDE // 2,) * 4,
    offers={
        "vi": {"toxicity": replace(EVEN, head="toxicity.vi")},
        "en": {
            "toxicity": replace(EVEN, head="toxicity.en"),
            "insult": replace(EVEN, head="insult"),
            "identity_attack": replace(EVEN, head="identity_attack"),
        },
    },
    sources=(
        *("adverts", "context_toxicity", "davidson", "hatemoji", "judol_id"),
        *("paradetox", "safesense_vi", "toxic_spans", "vihos", "youtube_spam"),
    ),
)


def write_weights(path: Path, manifest: Manifest = CONFIGURED) -> Path:
    """Weights of *manifest* by which what only the rude words of a language have counts in every head."""
    known = np.zeros((COLUMNS, len(manifest.heads)), dtype=np.int16)
    for language, rude in RUDE.items():
        known[np.setdiff1d(_columns(rude), _columns(CLEAN[language]))] = 10
    path.write_bytes(pack(manifest, known))
    return path


def write_sets(root: Path) -> Catalogue:
    """Every set that `evaluate` measures, under *root*; the catalogue has their digests, and all other sets as ever."""
    made = {name: _written(root, name, files) for name, files in _files().items()}
    return {
        name: replace(data_set, sha256=data_set.sha256 | made.get(name, {}))
        for name, data_set in shipped().items()
    }


def comments(language: str) -> list[tuple[str, bool]]:
    """Rude ones and clean ones, no two alike."""
    both = ((RUDE[language], True), (CLEAN[language], False))
    return [(f"{text} {'!' * at} {at}", rude) for at in range(COUNT) for text, rude in both]


def _columns(text: str) -> NDArray[np.int64]:
    return terms(fold(text)).columns


def _files() -> dict[str, dict[str, str]]:
    vi, en = comments("vi"), comments("en")
    spans = [(text, "[0, 1]" if rude else "[]") for text, rude in [*vi, (HOSTILE, True)]]
    news = [
        (text, 0, int(rude), "A title", "ThoiSu" if at > 1 else "Moi") for at, (text, rude) in enumerate(vi)
    ]
    return {
        "vihos": _both("train.csv", "dev.csv", _table("content,index_spans", spans)),
        "vihsd": _both(
            "train.csv", "dev.csv", _table("free_text,label_id", [(t, 2 * rude) for t, rude in vi])
        ),
        "victsd": _both(
            "train.csv", "valid.csv", _table("Comment,Constructiveness,Toxicity,Title,Topic", news)
        ),
        "context_toxicity": {
            "gc.csv": "id,text,parent,label,api\n",
            "gn.csv": "id,text,label,api,parent\n",
            "cat_small.csv": _table(
                "text,tox_codes_oc,label_oc", [(text, f"[{rude:d}. 0. 1.]", "") for text, rude in en]
            ),
        },
        "hatemoji": _both(
            "HatemojiBuild_train.csv",
            "HatemojiBuild_validation.csv",
            _table(
                "entry_id,text,type,target,matched_id,label_gold",
                [(at, text, "none", "", at + 1, int(rude)) for at, (text, rude) in enumerate(en)],
            ),
        ),
        "impermium": {
            "train.csv": _table("Insult,Date,Comment", [(int(rude), "", f'"{text}"') for text, rude in en])
        },
        "olid": {
            "olid-training-v1.0.tsv": _table(
                "id,tweet,subtask_a,subtask_b,subtask_c",
                [
                    (1, text, *(("OFF", "TIN", "IND") if rude else ("NOT", "NULL", "NULL")))
                    for text, rude in en
                ],
                "	",
            )
        },
    }


def _both(train: str, dev: str, content: str) -> dict[str, str]:
    return {train: content.splitlines(keepends=True)[0], dev: content}


def _table(heads: str, rows: Iterable[tuple[object, ...]], delimiter: str = ",") -> str:
    file = io.StringIO(newline="")
    csv.writer(file, delimiter=delimiter).writerows([heads.split(","), *rows])
    return file.getvalue()


def _written(root: Path, name: str, files: dict[str, str]) -> dict[str, str]:
    folder = root / shipped()[name].folder / name
    folder.mkdir(parents=True)
    for file, content in files.items():
        (folder / file).write_text(content, encoding="utf-8", newline="")
    return {file: hashlib.sha256(content.encode()).hexdigest() for file, content in files.items()}
