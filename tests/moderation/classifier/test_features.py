"""The hashed n-grams are those of the definition, on any text."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given

from moderation.classifier.features import (
    BUCKETS,
    COLUMNS,
    FACT_MOST,
    FACT_STEP,
    FACTS,
    facts,
    occurrences,
    terms,
)
from moderation.text.folding import fold
from tests.moderation.classifier.reference import grams
from tests.moderation.classifier.texts import TEXTS


@given(TEXTS)
def test_terms_are_the_columns_of_the_definition(text: str) -> None:
    folded = fold(text)
    found = terms(folded).columns
    assert sorted(found[found < BUCKETS].tolist()) == sorted({gram.column for gram in grams(folded)})


@given(TEXTS)
def test_occurrences_are_the_grams_of_the_definition_where_they_stand(text: str) -> None:
    folded = fold(text)
    found = occurrences(folded)
    places = zip(found.columns.tolist(), found.starts.tolist(), found.ends.tolist(), strict=True)
    assert Counter(places) == Counter(tuple(gram) for gram in grams(folded))


@given(TEXTS)
def test_columns_are_distinct_and_within_the_weights(text: str) -> None:
    columns = terms(fold(text)).columns.tolist()
    assert len(set(columns)) == len(columns)
    assert all(0 <= column < COLUMNS for column in columns)


def test_threads_do_not_disturb_each_other() -> None:
    folded = [fold(f"bài viết số {number} rất hay") for number in range(300)]
    alone = [sorted(terms(text).columns.tolist()) for text in folded]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(lambda text: sorted(terms(text).columns.tolist()), folded)) == alone


@given(TEXTS)
def test_an_ngram_counts_once_and_a_fact_up_to_three_times(text: str) -> None:
    found = terms(fold(text))
    ngrams, dense = found.values[found.columns < BUCKETS], found.values[found.columns >= BUCKETS]
    assert set(ngrams.tolist()) <= {1}
    assert set(dense.tolist()) <= {FACT_STEP * count for count in range(1, FACT_MOST + 1)}


@given(TEXTS)
def test_the_same_text_has_the_same_terms(text: str) -> None:
    first, again = terms(fold(text)), terms(fold(text))
    assert all(map(np.array_equal, first, again))


@given(TEXTS)
def test_occurrences_cover_the_columns_of_terms_but_the_facts(text: str) -> None:
    folded = fold(text)
    columns = terms(folded).columns
    assert set(occurrences(folded).columns.tolist()) == set(columns[columns < BUCKETS].tolist())


def test_a_text_longer_than_the_kept_powers_is_hashed_alike() -> None:
    folded = fold(" ".join(f"đường{number}" for number in range(500)))
    columns = terms(folded).columns
    assert len(folded.text) > 4096
    assert sorted(columns[columns < BUCKETS].tolist()) == sorted({gram.column for gram in grams(folded)})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", {}),
        ("xem http://ban-hang.vn", {"links": 2}),
        ("a.vn b.vn c.vn d.vn", {"links": 3}),
        ("gọi 0912 345 678", {"phones": 1}),
        ("giá 250k hay $20", {"prices": 2}),
        ("Zalo hoặc Telegram", {"contacts": 2}),
        ("THÔI ĐI", {"capitals": 3}),
        ("hay quá!!!!", {"exclamations": 2}),
    ],
)
def test_facts_count(text: str, expected: dict[str, int]) -> None:
    found = dict(zip(FACTS, facts(fold(text)), strict=True))
    assert {name: count for name, count in found.items() if count} == expected


def test_a_marked_text_has_the_terms_of_its_unmarked_view_too() -> None:
    marked, bare = terms(fold("đường hỏng")), terms(fold("duong hong"))
    assert set(bare.columns.tolist()) < set(marked.columns.tolist())
