"""The weights file: a manifest that describes itself, then one array of small integers. Never a pickle.

Layout: the magic `MODWGTS` and a line feed, the SHA-256 of all that follows, the manifest's length in bytes (uint32,
little endian), the manifest as JSON, and the weights as zlib-compressed little-endian int16 in row order: one row a
column of the features, one number a head.
"""

from __future__ import annotations

import hashlib
import zlib
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import msgspec
import numpy as np
from msgspec import Meta, Struct
from numpy.typing import NDArray

from moderation.classifier.features import BITS, COLUMNS, FACTS, ORDERS, VERSION
from moderation.errors import WeightsError

FORMAT = 1
MAGIC = b"MODWGTS\n"
MAX_BYTES = 64 << 20
MAX_HEADS = 64  # 64 MiB of weights in memory, however well they compress
_SUMMED = len(MAGIC) + 32
_HEAD = 4


class Features(Struct, frozen=True, forbid_unknown_fields=True):
    """What of the feature function a weights file depends on."""

    version: int
    bits: int
    orders: tuple[int, ...]
    facts: tuple[str, ...]


FEATURES = Features(VERSION, BITS, ORDERS, FACTS)


class Offer(Struct, frozen=True, forbid_unknown_fields=True):
    """How one language scores one label: by which *head*, and from its logit to a probability.

    Between knots run straight lines, in integers: *logits* rise strictly, *probabilities* never fall and are in
    1/10,000. Beyond the ends the end values hold. From the logit of a text without marks *unmarked* is taken first:
    Vietnamese without marks reads as more words than were meant.
    """

    head: str
    logits: tuple[int, ...]
    probabilities: tuple[Annotated[int, Meta(ge=0, le=10_000)], ...]
    unmarked: int = 0


class Manifest(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Written by `training.export`, checked before anything is scored."""

    format: int
    features: Features
    heads: Annotated[tuple[str, ...], Meta(max_length=MAX_HEADS)]  # the columns of the weights
    biases: tuple[int, ...]
    offers: dict[str, dict[str, Offer]]  # by language, then label
    sources: tuple[str, ...]  # the data sets behind the weights


class Artifact(Struct, frozen=True):
    """A weights file as read: *weights* is int16 of shape (columns, heads); *digest* is of the whole file."""

    manifest: Manifest
    weights: NDArray[np.int16]
    digest: str


def pack(manifest: Manifest, weights: NDArray[np.int16]) -> bytes:
    """The bytes of a weights file."""
    head = msgspec.json.encode(manifest, order="deterministic")
    raw = np.ascontiguousarray(weights, dtype="<i2").tobytes()
    return sealed(len(head).to_bytes(_HEAD, "little") + head + zlib.compress(raw, 9))


def sealed(body: bytes) -> bytes:
    """*body* with the magic and its checksum before it."""
    return MAGIC + hashlib.sha256(body).digest() + body


def read(path: Path) -> Artifact:
    """Read and audit a weights file.

    Raises `WeightsError` when it is missing, too large, of another format, or not what its manifest says.
    """
    try:
        data = path.read_bytes() if path.stat().st_size <= MAX_BYTES else b""
    except OSError as error:
        raise WeightsError(
            f"{path}: {error.strerror}; give the path of a file that `moderation-train fit` wrote"
        ) from None
    try:
        return unpack(data)
    except WeightsError as error:
        raise WeightsError(f"{path}: {error}") from None


def unpack(data: bytes) -> Artifact:
    """The inverse of `pack`, every claim of the manifest checked. Raises `WeightsError`."""
    if data[: len(MAGIC)] != MAGIC:
        raise WeightsError("not a weights file; make one with `moderation-train fit`")
    body = data[_SUMMED:]
    if sealed(body) != data:
        raise WeightsError("the file is damaged (SHA-256 differs); copy it again")
    end = _HEAD + int.from_bytes(body[:_HEAD], "little")
    manifest = _manifest(body[_HEAD:end])
    raw = _inflated(body[end:], 2 * COLUMNS * len(manifest.heads))
    weights = np.frombuffer(raw, dtype="<i2").reshape(COLUMNS, len(manifest.heads))
    return Artifact(manifest, weights, f"sha256:{hashlib.sha256(data).hexdigest()}")


def _manifest(head: bytes) -> Manifest:
    try:
        form = msgspec.json.decode(head, type=dict[str, msgspec.Raw]).get("format")
        if form is None or bytes(form) != str(FORMAT).encode():
            raise WeightsError(
                f"format {bytes(form or b'?').decode()} is not known here; this version reads {FORMAT}"
            )
        manifest = msgspec.json.decode(head, type=Manifest)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise WeightsError(f"the manifest cannot be read ({error}); train again") from None
    _audit(manifest)
    return manifest


def _audit(manifest: Manifest) -> None:
    if manifest.features != FEATURES:
        raise WeightsError(f"made for {manifest.features}, but this version has {FEATURES}; train again")
    if not manifest.heads or len(manifest.biases) != len(manifest.heads) or not manifest.offers:
        raise WeightsError("the manifest needs heads, one bias for each, and a language; train again")
    for language, offered in manifest.offers.items():
        for label, offer in offered.items():
            if offer.head not in manifest.heads or not _sound(offer):
                raise WeightsError(f"the calibration of {label} in {language} is not usable; train again")


def _sound(offer: Offer) -> bool:
    logits, probabilities = offer.logits, offer.probabilities
    rising = all(low < high for low, high in pairwise(logits))
    return 0 < len(logits) == len(probabilities) and rising and list(probabilities) == sorted(probabilities)


def _inflated(packed: bytes, size: int) -> bytes:
    """Exactly *size* bytes; a file that would inflate to more is refused before it does."""
    inflater = zlib.decompressobj()
    try:
        raw = inflater.decompress(packed, size + 1)
    except zlib.error as error:
        raise WeightsError(f"the weights cannot be read ({error}); train again") from None
    if len(raw) != size or not inflater.eof or inflater.unused_data:
        raise WeightsError(f"the weights have another size than the manifest's heads need ({size} bytes)")
    return raw
