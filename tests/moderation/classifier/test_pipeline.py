"""A scikit-learn pipeline takes the place of our classifier."""

from functools import cache
from typing import Any

import pytest
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.svm import LinearSVC

from moderation.classifier.pipeline import PipelineClassifier
from moderation.comment import Comment
from moderation.errors import ModerationError
from moderation.facts import Facts
from moderation.judge import judge
from moderation.policy.model import Policy, typed
from moderation.text.folding import fold
from moderation.verdict import Action

RUDE = ["đồ ngu", "câm mồm đi đồ ngu", "you idiot", "shut up idiot"]
KIND = ["bài hay quá", "cảm ơn tòa soạn", "thanks for this", "a good article"]


@cache
def pipeline() -> Pipeline:
    made = make_pipeline(TfidfVectorizer(), LogisticRegression(C=100))
    return made.fit(RUDE + KIND, [1] * len(RUDE) + [0] * len(KIND))


def test_it_scores_what_the_pipeline_does() -> None:
    scored = PipelineClassifier({"toxicity": pipeline()}).score(fold("You IDIOT"), "en")
    assert scored == {"toxicity": round(pipeline().predict_proba(["You IDIOT"])[0][1] * 10_000)}


def test_a_verdict_carries_its_scores_and_its_digest() -> None:
    classifier = PipelineClassifier({"toxicity": pipeline()}, digest="sha256:mine")
    policy = typed({"words": {"shipped": False}, "toxicity": {"review": 0.8, "reject": 1.0}}, Policy)
    rude = judge(Comment(text="you idiot"), Facts(), policy, classifier)
    kind = judge(Comment(text="thanks for this"), Facts(), policy, classifier)
    assert (rude.action, rude.models) == (Action.REVIEW, ("sha256:mine",))
    assert rude.findings[0].code == "toxicity.toxicity"
    assert kind.action is Action.PUBLISH


def test_it_says_nothing_of_characters() -> None:
    assert PipelineClassifier({"toxicity": pipeline()}).shares(fold("you idiot"), "en", "toxicity") == ()


@pytest.mark.parametrize(
    ("pipelines", "told"),
    [
        ({"rude": pipeline}, "'rude' is not a label; known labels are toxicity,"),
        (
            {"toxicity": LinearSVC()},
            "the pipeline of toxicity, LinearSVC, has no predict_proba; give a fitted",
        ),
        (
            {"toxicity": LogisticRegression},
            "the pipeline of toxicity, LogisticRegression, has no predict_proba",
        ),
    ],
)
def test_what_cannot_score_is_refused_when_it_is_given(pipelines: dict[str, Any], told: str) -> None:
    with pytest.raises(ModerationError) as caught:
        PipelineClassifier(pipelines)
    assert told in str(caught.value)
