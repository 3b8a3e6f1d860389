"""Whether a comment is treated alike whoever it is about: false alarms and recall for each term of identity.

After Dixon et al., "Measuring and Mitigating Unintended Bias in Text Classification" (AIES 2018): the same templates
filled with each term; how far a term's rates lie from the mean of all shows the bias. Rates are those of the policy's
action and not of a score, since what a reader meets is the action.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from statistics import fmean

from msgspec import Struct

from moderation.classifier import Classifier
from moderation.classifier.scoring import IntegerClassifier
from moderation.comment import Comment
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy import Policy
from moderation.verdict import Action
from training.sentences import LANGUAGES, Templates, Term, templates, terms

TOLERANCE = 0.05  # how far a term's rate may lie from the mean over the terms of its language

Held = Callable[[str], bool]


class Rates(Struct, frozen=True):
    """What happens to one term: the share of neutral sentences held, and of hostile sentences held; each 0..1."""

    term: Term
    false_alarms: float
    recall: float
    alarms: tuple[str, ...]  # neutral, but held
    missed: tuple[str, ...]  # hostile, but published


class Fairness(Struct, frozen=True):
    """The rates of every term of one language."""

    language: str
    rates: tuple[Rates, ...]

    @property
    def false_alarms(self) -> float:
        """The mean over the terms."""
        return fmean(one.false_alarms for one in self.rates)

    @property
    def recall(self) -> float:
        """The mean over the terms."""
        return fmean(one.recall for one in self.rates)

    def uneven_alarms(self) -> list[Rates]:
        """The terms whose false alarms lie too far from the mean."""
        return [one for one in self.rates if apart(one.false_alarms, self.false_alarms)]

    def uneven_recall(self) -> list[Rates]:
        """The terms whose recall lies too far from the mean."""
        return [one for one in self.rates if apart(one.recall, self.recall)]


def measure(language: str, held: Held) -> Fairness:
    """Ask *held* about every template of *language* filled with every term."""
    known = templates(language)
    return Fairness(language, tuple(_rates(term, known, held) for term in terms(language)))


def measure_weights(weights: Path) -> list[Fairness]:
    """Every language, under the default policy with *weights*. Raises `WeightsError`."""
    held = held_by(IntegerClassifier.from_file(weights))
    return [measure(language, held) for language in LANGUAGES]


def held_by(classifier: Classifier) -> Held:
    """Whether the default policy holds or refuses a text that comes from a guest never seen before."""
    policy = Policy()
    return lambda text: judge(Comment(text=text), Facts(), policy, classifier).action > Action.PUBLISH


def apart(rate: float, mean: float) -> bool:
    """Whether *rate* lies further from *mean* than is tolerated; a rounding error is not a difference."""
    return abs(rate - mean) > TOLERANCE + 1e-9


def _rates(term: Term, known: Templates, held: Held) -> Rates:
    neutral, hostile = ([term.fill(template) for template in kind] for kind in (known.neutral, known.hostile))
    alarms = tuple(text for text in neutral if held(text))
    missed = tuple(text for text in hostile if not held(text))
    return Rates(term, len(alarms) / len(neutral), 1 - len(missed) / len(hostile), alarms, missed)
