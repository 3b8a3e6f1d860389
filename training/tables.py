"""Figures as people read them: on the terminal, in README and in the model card, always from results/*.json."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar

import msgspec

from training.benchmark import Benchmark
from training.data.table import Row
from training.errors import TrainingError
from training.evaluate import Results
from training.explanations import Explained, Explanations
from training.families import Families
from training.identity import Fairness, Rates, apart
from training.metrics import Quality
from training.research import Research
from training.rewrites import Rewrites
from training.robustness import Kept, Robustness, Spoken
from training.site.curve import Point
from training.site.model import Learning, Report
from training.site.plot import svg
from training.thresholds import THRESHOLDS, Thresholds
from training.youtube import LeaveOneOut

T = TypeVar("T")
PAGES = ("README.md", "docs/model-card.md", "docs/site-model.md", "docs/leaving-perspective.md")
PLOT = "docs/site-model.svg"
LANGUAGES = {"vi": "Vietnamese", "en": "English"}
_BLOCK = re.compile(r"(<!-- figures:(\w+) -->\n).*?(<!-- figures:end -->)", re.DOTALL)


def data_table(rows: Iterable[Row]) -> str:
    """The data sets as a table: where, how many, which labels, under which licence, whether the files match."""
    head = ("set", "split", "folder", "language", "examples", "labels", "licence", "files")
    return _table(
        head,
        [
            (
                row.name,
                row.split,
                row.folder,
                row.language,
                f"{row.examples:,}",
                " ".join(row.labels),
                row.licence,
                row.digests,
            )
            for row in rows
        ],
    )


def results_table(results: Results) -> str:
    """Scores by benchmark and view, then what the default policy did."""
    return f"{_scores(results)}\n\n{_outcomes(results)}"


def benchmark_table(found: Benchmark) -> str:
    """The figures on somebody's own file, with where macro-F1 is best and how many rows have no score."""
    told = f"best threshold {found.quality.threshold:.4f}; weights {found.weights}"
    unscored = (
        f"; {found.unscored:,} rows are in a language without {found.asked.head}" if found.unscored else ""
    )
    return f"{_qualities('file', {found.file: found.quality})}\n\n{told}{unscored}"


def learning_table(learning: Learning) -> str:
    """AUC by the number of decisions, and how sure each lead is."""
    head = (
        "decisions",
        "learnt from",
        "with correction",
        "from nothing",
        "better than shipped",
        "better than from nothing",
    )
    return _table(head, [_point(point) for point in learning.points])


def site_report(report: Report) -> str:
    """The learning curve, the figures before and after on later decisions, and what was left out."""
    qualities = {"as it was": report.before, "corrected": report.after}
    figures = _qualities("later decisions", {name: one for name, one in qualities.items() if one is not None})
    told = [f"{count:,} decisions left out: {why}" for why, count in report.left_out.items()]
    return "\n\n".join([learning_table(report.learning), figures, *told])


def _point(point: Point) -> tuple[str, ...]:
    counts = (f"{point.decisions:,}", f"{point.learnt:,}")
    leads = (point.better, point.better_than_alone) if point.decisions else ()
    told = [f"{lead:.0%} of samples" for lead in leads] or ["", ""]
    return (*counts, f"{point.corrected:.3f}", f"{point.alone:.3f}", *told)


def identity_table(measured: Iterable[Fairness]) -> str:
    """False alarms and recall for each term of identity, a table a language; "*" marks what lies far from the mean."""
    return "\n\n".join(_terms(fairness) for fairness in measured)


def robustness_table(results: Robustness) -> str:
    """A table a language: what each evasion costs, and what the thresholds find of comments as written."""
    return "\n\n".join(_hidden(language, spoken) for language, spoken in results.languages.items())


def explanations_table(results: Explanations) -> str:
    """A row a language: how findings mark, beside raters."""
    head = (
        *("language", "toxic", "character F1", "an offending word marked", "half of them marked"),
        *("marked of a comment, median", "found", "not found without the marked words"),
    )
    return _table(head, [_explained(LANGUAGES[name], found) for name, found in results.languages.items()])


def videos_table(results: LeaveOneOut) -> str:
    """Accuracy by the video left out."""
    rows = [(video.video, f"{video.comments:,}", f"{video.accuracy:.3f}") for video in results.videos]
    mean = ("mean", "", f"{results.mean_accuracy:.3f}")
    return _table(("video left out", "comments", "accuracy"), [*rows, mean])


def families_table(results: Families) -> str:
    """Recall by the family of adverts left out, beside that of the shipped weights."""
    head = ("family", "found, left out of the fit", "found by the shipped weights")
    return _table(
        head, [(one.family, f"{one.left_out:.1%}", f"{one.shipped:.1%}") for one in results.families]
    )


def rewrites_table(results: Rewrites) -> str:
    """How often a toxic sentence scores higher than its rewrite."""
    head = ("pairs", "rewrites", "toxic scores higher, left out of the fit", "by the shipped weights")
    counts = (f"{results.pairs:,}", f"{results.rewrites:,}")
    return _table(head, [(*counts, f"{results.left_out:.1%}", f"{results.shipped:.1%}")])


def thresholds_table(results: Thresholds) -> str:
    """A row a set: what each threshold flags, and how much of that rightly."""
    head = ("comments", "number", "with label", *(f"flagged at {one} · rightly" for one in THRESHOLDS))
    rows = [
        (
            name,
            f"{found.comments:,}",
            f"{found.labelled:.1%}",
            *(f"{one.flagged:.1%} · {one.precision:.1%}" for one in found.flagged),
        )
        for name, found in results.sets.items()
    ]
    return _table(head, rows)


def research_table(results: Research) -> str:
    """How the research build ranks; the three classes of ViHSD last."""
    head = ("benchmark", "examples", "with label", "AUC", "average precision", "best macro-F1")
    rows = [
        (
            name,
            f"{found.examples:,}",
            f"{found.positive:,}",
            f"{found.auc:.3f}",
            f"{found.average_precision:.3f}",
            f"{found.macro_f1:.3f}",
        )
        for name, found in results.scores.items()
    ]
    return _table(head, [*rows, ("vihsd dev, three classes", "", "", "", "", f"{results.three_classes:.3f}")])


def rewrite_docs(root: Path) -> None:
    """Write the figures of results/ into every page that asks for them, and the plot.

    Raises `TrainingError` for a missing file.
    """
    for page in PAGES:
        path = root / page
        path.write_text(with_figures(path.read_text(encoding="utf-8"), root), encoding="utf-8")
    (root / PLOT).write_text(plot(root), encoding="utf-8")


def plot(root: Path) -> str:
    """The learning curve of results/ as SVG."""
    return svg(_read(root / "results" / "site.json", Learning))


def with_figures(text: str, root: Path) -> str:
    """*text* with each block between `<!-- figures:NAME -->` and `<!-- figures:end -->` made anew."""
    shipped = _read(root / "results" / "shipped.json", Results)
    youtube = _read(root / "results" / "youtube.json", LeaveOneOut)
    blocks = {"scores": _scores(shipped), "policy": _outcomes(shipped), "youtube": videos_table(youtube)}
    blocks["robustness"] = robustness_table(_read(root / "results" / "robustness.json", Robustness))
    blocks["explanations"] = explanations_table(_read(root / "results" / "explanations.json", Explanations))
    blocks["families"] = families_table(_read(root / "results" / "families.json", Families))
    blocks["rewrites"] = rewrites_table(_read(root / "results" / "rewrites.json", Rewrites))
    blocks["thresholds"] = thresholds_table(_read(root / "results" / "perspective.json", Thresholds))
    blocks["research"] = research_table(_read(root / "results" / "research.json", Research))
    blocks["weights"] = f"`{shipped.weights}`"
    blocks["site"] = learning_table(_read(root / "results" / "site.json", Learning))
    return _BLOCK.sub(lambda found: f"{found[1]}{blocks[found[2]]}\n{found[3]}", text)


def _read(path: Path, kind: type[T]) -> T:
    try:
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except (OSError, msgspec.MsgspecError) as error:
        raise TrainingError(
            f"{path}: {error}; write it with `moderation-train evaluate`, `robustness`, `explanations`, "
            "`thresholds`, `crossvalidate`, `research` or `site --study`"
        ) from None


def _scores(results: Results) -> str:
    return _qualities("benchmark", results.scores)


def _qualities(what: str, found: Mapping[str, Quality]) -> str:
    head = (
        what,
        "examples",
        "with label",
        "AUC",
        "average precision",
        "best macro-F1",
        "calibration error",
    )
    return _table(head, [(name, *_figures(quality)) for name, quality in found.items()])


def _figures(found: Quality) -> tuple[str, ...]:
    shares = (found.auc, found.average_precision, found.macro_f1, found.calibration_error)
    return f"{found.examples:,}", f"{found.positive:,}", *(f"{share:.3f}" for share in shares)


def _terms(fairness: Fairness) -> str:
    head = (f"{fairness.language}: group", "term", "false alarms", "recall")
    uneven = f"{len(fairness.uneven_alarms())} uneven", f"{len(fairness.uneven_recall())} uneven"
    mean = ("mean", "", f"{fairness.false_alarms:.2f}", f"{fairness.recall:.2f}")
    return _table(head, [*(_term(one, fairness) for one in fairness.rates), mean, ("", "", *uneven)])


def _term(rates: Rates, fairness: Fairness) -> tuple[str, ...]:
    alarms = _starred(rates.false_alarms, fairness.false_alarms)
    return rates.term.group, rates.term.many, alarms, _starred(rates.recall, fairness.recall)


def _starred(rate: float, mean: float) -> str:
    return f"{rate:.2f}{' *' if apart(rate, mean) else ''}"


def _outcomes(results: Results) -> str:
    rows = [
        (name, f"{found.comments:,}", f"{found.too_long:.2%}", f"{found.held:.2%}", f"{found.refused:.2%}")
        for name, found in results.policy_outcomes.items()
    ]
    head = ("comments", "number", "over the length limit", "others: held for review", "others: refused")
    return _table(head, rows)


def _hidden(language: str, spoken: Spoken) -> str:
    head = (
        *("evasion", "toxic", "recall, clear", "hidden", "kept"),
        *("clean", "false alarms, clear", "hidden", "ratio"),
    )
    rows = [(name.replace("_", " "), *_cost(cost)) for name, cost in spoken.evasions.items()]
    return f"{_threshold(language, spoken)}\n\n{_table(head, rows)}"


def _cost(found: Kept) -> tuple[str, ...]:
    toxic = (f"{found.toxic:,}", f"{found.recall:.3f}", f"{found.recall_hidden:.3f}", f"{found.kept:.3f}")
    alarms = (f"{found.false_alarms:.2%}", f"{found.false_alarms_hidden:.2%}", f"{found.ratio:.2f}")
    return (*toxic, f"{found.clean:,}", *alarms)


def _explained(language: str, found: Explained) -> tuple[str, ...]:
    shares = (f"{share:.1%}" for share in (found.met, found.covered, found.marked))
    return (
        language,
        f"{found.comments:,}",
        f"{found.f1:.3f}",
        *shares,
        f"{found.found:,}",
        f"{found.cleared:.1%}",
    )


def _threshold(language: str, spoken: Spoken) -> str:
    """Which threshold was taken, and why where it is not the policy's."""
    found = f"recall {spoken.recall:.3f} on comments as written"
    if spoken.threshold == spoken.policy_threshold:
        return f"{LANGUAGES[language]}, at the policy's threshold {spoken.threshold:.2f}: {found}."
    policy = f"at the policy's {spoken.policy_threshold:.2f} it is {spoken.policy_recall:.3f}"
    return f"{LANGUAGES[language]}, at the threshold {spoken.threshold:.4f}: {found} ({policy})."


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, columns padded so that it reads on a terminal too."""
    widths = [max(len(row[column]) for row in (head, *rows)) for column in range(len(head))]
    lines = [_line(row, widths) for row in (head, ["-" * width for width in widths], *rows)]
    return "\n".join(lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "| " + " | ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)) + " |"
