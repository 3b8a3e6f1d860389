"""How many decisions it takes, measured on ViCTSD as stand-in decisions: train in order, valid as the later ones."""

from __future__ import annotations

from pathlib import Path

from moderation.classifier.artifact import Artifact
from training.data import load
from training.data.catalogue import digests
from training.site.curve import curve, lesson
from training.site.model import Learning, learning
from training.site.promotion import Place, base_weights

SET = "victsd"
PLACE = Place("toxicity", "vi")


def study(artifact: Artifact, root: Path) -> Learning:
    """The learning curve of *artifact*'s head. Raises `DataError` as `load` does."""
    earlier, later = load(SET, root, "train"), load(SET, root, "dev")
    given = lesson(earlier, later, PLACE.label, base_weights(artifact, PLACE))
    return learning(given, curve(given), PLACE, artifact.digest, digests([SET]))
