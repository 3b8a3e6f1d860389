"""Any CSV or TSV gives its two columns; what does not fit is named by line, with the cure."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.columns import Cell, Columns
from training.errors import DataError


def cells(folder: Path, content: str | bytes, *, quotes: bool = True) -> list[Cell]:
    path = folder / "mine.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(Columns(path, "text", "toxic", quotes).cells())


@pytest.mark.parametrize(
    "content",
    [
        "id,text,toxic\n1,hay,0\n",
        "id\ttext\ttoxic\n1\thay\t0\n",
        "id;text;toxic\n1;hay;0\n",
        '"text","toxic"\r\n"hay","0"\r\n',
        "\ufefftoxic,text\n0,hay",
        "text,toxic\n\nhay,0\n\n",
        '"note, of mine"\ttext\ttoxic\n\thay\t0\n',
    ],
)
def test_commas_tabs_and_semicolons_are_read_whatever_the_order_of_the_columns(tmp_path, content) -> None:
    assert [(cell.text, cell.label) for cell in cells(tmp_path, content)] == [("hay", "0")]


def test_a_text_in_quotation_marks_may_hold_delimiters_and_line_ends(tmp_path) -> None:
    assert cells(tmp_path, 'text,toxic\n"a, ""b""\nc",1\nd,0\n') == [
        Cell('a, "b"\nc', "1", 3),
        Cell("d", "0", 4),
    ]


def test_where_quotation_marks_mean_nothing_they_are_kept(tmp_path) -> None:
    assert cells(tmp_path, 'text\ttoxic\n"a\t1\n', quotes=False)[0].text == '"a'


FIELD = st.text(st.characters(exclude_categories=["Cs"]), max_size=9)


@given(st.lists(st.tuples(FIELD, FIELD), max_size=5))
def test_what_python_writes_is_read_back(tmp_path_factory, rows: list[tuple[str, str]]) -> None:
    written = io.StringIO(newline="")
    csv.writer(written, quoting=csv.QUOTE_ALL).writerows([("text", "toxic"), *rows])
    found = cells(tmp_path_factory.getbasetemp(), written.getvalue())
    assert [(cell.text, cell.label) for cell in found] == rows


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("text,label\na,0\n", "line 1: has no column 'toxic'; the columns are 'text', 'label'"),
        ("text\tlabel, mine\na\t0\n", "the columns are 'text', 'label, mine'"),
        ("text,toxic,text\na,0,b\n", "line 1: has 2 columns named 'text'; rename one"),
        ("", "the columns are none, the file is empty"),
        ("text,toxic\na,0\na,b,0\n", "line 3: 3 fields, but the first line names 2; put text"),
        ("text,toxic\na\n", "line 2: 1 fields, but the first line names 2"),
        (b"text,toxic\na,0\nng\xf4,0\n", "line 3: byte 3 (0xF4) is not UTF-8; save the file as UTF-8"),
        ("text,toxic\na,0\n".encode("utf-16"), "is UTF-16; save the file as UTF-8"),
        ('text,toxic\n"a"b,0\n', "line 2: ',' expected after '\"'; put text"),
        ('text,toxic\n"a,0\nb,0\n', "line 3: unexpected end of data; put text"),
    ],
)
def test_what_does_not_fit_is_named_by_line_with_the_cure(tmp_path, content, told) -> None:
    with pytest.raises(DataError) as caught:
        cells(tmp_path, content)
    assert str(caught.value).startswith(str(tmp_path / "mine.csv"))
    assert told in str(caught.value)


def test_a_file_that_is_not_there_is_named(tmp_path) -> None:
    with pytest.raises(DataError, match=r"none\.csv: No such file or directory; give the path"):
        list(Columns(tmp_path / "none.csv", "text", "toxic").cells())
