"""Published comments as a piece of HTML: schema.org's `Comment` as microdata, all that people wrote as text."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

from service.wire_readers import ShownComment, ShownComments


def html(shown: ShownComments) -> str:
    """The fragment. Links in comments are text; the page's own style sheet dresses it."""
    return "\n".join(
        (
            '<section class="guest-comments-list">',
            f'<meta itemprop="commentCount" content="{shown.count}">',
            *(line for one in shown.comments for line in _comment(one)),
            "</section>",
            "",
        )
    )


def _comment(one: ShownComment) -> Iterator[str]:
    at = one.at.isoformat().replace("+00:00", "Z")
    parent = f' data-parent="{escape(one.parent)}"' if one.parent else ""
    kind = 'itemprop="comment" itemscope itemtype="https://schema.org/Comment"'
    yield f'<article {kind} id="c-{escape(one.id)}"{parent}>'
    yield '<p itemprop="author" itemscope itemtype="https://schema.org/Person">'
    yield f'<bdi itemprop="name">{_text(one.author)}</bdi></p>'
    yield f'<time itemprop="dateCreated" datetime="{at}">{at}</time>'
    yield f'<p itemprop="text" dir="auto">{"<br>".join(_text(line) for line in one.text.splitlines())}</p>'
    yield "</article>"


def _text(words: str) -> str:
    return escape(words)
