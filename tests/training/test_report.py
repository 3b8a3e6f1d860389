"""`moderation-train report`: one page, whole in itself, whose figures are those of `evaluate`."""

from __future__ import annotations

import re
import shutil
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace

from moderation.classifier.shipped import PATH
from tests.training.made_up import CONFIGURED, HOSTILE, write_sets, write_weights
from training.__main__ import main
from training.data import Example
from training.data.catalogue import Catalogue, shipped
from training.evaluate import Results, Scored, Task, evaluate
from training.evasion import EVASIONS
from training.report import report
from training.report.measured import Result
from training.report.mistakes import MOST, worst
from training.report.plots import points
from training.report.slices import LEAST, sliced
from training.report.subject import Use, read_subject
from training.sentences import terms

GONE = "olid"


class Page(HTMLParser):
    """A page as a browser reads it: tags, attributes, the cells of tables, and quoted comments."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.attributes: list[tuple[str, str]] = []
        self.rows: list[list[str]] = []
        self.quotes: list[str] = []
        self._within = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag, attrs) -> None:
        self.tags[tag] += 1
        self.attributes += [(name, value or "") for name, value in attrs]
        if tag == "tr":
            self.rows.append([])
        if tag in ("th", "td", "blockquote"):
            self._within = tag
            (self.quotes if tag == "blockquote" else self.rows[-1]).append("")

    def handle_endtag(self, tag) -> None:
        self._within = "" if tag == self._within else self._within

    def handle_data(self, data) -> None:
        if self._within:
            (self.quotes if self._within == "blockquote" else self.rows[-1])[-1] += data

    def row(self, *cells: str) -> list[str]:
        """The one row that begins with *cells*."""
        (found,) = (row for row in self.rows if row[: len(cells)] == [*cells])
        return found


@pytest.fixture(scope="module")
def root(tmp_path_factory) -> Path:
    return tmp_path_factory.mktemp("sets")


@pytest.fixture(scope="module")
def catalogue(root: Path) -> Catalogue:
    return write_sets(root)


@pytest.fixture(scope="module")
def weights(tmp_path_factory) -> Path:
    return write_weights(tmp_path_factory.mktemp("weights") / "made-up.weights")


@pytest.fixture(scope="module")
def results(root, catalogue, weights) -> Results:
    return evaluate(weights, root, catalogue)


@pytest.fixture(scope="module")
def html(root, catalogue, weights, results) -> str:
    """The page, after one set has gone that `evaluate` could not do without."""
    shutil.rmtree(root / "research" / GONE)
    return report(weights, root, catalogue=catalogue)


@pytest.fixture(scope="module")
def page(html) -> Page:
    return Page(html)


def test_the_text_of_a_comment_stays_text(page) -> None:
    assert HOSTILE.replace("\x00", "\ufffd") in page.quotes
    assert page.tags["blockquote"] == len(page.quotes)


def test_no_script_runs_and_nothing_outside_the_page_is_fetched(html, page) -> None:
    fetching = {
        "script",
        "link",
        "img",
        "image",
        "iframe",
        "object",
        "embed",
        "base",
        "form",
        "foreignobject",
    }
    assert not fetching & page.tags.keys()
    targets = [
        value for name, value in page.attributes if name in ("href", "src", "xlink:href", "srcset", "data")
    ]
    assert targets
    assert all(target.startswith("#") for target in targets)
    assert not [name for name, _ in page.attributes if name.startswith("on")]
    assert not re.search(r"url\((?!#)|@import", html)
    assert ("content", "default-src 'none'; style-src 'unsafe-inline'") in page.attributes


def test_every_link_and_every_reference_of_a_drawing_has_one_target(html, page) -> None:
    ids = Counter(value for name, value in page.attributes if name == "id")
    assert max(ids.values()) == 1
    links = {value.removeprefix("#") for name, value in page.attributes if name == "href"}
    assert links | set(re.findall(r"url\(#([^)]+)\)", html)) <= ids.keys()


def test_the_figures_are_those_of_evaluate(page, results) -> None:
    kept = {title: found for title, found in results.scores.items() if not title.startswith(GONE)}
    for title, found in kept.items():
        name, split, label, view = re.fullmatch(r"(\w+) (\w+) (\w+), (.*)", title).groups()
        language = "Vietnamese" if name.startswith("vi") else "English"
        row = page.row(label.replace("_", " "), language, f"{name} {split}", view)
        told = [
            f"{found.examples:,}",
            f"{found.positive:,}",
            f"{found.auc:.3f}",
            f"{found.average_precision:.3f}",
        ]
        assert row[4:8] == told


def test_the_calibration_error_is_that_of_evaluate(page, results) -> None:
    error = results.scores["vihsd dev toxicity, without marks"].calibration_error
    assert page.row(" vihsd dev, without marks")[3] == f"{error:.3f}"


def test_a_label_that_is_not_offered_says_so(page) -> None:
    assert page.row("spam") == ["spam", "not offered", "not offered"]
    assert page.rows[3] == ["insult", "not offered", "1.000 on one set"]


def test_every_language_label_evasion_topic_and_group_has_its_curves(page) -> None:
    drawn = {value for name, value in page.attributes if name == "aria-label"}
    names = {"vi": "Vietnamese", "en": "English"}
    wanted = {
        f"{names[language]}, {name.replace('_', ' ')}" for language in EVASIONS for name in EVASIONS[language]
    }
    wanted |= {f"{names[language]}, about {term.group}" for language in names for term in terms(language)}
    wanted |= {"Toxicity by language", "toxicity, Vietnamese", "insult, English", "topic current affairs"}
    for about in wanted:
        assert f"{about}: precision over recall" in drawn
        assert f"{about}: share with the label over probability" in drawn


def test_probabilities_are_also_weighed_as_in_the_stream_that_they_are_for(page) -> None:
    assert page.row(" vihsd dev, as written")[4] != "–"


def test_a_bin_of_too_few_comments_is_not_drawn() -> None:
    probabilities = np.repeat([0.1, 0.5, 0.9], [LEAST, LEAST - 1, LEAST])
    found = sliced("", probabilities, np.arange(len(probabilities)) % 2 == 1, 0.1)
    for in_stream in (False, True):
        drawn = [one.probability for one in points(found, in_stream=in_stream)]
        assert drawn == pytest.approx([0.1, 0.9])


def test_too_few_comments_have_figures_but_no_curve(html) -> None:
    assert 'aria-label="topic Moi' not in html
    assert ">Moi<" in html


@pytest.mark.parametrize(
    ("name", "use"),
    [
        ("vihos", "trained the weights"),
        ("adverts", "trained the weights"),
        ("vihsd", "measured only"),
        ("sentences of our own", "measured only"),
        ("vispamreviews", "not used not measured: files missing"),
    ],
)
def test_a_set_is_marked_by_what_it_did_for_the_weights(page, name, use) -> None:
    assert page.row(name)[3] == use


def test_every_set_stands_there_with_its_licence_and_origin(page) -> None:
    for name, data_set in shipped().items():
        row = page.row(name)
        assert row[2] == f"{data_set.licence} ({data_set.folder}/)"
        assert row[4].startswith(data_set.origin)


def test_the_page_warns_before_it_quotes(html) -> None:
    assert html.index("This page quotes comments as they were written") < html.index("<blockquote")


def test_a_set_whose_files_are_missing_is_named_and_left_out(html, page) -> None:
    assert f"<b>{GONE}</b> – not measured: files missing" in html
    assert f"{GONE} (not measured: files missing)" in html
    assert not [row for row in page.rows if f"{GONE} train" in row]


@pytest.fixture
def lean(tmp_path) -> Path:
    """Weights that offer little, beside a folder without sets."""
    (tmp_path / "open").mkdir()
    offers = {"en": {"insult": CONFIGURED.offers["en"]["insult"]}}
    return write_weights(tmp_path / "lean.weights", replace(CONFIGURED, offers=offers))


def test_without_any_set_the_page_says_so_and_is_the_same_each_time(lean, tmp_path, capsys) -> None:
    out = [tmp_path / "new" / "one.html", tmp_path / "two.html"]
    for path in out:
        assert main(["report", "--weights", str(lean), "--data", str(tmp_path), "--out", str(path)]) == 0
    assert capsys.readouterr().out == f"{out[0]}\n{out[1]}\n"
    assert out[0].read_bytes() == out[1].read_bytes()
    said = out[0].read_text(encoding="utf-8")
    assert all(f"{name} (not measured: files missing)" in said for name in shipped())


def test_a_page_that_cannot_be_written_is_named_with_the_cure(lean, tmp_path, capsys) -> None:
    given = ("--weights", str(lean), "--data", str(tmp_path), "--out", str(tmp_path))
    assert main(["report", *given]) == 1
    assert f"--out {tmp_path}: Is a directory; name a file" in capsys.readouterr().err


def test_a_configuration_of_other_weights_is_refused(capsys, tmp_path) -> None:
    (tmp_path / "open").mkdir()
    config = Path("training/configs/research.toml")
    assert main(["report", "--config", str(config), "--data", str(tmp_path)]) == 1
    assert f"{config} did not make {PATH}: only one of them names context_toxicity" in capsys.readouterr().err


def test_the_configuration_of_the_shipped_weights_is_known_by_their_sets() -> None:
    known = read_subject(PATH, shipped())
    assert known.config is not None
    assert known.config.name == "shipped"
    splits = [("vihos", "train"), ("vihos", "dev"), ("vihsd", "dev"), ("olid", "train")]
    assert [known.use(*split) for split in splits] == [Use.LEARNT, Use.CALIBRATED, Use.HELD_OUT, Use.OTHER]
    assert known.prior("vi", "toxicity") == next(
        head.prior["vi"] for head in known.config.heads if head.name == "toxicity.vi"
    )


def result(texts: list[str], split: str = "dev", view: str = "as written") -> Result:
    """The later a text, the higher its probability; every other one has the label."""
    examples = [Example(text, "vi", "ours", {"toxicity": float(at % 2)}) for at, text in enumerate(texts)]
    probabilities, truth = np.linspace(0, 1, len(texts)), np.arange(len(texts)) % 2 == 1
    found = Scored(examples, probabilities, truth)
    return Result(
        Task("ours", split, "toxicity", view), "vi", Use.OTHER, found, sliced("", probabilities, truth)
    )


TEXTS = [f"comment {number}" for number in range(100)]


def test_the_worst_misses_come_lowest_first_and_the_worst_false_alarms_highest_first() -> None:
    misses, alarms = worst([result(TEXTS)], with_label=True), worst([result(TEXTS)], with_label=False)
    assert [quoted.text for quoted in misses] == TEXTS[1 : 2 * MOST : 2]
    assert [quoted.text for quoted in alarms] == TEXTS[98 : 98 - 2 * MOST : -2]


def test_the_same_comment_is_quoted_once_and_only_from_development_splits_as_written() -> None:
    others = [result(["train", "trained"], "train"), result(["bare", "barer"], view="without marks")]
    quoted = worst([result(["a", "b"]), result(["a", "b"]), *others], with_label=True)
    assert [one.text for one in quoted] == ["b"]
