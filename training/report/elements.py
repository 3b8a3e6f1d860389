"""HTML as a tree: text that comes in as text stays text, whoever wrote it."""

from __future__ import annotations

from collections.abc import Iterable
from xml.etree.ElementTree import Element, tostring

Content = str | Element | Iterable["Content"]

# HTML allows neither control characters nor lone surrogates; a carriage return says no more than the line feed.
_HARMLESS: dict[int, int | None] = {
    code: 0xFFFD
    for code in (*range(0x20), *range(0x7F, 0xA0), *range(0xD800, 0xE000))
    if chr(code) not in "\t\n"
} | {ord("\r"): None}


def tag(name: str, /, *content: Content, **attributes: str) -> Element:
    """An element; `class_` is the attribute class, `data_head` is data-head.

    >>> tostring(tag("p", "1 < 2 ", tag("b", "<script>"), class_="x"), encoding="unicode", method="html")
    '<p class="x">1 &lt; 2 <b>&lt;script&gt;</b></p>'
    """
    made = Element(
        name, {key.rstrip("_").replace("_", "-"): _clean(value) for key, value in attributes.items()}
    )
    _fill(made, content)
    return made


def rendered(page: Element) -> str:
    """The whole document."""
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


def table(heads: Iterable[str], rows: Iterable[Iterable[Content]]) -> Element:
    """A table whose cells know their heads, so that a narrow screen can show each row as a paragraph."""
    names = list(heads)
    head = tag("thead", tag("tr", [tag("th", name, scope="col") for name in names]))
    return tag("table", head, tag("tbody", [_row(names, row) for row in rows]))


def section(title: str, anchor: str, *content: Content) -> Element:
    """A part of the page with its heading."""
    return tag("section", tag("h2", title), content, id=anchor)


def paragraphs(*texts: str) -> list[Element]:
    """Each text as a paragraph."""
    return [tag("p", text) for text in texts]


def _row(heads: Iterable[str], cells: Iterable[Content]) -> Element:
    """The first cell names the row; an empty one is not shown where there is little room."""
    first, *rest = zip(heads, cells, strict=True)
    return tag(
        "tr", tag("th", first[1], scope="row"), [tag("td", cell, data_head=head) for head, cell in rest]
    )


def _fill(parent: Element, content: Content) -> None:
    if isinstance(content, str):
        _add_text(parent, _clean(content))
    elif isinstance(content, Element):
        parent.append(content)
    else:
        for part in content:
            _fill(parent, part)


def _add_text(parent: Element, text: str) -> None:
    if len(parent):
        parent[-1].tail = (parent[-1].tail or "") + text
    else:
        parent.text = (parent.text or "") + text


def _clean(text: str) -> str:
    return text.translate(_HARMLESS)
