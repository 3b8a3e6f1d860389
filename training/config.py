"""What a fit is a function of: a configuration file and the data sets."""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec
from msgspec import Meta, Struct

from training.errors import TrainingError
from training.evasion import NAMES


class Ingredient(Struct, frozen=True, forbid_unknown_fields=True):
    """One data set of the mix: its *split*, the *weight* of each example, and views made of it.

    *unmarked* adds every text without Vietnamese marks; *remainders* adds toxic texts with their marked
    characters taken out as clean ones, at that weight.
    """

    name: str
    split: str = "train"
    weight: float = 1.0
    unmarked: bool = False
    remainders: float = 0.0


class Head(Struct, frozen=True, forbid_unknown_fields=True):
    """One column of weights: the *label* it scores and the inverse regularisation *c*.

    *prior* is by language where the head is offered: the share of comments with this label in the stream that
    probabilities are for; *unmarked* the same for texts without marks, where it is another. *teachers* is by language,
    and *sets* by data set ("*": all not named), how much its examples count. *bayes* is the part, 0 to 1, that a second
    regression has in the weights, one on columns that naive Bayes has weighted; its inverse regularisation is
    *bayes_c*. *rare*: columns count the more the fewer texts set them.
    """

    name: str
    label: str
    c: float
    prior: dict[str, float]
    teachers: dict[str, float]
    bayes: Annotated[float, Meta(ge=0, le=1)] = 0.0
    bayes_c: float = 1.0
    rare: bool = False
    sets: dict[str, float] = {}
    unmarked: dict[str, float] = {}


class Adverts(Struct, frozen=True, forbid_unknown_fields=True):
    """Synthetic adverts: how many from each family, how many neutral texts, and their weight."""

    each: int = 0
    neutral: int = 0
    weight: float = 1.0


class Hiding(Struct, frozen=True, forbid_unknown_fields=True):
    """Copies of comments with words hidden as evaders hide them: of which *share*, by which evasions, at what *weight*.

    *names* are of `training.evasion`, all of them where none is given; a language uses those that it has.
    """

    share: Annotated[float, Meta(ge=0, le=1)] = 0.0
    names: tuple[str, ...] = ()
    weight: float = 1.0

    def __post_init__(self) -> None:
        if unknown := set(self.names) - NAMES:
            raise ValueError(f"no evasion {min(unknown)!r}; there are {', '.join(sorted(NAMES))}")


class Pairs(Struct, frozen=True, forbid_unknown_fields=True):
    """Synthetic comments in which a word does not decide: how many of each kind in each language, their weight.

    *identity* is the number of civil ones and of hostile ones. *weight* is by language. *written*, by language too, is
    how much each of those written by hand counts; without it none are taken. *unmarked* adds every Vietnamese one
    without marks.
    """

    harmless: int = 0
    hostile: int = 0
    identity: int = 0
    everyday: int = 0
    weight: dict[str, float] = msgspec.field(default_factory=lambda: dict.fromkeys(("vi", "en"), 1.0))
    written: dict[str, float] = {}
    unmarked: bool = False


class Config(Struct, frozen=True, forbid_unknown_fields=True):
    """A whole fit. *held_out* sets are removed from training by their folded text; *calibrate_on* is dev data."""

    name: str
    seed: int
    heads: tuple[Head, ...]
    mix: tuple[Ingredient, ...]
    calibrate_on: tuple[Ingredient, ...]
    held_out: tuple[Ingredient, ...] = ()
    adverts: Adverts = Adverts()
    evasion: Hiding = Hiding()
    pairs: Pairs = Pairs()


def head_for(config: Config, label: str, language: str) -> Head:
    """The head by which *config* scores *label* in *language*. Raises `TrainingError` when it offers none."""
    for head in config.heads:
        if head.label == label and language in head.prior:
            return head
    raise TrainingError(
        f"configuration {config.name!r} offers no {label!r} in {language!r}; give a head that prior"
    )


def digest(config: Config) -> str:
    """The SHA-256 of what *config* says, however its file is laid out."""
    return f"sha256:{hashlib.sha256(msgspec.json.encode(config, order='deterministic')).hexdigest()}"


def read_config(path: Path) -> Config:
    """Raises `TrainingError` naming the file, the key and what was expected."""
    try:
        return msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Config)
    except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise TrainingError(f"{path}: {error}; see training/configs/shipped.toml for every setting") from None
