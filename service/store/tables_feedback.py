"""What sites say of comments through a foreign API's own words: labelled texts to learn from."""

from __future__ import annotations

from sqlalchemy import Column, Double, ForeignKey, Index, Table, Text

from service.store.tables import ascii_, metadata

# *token* is the site's own word for the comment, and our id where the comment came to us.
feedback = Table(
    "feedback",
    metadata,
    Column("id", ascii_(64), primary_key=True),
    Column("site", ForeignKey("sites.id"), nullable=False),
    Column("door", ascii_(16), nullable=False),
    Column("label", Text, nullable=False),
    Column("value", Double, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", ascii_(8)),
    Column("token", Text),
    Column("at", Double, nullable=False),
    Index("feedback_in_order", "site", "id"),
    Index("feedback_by_token", "site", "token"),
    Index("feedback_by_age", "site", "at"),
)
