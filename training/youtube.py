"""YouTube spam, one video left out at a time: how far does what was learnt carry over to a new one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from training.config import Config, Head
from training.data import Example, load, without
from training.data.catalogue import shipped as catalogue
from training.matrix import matrix, targets
from training.metrics import rounded
from training.mixture import assemble, shuffled

SET = "youtube_spam"


class Video(Struct, frozen=True):
    """Accuracy on one video by a head that saw neither it nor its texts; *threshold* is logit 0."""

    video: str
    comments: int
    accuracy: float


class LeaveOneOut(Struct, frozen=True, kw_only=True):
    """The videos, their plain mean, and the digests of the files."""

    videos: tuple[Video, ...]
    mean_accuracy: float
    data: dict[str, str]


def leave_one_video_out(config: Config, root: Path) -> LeaveOneOut:
    """Fit the head `spam` of *config* once a video, on everything else of the mix, and measure it there."""
    head = next(head for head in config.heads if head.label == "spam")
    comments = load(SET, root)
    others = [example for example in assemble(config, root).train if SET not in example.source]
    examples = [*shuffled(others, config.seed), *comments]
    videos = tuple(_measured(head, matrix([example.text for example in examples]), examples))
    mean = rounded(float(np.mean([video.accuracy for video in videos])))
    return LeaveOneOut(videos=videos, mean_accuracy=mean, data=dict(catalogue()[SET].sha256))


def _measured(head: Head, features: csr_matrix, examples: Sequence[Example]) -> Iterator[Video]:
    for video in sorted({example.group for example in examples if example.source == SET}):
        test = [
            row for row, example in enumerate(examples) if example.source == SET and example.group == video
        ]
        held = [examples[row] for row in test]
        kept = {id(example) for example in without(examples, held)}
        marked = [example if id(example) in kept else replace(example, weight=0.0) for example in examples]
        known = targets(marked, head.label, head.teachers)
        rows = known.rows[known.weights > 0]
        model = LogisticRegression(C=head.c, solver="liblinear", max_iter=300, random_state=0)
        model.fit(
            features[rows], known.positive[known.weights > 0], sample_weight=known.weights[known.weights > 0]
        )
        truth = np.array([example.labels["spam"] >= 0.5 for example in held])
        yield Video(video, len(held), rounded(float((model.predict(features[test]) == truth).mean())))
