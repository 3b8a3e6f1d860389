"""A corrected file is an ordinary one: one score changes, all others keep their bits, and shares stay exact."""

from __future__ import annotations

import numpy as np
import pytest

from moderation.classifier.artifact import Artifact, unpack
from moderation.classifier.features import COLUMNS
from moderation.classifier.scoring import SHARE_UNIT, IntegerClassifier
from moderation.text.folding import fold
from tests.training.site.learning import artifact
from training.matrix import FACTOR_ONE
from training.quantise import Quantised
from training.site.promotion import NotBetter, Place, base_weights, odds_shift, promoted, require_better

HEAD = Quantised(np.arange(COLUMNS, dtype=np.int16) % 1000, 65_536, 1e-3)
TEXTS = [fold(text) for text in ("hôm nay nhà đẹp lắm", "chuối!", "", "Liên hệ 0912 345 678", "what a day")]
TOXIC_VI = Place("toxicity", "vi")


def corrected(place: Place = TOXIC_VI, shift: float = 0.0, base: Artifact | None = None) -> Artifact:
    return unpack(promoted(base or artifact(), place, HEAD, shift))


@pytest.mark.parametrize(
    "place", [TOXIC_VI, Place("spam", "vi"), Place("toxicity", "en"), Place("insult", "vi")]
)
def test_every_other_score_keeps_its_bits(place: Place) -> None:
    before, after = IntegerClassifier(artifact()), IntegerClassifier(corrected(place))
    for text in TEXTS:
        for language in ("vi", "en"):
            old, new = dict(before.score(text, language)), dict(after.score(text, language))
            if language == place.language:
                assert new.pop(place.label) is not None
                old.pop(place.label, None)
            assert new == old


def test_heads_that_nobody_offers_any_more_are_left_out() -> None:
    assert corrected().manifest.heads == ("second", "site.toxicity.vi")
    assert corrected(Place("spam", "vi")).manifest.heads == ("first", "second", "site.spam.vi")


def test_a_second_run_replaces_the_head_of_the_first() -> None:
    again = corrected(base=corrected())
    assert again.manifest == corrected().manifest
    assert np.array_equal(base_weights(again, TOXIC_VI), HEAD.weights)


def test_a_label_that_was_not_offered_is_offered_then() -> None:
    assert not base_weights(artifact(), Place("insult", "vi")).any()
    assert "insult" in IntegerClassifier(corrected(Place("insult", "vi"))).score(TEXTS[0], "vi")


@pytest.mark.parametrize("text", TEXTS)
def test_shares_of_a_corrected_head_account_for_every_unit_of_its_logit(text) -> None:
    found = IntegerClassifier(corrected()).account(text, "site.toxicity.vi")
    said = int(found.characters.sum()) + SHARE_UNIT * found.bias + found.unplaced
    assert said == SHARE_UNIT * found.logit


def test_a_probability_is_that_of_the_fit() -> None:
    found = corrected().manifest.offers["vi"]["toxicity"]
    even = found.probabilities.index(5_000)
    assert found.logits[even] == 0
    odds = found.logits[even + 16] * HEAD.step / FACTOR_ONE
    assert found.probabilities[even + 16] == pytest.approx(10_000 / (1 + np.exp(-odds)), abs=2)


def test_a_prior_moves_probabilities_to_another_stream() -> None:
    assert odds_shift(0.2, None) == 0.0
    assert odds_shift(0.5, 0.2) == pytest.approx(np.log(0.25))
    rarer = IntegerClassifier(corrected(shift=odds_shift(0.5, 0.01)))
    assert (
        rarer.score(TEXTS[2], "vi")["toxicity"]
        < IntegerClassifier(corrected()).score(TEXTS[2], "vi")["toxicity"]
    )


def test_the_file_names_the_decisions_among_its_sources() -> None:
    assert corrected(base=corrected()).manifest.sources == ("our own", "site decisions")


def test_what_is_not_surely_better_is_refused() -> None:
    require_better(0.95)
    with pytest.raises(
        NotBetter, match="better in only 94% of samples, 95% are asked for; collect more decisions"
    ):
        require_better(0.94)
