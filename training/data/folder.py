"""Where the data sets lie, and whether their files are the ones we know."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from training.data.catalogue import DataSet
from training.errors import DataError

OPTION = "--data"
VARIABLE = "MODERATION_DATASETS"

State = Literal["matches", "differs", "missing"]


def root_from(option: str | Path | None, environ: Mapping[str, str]) -> Path:
    """Return the folder that holds open/ and research/: the option wins over the variable.

    The command line passes `os.environ` here and nobody else reads it.
    """
    given = option or environ.get(VARIABLE)
    if not given:
        msg = f"no data folder; give {OPTION} FOLDER or set {VARIABLE} to the folder that holds open/"
        raise DataError(msg)
    return existing(Path(given))


def existing(root: Path) -> Path:
    """Return *root* when it holds open/ or research/; raises `DataError` otherwise."""
    if not any((root / part).is_dir() for part in ("open", "research")):
        msg = f"{root} holds neither open/ nor research/; point {OPTION} or {VARIABLE} at one that does"
        raise DataError(msg)
    return root


def digest(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def state(root: Path, name: str, data_set: DataSet) -> State:
    """Compare all of a set's files with the catalogue."""
    paths = {root / data_set.folder / name / file: known for file, known in data_set.sha256.items()}
    if not all(path.is_file() for path in paths):
        return "missing"
    return "matches" if all(digest(path) == known for path, known in paths.items()) else "differs"


def checked(root: Path, name: str, data_set: DataSet, file: str) -> Path:
    """Return the path of one file whose bytes are the catalogue's; raises `DataError` otherwise."""
    path = root / data_set.folder / name / file
    if not path.is_file():
        msg = f"{path} is missing; get {name} from: {data_set.origin}. {OPTION} or {VARIABLE} names {root}"
        raise DataError(msg)
    actual, known = digest(path), data_set.sha256[file]
    if actual != known:
        msg = (
            f"{path} has SHA-256 {actual}, expected {known}; fetch the file again from: {data_set.origin}, "
            f"or, if you changed it on purpose, put its digest into a catalogue of your own"
        )
        raise DataError(msg)
    return path
