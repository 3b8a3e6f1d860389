"""A weights file is read back as written, or refused with the reason; nothing in between."""

import re
import zlib
from pathlib import Path

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from moderation.classifier.artifact import MAX_BYTES, pack, read, sealed, unpack
from moderation.classifier.features import COLUMNS
from moderation.errors import WeightsError
from tests.moderation.classifier.weights import MANIFEST, joined, parts, random_weights, small_file

SIZE = len(small_file())
UNPACKED = 2 * COLUMNS * len(MANIFEST.heads)


def test_what_is_packed_is_read_back() -> None:
    weights = random_weights(0)
    artifact = unpack(pack(MANIFEST, weights))
    assert artifact.manifest == MANIFEST
    assert np.array_equal(artifact.weights, weights)


def test_the_same_weights_make_the_same_bytes() -> None:
    artifact = unpack(small_file())
    assert pack(artifact.manifest, artifact.weights) == small_file()


def test_weights_cannot_be_written_to() -> None:
    with pytest.raises(ValueError, match="read-only"):
        unpack(small_file()).weights[0, 0] = 1


@given(st.integers(0, SIZE - 1), st.integers(1, 255))
def test_a_changed_byte_is_refused(place: int, change: int) -> None:
    data = bytearray(small_file())
    data[place] ^= change
    with pytest.raises(WeightsError):
        unpack(bytes(data))


@given(st.integers(0, SIZE - 1))
def test_a_file_cut_short_is_refused(length: int) -> None:
    with pytest.raises(WeightsError):
        unpack(small_file()[:length])


@given(st.binary(min_size=1, max_size=100))
def test_a_file_with_something_behind_it_is_refused(extra: bytes) -> None:
    with pytest.raises(WeightsError, match="SHA-256 differs"):
        unpack(small_file() + extra)


@given(st.binary(max_size=300))
def test_any_other_file_is_refused(data: bytes) -> None:
    with pytest.raises(WeightsError):
        unpack(data)


@given(st.binary(max_size=300))
def test_any_other_file_with_a_right_checksum_is_refused(body: bytes) -> None:
    with pytest.raises(WeightsError):
        unpack(sealed(body))


@given(st.binary(max_size=300))
def test_any_other_manifest_is_refused(head: bytes) -> None:
    with pytest.raises(WeightsError):
        unpack(joined(head, parts()[1]))


@pytest.mark.parametrize("spare", [bytes(1), bytes(10 * UNPACKED)], ids=["one byte", "a zip bomb"])
def test_weights_that_inflate_to_more_than_the_heads_need_are_refused(spare: bytes) -> None:
    with pytest.raises(WeightsError, match=f"heads need \\({UNPACKED} bytes\\)"):
        unpack(joined(parts()[0], zlib.compress(bytes(UNPACKED) + spare)))


def test_weights_that_are_not_packed_are_refused() -> None:
    with pytest.raises(WeightsError, match="the weights cannot be read"):
        unpack(joined(parts()[0], b"plain"))


def test_a_manifest_longer_than_the_file_is_refused() -> None:
    with pytest.raises(WeightsError, match="another size"):
        unpack(sealed(b"\xff\xff\xff\xff" + parts()[0]))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('"format":1', '"format":2', "format 2 is not known here; this version reads 1"),
        ('"format":1,', "", "format ? is not known here; this version reads 1"),
        ('"version":1', '"version":2', "made for Features(version=2, bits=18,"),
        ('"bits":18', '"bits":17', "but this version has"),
        ('"links",', "", "but this version has"),
        ("-12345,", "", "needs heads, one bias for each, and a language"),
        ('"heads":["first"', '"heads":["first"' + ',"more"' * 64, "the manifest cannot be read"),
        ('["first","second"]', "[]", "needs heads, one bias for each, and a language"),
        ('"head":"second"', '"head":"third"', "the calibration of toxicity in en is not usable"),
        ("[-4000000,0,4000000]", "[0,0,4000000]", "the calibration of toxicity in en is not usable"),
        ("[-4000000,0,4000000]", "[]", "the calibration of toxicity in en is not usable"),
        ("[0,5000,10000]", "[0,5000]", "the calibration of toxicity in en is not usable"),
        ("[0,5000,10000]", "[0,5000,4000]", "the calibration of toxicity in en is not usable"),
        ("[0,5000,10000]", "[0,5000,10001]", "the manifest cannot be read"),
        ('"sources"', '"origins"', "the manifest cannot be read"),
        ("our own", "\\ud800", "the manifest cannot be read"),
    ],
)
def test_a_manifest_that_cannot_be_is_refused_with_the_reason(old: str, new: str, message: str) -> None:
    head, packed = parts()
    changed = head.replace(old.encode(), new.encode())
    assert changed != head
    with pytest.raises(WeightsError, match=re.escape(message)):
        unpack(joined(changed, packed))


def test_a_file_names_itself_in_what_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "shipped.weights"
    path.write_bytes(small_file()[:-1])
    with pytest.raises(WeightsError, match=f"^{re.escape(str(path))}: the file is damaged"):
        read(path)


def test_a_missing_file_is_refused_with_the_cure(tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match="No such file or directory; give the path of a file that"):
        read(tmp_path / "none.weights")


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.weights"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(WeightsError, match="not a weights file"):
        read(path)


def test_the_digest_is_of_the_whole_file(tmp_path: Path) -> None:
    renamed = pack(replace(MANIFEST, sources=("another",)), unpack(small_file()).weights)
    assert unpack(renamed).digest != unpack(small_file()).digest
    assert re.fullmatch("sha256:[0-9a-f]{64}", unpack(small_file()).digest)


def test_a_manifest_is_readable_json() -> None:
    assert msgspec.json.decode(parts()[0])["sources"] == ["our own"]
