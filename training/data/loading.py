"""`load`: from a set's name to its examples, digests first."""

from collections.abc import Callable, Iterator
from pathlib import Path

from training.data import english, spam, vietnamese
from training.data.catalogue import Catalogue, files_of, find, shipped
from training.data.example import Example
from training.data.folder import checked, existing
from training.data.part import Part
from training.data.toxic_spans import toxic_spans

# What a spreadsheet made of texts that began with "=".
_NO_TEXT = ("", "#ERROR!")

LOADERS: dict[str, Callable[[Part], Iterator[Example]]] = {
    "vihos": vietnamese.vihos,
    "safesense_vi": vietnamese.safesense_vi,
    "vihsd": vietnamese.degrees,
    "vlsp2019": vietnamese.degrees,
    "victsd": vietnamese.victsd,
    "toxic_spans": toxic_spans,
    "paradetox": english.paradetox,
    "context_toxicity": english.context_toxicity,
    "hatemoji": english.hatemoji,
    "davidson": english.davidson,
    "impermium": english.impermium,
    "olid": english.olid,
    "judol_id": spam.judol_id,
    "youtube_spam": spam.youtube_spam,
    "vispamreviews": spam.vispamreviews,
}


def load(name: str, root: Path, split: str = "train", *, catalogue: Catalogue | None = None) -> list[Example]:
    """Return one split in the file's order; blank texts and spreadsheet errors are left out.

    *root* holds open/ and research/. Raises `DataError` when the set, the split or a file does not exist,
    or a file's SHA-256 is not the catalogue's.
    """
    part = _open(name, existing(root), split, shipped() if catalogue is None else catalogue)
    return [example for example in LOADERS[name](part) if example.text.strip() not in _NO_TEXT]


def _open(name: str, root: Path, split: str, catalogue: Catalogue) -> Part:
    data_set = find(catalogue, name)
    files = files_of(name, data_set, split)
    return Part(
        name=name,
        split=split,
        language=data_set.language,
        weight=data_set.weight,
        paths=tuple(checked(root, name, data_set, file) for file in files),
    )
