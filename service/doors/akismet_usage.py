"""How Akismet's clients are told what they asked: the month's total, and each blog's, as JSON or CSV."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from msgspec import Struct

from service.desk.usage import UsageDesk
from service.keys import shown
from service.store.usage import BlogUsage, Order

_MOST = 500
_MOST_OFFSET = 1_000_000
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_NUMBER = re.compile("[0-9]{1,7}")
_HEAD = ("Site", "Total API Calls", "Spam", "Ham", "Missed Spam", "False Positives", "Is Revoked")


class Report(Struct, frozen=True, kw_only=True):
    """Which blogs are asked for."""

    month: str
    part: str
    order: Order
    limit: int
    offset: int

    @classmethod
    def of(cls, fields: Mapping[str, str], this_month: str) -> Report:
        """The report that *fields* ask for; what cannot be read has its default."""
        month, order = fields.get("month", "").replace("\u2011", "-"), fields.get("order", "")
        return cls(
            month=month if _MONTH.fullmatch(month) else this_month,
            part=fields.get("filter", "")[:255],
            order=next((one for one in get_args(Order) if one == order), "total"),
            limit=min(_number(fields.get("limit", ""), _MOST), _MOST),
            offset=min(_number(fields.get("offset", ""), 0), _MOST_OFFSET),
        )


async def limit(usage: UsageDesk, key: str) -> Mapping[str, Any]:
    """The month so far; there is no limit."""
    return {"limit": "none", "usage": await usage.checks(key), "percentage": "0", "throttled": False}


async def blogs(usage: UsageDesk, key: str, asked: Report) -> tuple[Sequence[BlogUsage], int]:
    """The blogs of a report, and how many there are in all."""
    return await usage.blogs(
        key, asked.month, part=asked.part, order=asked.order, limit=asked.limit, offset=asked.offset
    )


def as_json(asked: Report, found: Sequence[BlogUsage], total: int) -> Mapping[str, Any]:
    """The report as Akismet has it: counts are strings, the rest is not."""
    return {
        asked.month: [
            {
                "site": one.blog,
                "api_calls": str(one.spam + one.ham),
                "spam": str(one.spam),
                "ham": str(one.ham),
                "missed_spam": str(one.missed_spam),
                "false_positives": str(one.false_positives),
                "is_revoked": False,
            }
            for one in found
        ],
        "limit": asked.limit,
        "offset": asked.offset,
        "total": total,
    }


def as_csv(key: str, asked: Report, found: Sequence[BlogUsage], total: int) -> str:
    """The same as a table; of the key only its end is told."""
    text = io.StringIO()
    span = f"(limit: {asked.limit}, offset: {asked.offset}, total: {total})"
    text.write(f"Active sites for {shown(key)} during {asked.month} {span}\n")
    table = csv.writer(text, lineterminator="\n")
    table.writerow(_HEAD)
    for one in found:
        counts = (one.spam + one.ham, one.spam, one.ham, one.missed_spam, one.false_positives)
        table.writerow((one.blog, *counts, "false"))
    return text.getvalue()


def _number(text: str, default: int) -> int:
    return int(text) if _NUMBER.fullmatch(text) else default
