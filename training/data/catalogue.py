"""The catalogue: which sets exist, under which terms, in which files."""

import tomllib
from collections.abc import Iterable, Mapping
from importlib import resources
from typing import Literal

from msgspec import Struct, convert

from training.errors import DataError


class DataSet(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One set as published: terms, origin and files."""

    folder: Literal[
        "open", "research"
    ]  # open: may train what we ship; research: benchmarks and a user's own models
    language: Literal["vi", "en", "id"]
    weight: float
    licence: str
    origin: str  # citation, and in words where to get it
    labels: tuple[str, ...]
    splits: dict[str, tuple[str, ...]]  # "train", and "dev" where the authors made one -> file names
    sha256: dict[str, str]  # file name -> digest in lower-case hex
    note: str = ""  # what its labels mean where they mean something else than ours


Catalogue = Mapping[str, DataSet]


def shipped() -> Catalogue:
    """Read the catalogue that comes with this package."""
    text = resources.files(__package__).joinpath("catalogue.toml").read_text(encoding="utf-8")
    return convert(tomllib.loads(text), dict[str, DataSet])


def find(catalogue: Catalogue, name: str) -> DataSet:
    """Return the set called *name*; raises `DataError` with the names that exist."""
    if name not in catalogue:
        msg = f"no data set is called {name!r}; there are {', '.join(sorted(catalogue))}"
        raise DataError(msg)
    return catalogue[name]


def digests(names: Iterable[str], catalogue: Catalogue | None = None) -> dict[str, str]:
    """By "set/file", the SHA-256 of every file of the sets called *names*, of the shipped catalogue without another."""
    sets = catalogue or shipped()
    return {f"{name}/{file}": sha for name in sorted(set(names)) for file, sha in sets[name].sha256.items()}


def files_of(name: str, data_set: DataSet, split: str) -> tuple[str, ...]:
    """Return the file names of one split; raises `DataError` with the splits that exist."""
    if split not in data_set.splits:
        msg = f"{name} has no split {split!r}; it has {', '.join(data_set.splits)}"
        raise DataError(msg)
    return data_set.splits[split]
