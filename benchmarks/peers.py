"""Other classifiers of short texts, each fitted to one label and given folded text: what they cost, not how good.

fastText and Vowpal Wabbit are the benchmark's user's to install, `pip install '.[peers]'`; who lacks one has its row
left out.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline, make_union

from benchmarks.timing import Work

Fit = Callable[[Sequence[str]], Work[str]]

SKLEARN = "scikit-learn, tf-idf of words 1-2 and characters 2-5, one label"
BITS = 18  # of hash buckets, as many as ours


def fitted(texts: Sequence[str]) -> Iterator[tuple[str, Work[str]]]:
    """Each peer that is installed, fitted to *texts* of which every other one is positive."""
    for name, fit in PEERS.items():
        try:
            yield name, fit(texts)
        except ImportError:
            continue


def missing() -> list[str]:
    """The peers that are not installed."""
    installed = dict(fitted(["good", "bad"] * 10))
    return [name for name in PEERS if name not in installed]


def _sklearn(texts: Sequence[str]) -> Work[str]:
    words, characters = (
        TfidfVectorizer(ngram_range=(1, 2)),
        TfidfVectorizer(analyzer="char", ngram_range=(2, 5)),
    )
    pipeline = make_pipeline(make_union(words, characters), LogisticRegression())
    pipeline.fit(texts, _labels(texts))
    return lambda text: pipeline.predict_proba([text])


def _fasttext(texts: Sequence[str]) -> Work[str]:
    import fasttext

    lines = [f"__label__{label} {_line(text)}" for text, label in zip(texts, _labels(texts), strict=True)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "texts"
        path.write_text("\n".join(lines), encoding="utf-8")
        sizes = {"wordNgrams": 2, "minn": 2, "maxn": 5, "bucket": 1 << BITS}
        model = fasttext.train_supervised(str(path), epoch=1, thread=1, verbose=0, minCount=1, **sizes)
    return lambda text: model.predict(_line(text), k=2)


def _vowpal_wabbit(texts: Sequence[str]) -> Work[str]:
    from vowpalwabbit import Workspace

    asked = f"--quiet -b {BITS} --ngram w2 --ngram c5 --loss_function logistic --link logistic"
    model = Workspace(asked, enable_logging=False)
    for text, label in zip(texts, _labels(texts), strict=True):
        model.learn(f"{2 * label - 1} {_namespaces(text)}")
    return lambda text: model.predict(_namespaces(text))


def _labels(texts: Sequence[str]) -> list[int]:
    return [number % 2 for number in range(len(texts))]


def _line(text: str) -> str:
    return text.replace("\n", " ")


def _namespaces(text: str) -> str:
    """Words, and characters as words of their own; a bar and a colon mean something to Vowpal Wabbit."""
    plain = _line(text).replace("|", " ").replace(":", " ")
    return f"|w {plain} |c {' '.join(plain.replace(' ', '_'))}"


PEERS: Mapping[str, Fit] = {
    SKLEARN: _sklearn,
    "fastText, words 1-2 and characters 2-5, one label": _fasttext,
    "Vowpal Wabbit, words 1-2 and characters 1-5, one label": _vowpal_wabbit,
}
