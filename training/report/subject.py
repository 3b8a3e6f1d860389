"""The weights that a report is about, and what they had to do with each data set."""

from __future__ import annotations

from enum import Enum
from pathlib import Path
from typing import NamedTuple

from moderation.classifier.scoring import IntegerClassifier
from training.config import Config, Ingredient, read_config
from training.data.catalogue import Catalogue
from training.errors import TrainingError

CONFIGS = Path(__file__).parents[1] / "configs"


class Use(Enum):
    """What the fit had to do with a split, from most to least; the value is how the page says it."""

    LEARNT = "learnt from"
    CALIBRATED = "calibrated on"
    HELD_OUT = "held out"
    OTHER = "not learnt from"


class Subject(NamedTuple):
    """A classifier and the configuration that it comes from; None where none is known."""

    classifier: IntegerClassifier
    config: Config | None

    def offers(self, language: str, label: str) -> bool:
        """Whether *label* is scored in *language*."""
        return label in self.classifier.manifest.offers.get(language, {})

    def prior(self, language: str, label: str) -> float | None:
        """The share of positives in the stream that the probabilities are for; None where it is not known."""
        offer = self.classifier.manifest.offers.get(language, {}).get(label)
        heads = self.config.heads if self.config else ()
        return next((head.prior.get(language) for head in heads if offer and head.name == offer.head), None)

    def use(self, name: str, split: str) -> Use:
        """What the fit had to do with *split* of the set *name*."""
        if self.config is None:
            learnt = split == "train" and name in self.classifier.manifest.sources
            return Use.LEARNT if learnt else Use.OTHER
        kinds = {
            Use.LEARNT: self.config.mix,
            Use.CALIBRATED: self.config.calibrate_on,
            Use.HELD_OUT: self.config.held_out,
        }
        return next((use for use, parts in kinds.items() if _names(parts, name, split)), Use.OTHER)


def read_subject(weights: Path, catalogue: Catalogue, config: Path | None = None) -> Subject:
    """Read *weights*; without *config*, of the configurations here the one that learns from the same sets.

    Raises `WeightsError` and, for a *config* that cannot have made these weights, `TrainingError`.
    """
    classifier = IntegerClassifier.from_file(weights)
    sources = set(classifier.manifest.sources) & set(catalogue)
    if config is None:
        known = map(read_config, sorted(CONFIGS.glob("*.toml"), reverse=True))
        return Subject(classifier, next((one for one in known if _mix(one) == sources), None))
    given = read_config(config)
    if _mix(given) != sources:
        differ = ", ".join(sorted(_mix(given) ^ sources))
        cure = "leave out --config or give the right one"
        raise TrainingError(f"{config} did not make {weights}: only one of them names {differ}; {cure}")
    return Subject(classifier, given)


def _mix(config: Config) -> set[str]:
    return {part.name for part in config.mix}


def _names(parts: tuple[Ingredient, ...], name: str, split: str) -> bool:
    return any((part.name, part.split) == (name, split) for part in parts)
