"""The weights file: a manifest that describes itself, then one array of small integers. Never a pickle.

Layout: the magic `MODWGTS\\n`, the manifest's length in bytes (uint32, little endian), the manifest as JSON, and the
weights as zlib-compressed int8 in row order, one row a column of the features, one number a label.
"""

from __future__ import annotations

import hashlib
import zlib
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from moderation.classifier.features import BITS, COLUMNS, FACTS, ORDERS
from moderation.errors import WeightsError

FORMAT = 1
MAGIC = b"MODWGTS\n"
MAX_BYTES = 64 << 20
_HEAD = len(MAGIC) + 4


class Calibration(Struct, frozen=True, forbid_unknown_fields=True):
    """From logit to probability: straight lines between knots, in integers.

    *logits* rise strictly, *probabilities* never fall and are in 1/10,000. Beyond the ends the end values hold.
    """

    logits: tuple[int, ...]
    probabilities: tuple[Annotated[int, Meta(ge=0, le=10_000)], ...]


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Written by `training.export`, checked before anything is scored."""

    format: int
    features: dict[str, int | tuple[int, ...] | tuple[str, ...]]
    labels: tuple[str, ...]
    biases: tuple[int, ...]
    calibrations: dict[str, dict[str, Calibration]]  # by language, then label: what is offered there
    sources: tuple[str, ...]  # the data sets behind the weights
    weights_sha256: str


class Artifact(Struct, frozen=True):
    """A weights file as read: *weights* is int8 of shape (columns, labels); *digest* is of the whole file."""

    manifest: Manifest
    weights: NDArray[np.int8]
    digest: str


def described_features() -> dict[str, int | tuple[int, ...] | tuple[str, ...]]:
    """What of the feature function a weights file depends on."""
    return {"bits": BITS, "orders": ORDERS, "facts": FACTS}


def pack(manifest: Manifest, weights: NDArray[np.int8]) -> bytes:
    """The bytes of a weights file; the manifest's digest is filled in."""
    raw = np.ascontiguousarray(weights).tobytes()
    manifest = msgspec.structs.replace(manifest, weights_sha256=hashlib.sha256(raw).hexdigest())
    head = msgspec.json.encode(manifest, order="deterministic")
    return MAGIC + len(head).to_bytes(4, "little") + head + zlib.compress(raw, 9)


def read(path: Path) -> Artifact:
    """Read and audit a weights file.

    Raises `WeightsError` when it is missing, too large, of another format, or not what its manifest says.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        raise WeightsError(f"{path}: {error.strerror}; give the path of a file that `moderation-train fit` wrote") from None
    try:
        return unpack(data)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None


def unpack(data: bytes) -> Artifact:
    """The inverse of `pack`, every claim of the manifest checked. Raises `WeightsError`."""
    if data[: len(MAGIC)] != MAGIC:
        raise WeightsError("not a weights file; make one with `moderation-train fit`")
    end = _HEAD + int.from_bytes(data[len(MAGIC) : _HEAD], "little")
    manifest = _manifest(data[_HEAD:end])
    raw = _inflated(data[end:], COLUMNS * len(manifest.labels))
    if hashlib.sha256(raw).hexdigest() != manifest.weights_sha256:
        raise WeightsError("the weights are damaged (SHA-256 differs); copy the file again")
    weights = np.frombuffer(raw, dtype=np.int8).reshape(COLUMNS, len(manifest.labels))
    return Artifact(manifest, weights, f"sha256:{hashlib.sha256(data).hexdigest()}")


def _manifest(head: bytes) -> Manifest:
    try:
        form = msgspec.json.decode(head, type=dict[str, msgspec.Raw]).get("format")
        if form is None or bytes(form) != str(FORMAT).encode():
            raise WeightsError(f"format {bytes(form or b'?').decode()} is not known here; this version reads {FORMAT}")
        manifest = msgspec.json.decode(head, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"the manifest is damaged ({error}); copy the file again") from None
    _audit(manifest)
    return manifest


def _audit(manifest: Manifest) -> None:
    known = msgspec.to_builtins(described_features())
    if msgspec.to_builtins(manifest.features) != known:
        raise WeightsError(f"made for features {manifest.features}, but this version has {known}; train again")
    if not manifest.labels or len(manifest.biases) != len(manifest.labels):
        raise WeightsError("the manifest needs one bias for each label")
    for language, offered in manifest.calibrations.items():
        for label, calibration in offered.items():
            if label not in manifest.labels or not _sound(calibration):
                raise WeightsError(f"the calibration of {label} in {language} is not usable; train again")


def _sound(calibration: Calibration) -> bool:
    logits, probabilities = calibration.logits, calibration.probabilities
    rising = all(low < high for low, high in zip(logits, logits[1:], strict=False))
    return 0 < len(logits) == len(probabilities) and rising and list(probabilities) == sorted(probabilities)


def _inflated(packed: bytes, size: int) -> bytes:
    """Exactly *size* bytes; a file that would inflate to more is refused before it does."""
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(packed, size + 1)
    except zlib.error as error:
        raise WeightsError(f"the weights are damaged ({error}); copy the file again") from None
    if len(raw) != size or not inflater.eof or inflater.unused_data:
        raise WeightsError(f"the weights have another size than the manifest's labels need ({size} bytes)")
    return raw
