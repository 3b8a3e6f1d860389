"""What is said when the data is not there, or not what we know."""

import hashlib
from pathlib import Path

import pytest

from training.data.catalogue import Catalogue, DataSet
from training.data.folder import root_from
from training.data.loading import load
from training.data.table import LabelCount, table
from training.errors import DataError

TEXT = b',content,index_spans\n0,Hay,[]\n1,Ngu,"[0, 1, 2]"\n'
DIGEST = hashlib.sha256(TEXT).hexdigest()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "open" / "vihos"
    folder.mkdir(parents=True)
    (folder / "train.csv").write_bytes(TEXT)
    return tmp_path


def catalogue(digest: str = DIGEST) -> Catalogue:
    vihos = DataSet(
        folder="open",
        language="vi",
        weight=1.0,
        licence="MIT",
        origin="its authors",
        labels=("toxicity",),
        splits={"train": ("train.csv",)},
        sha256={"train.csv": digest},
    )
    return {"vihos": vihos}


def test_the_option_wins_over_the_variable(root: Path) -> None:
    assert root_from(root, {"MODERATION_DATASETS": "/nowhere"}) == root
    assert root_from(None, {"MODERATION_DATASETS": str(root)}) == root


def test_without_a_folder_the_option_and_the_variable_are_named() -> None:
    with pytest.raises(DataError, match=r"--data.*MODERATION_DATASETS"):
        root_from(None, {})


def test_a_folder_without_sets_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=f"{tmp_path} holds neither open/ nor research/"):
        root_from(tmp_path, {})


def test_a_changed_file_is_named_with_both_digests_and_the_cure(root: Path) -> None:
    with pytest.raises(DataError, match=rf"train\.csv has SHA-256 {DIGEST}, expected 00ff; .*its authors"):
        load("vihos", root, catalogue=catalogue("00ff"))


def test_a_missing_file_says_where_to_get_the_set(root: Path) -> None:
    (root / "open" / "vihos" / "train.csv").unlink()
    with pytest.raises(DataError, match=r"train\.csv is missing; get vihos from: its authors\. --data"):
        load("vihos", root, catalogue=catalogue())


def test_an_unknown_set_or_split_names_those_that_exist(root: Path) -> None:
    with pytest.raises(DataError, match="'vihoss'; there are vihos"):
        load("vihoss", root, catalogue=catalogue())
    with pytest.raises(DataError, match="vihos has no split 'test'; it has train"):
        load("vihos", root, "test", catalogue=catalogue())


def test_the_table_counts_examples_and_positives(root: Path) -> None:
    (row,) = table(root, catalogue=catalogue())
    assert (row.digests, row.examples, row.licence) == ("matches", 2, "MIT")
    assert row.labels == {"toxicity": LabelCount(known=2, positive=1)}


def test_the_table_lists_changed_and_missing_sets_without_counting(root: Path) -> None:
    assert [(row.digests, row.examples) for row in table(root, catalogue=catalogue("00ff"))] == [
        ("differs", 0)
    ]
    (root / "open" / "vihos" / "train.csv").unlink()
    assert [row.digests for row in table(root, catalogue=catalogue())] == ["missing"]
