"""Judge without keeping."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

from litestar import Response, Router, post
from litestar.params import JSONBody, QueryParameter

from moderation.comment import Comment
from moderation.errors import CommentError
from moderation.verdict import Verdict
from service import limits
from service.answers import Offsets, answer, in_offsets
from service.auth import requires
from service.batches import Batch, Item
from service.bodies import MOST_BATCH_BYTES, ApiRequest
from service.desk import Desk
from service.errors import Problem, problem_of
from service.model import Site
from service.routes.documented import ALWAYS, BODY, KEY, problems
from service.wire import Outcome, Outcomes, SubmittedComment

Readable = tuple[Comment, bool]  # a comment, and whether it is a dry run
AskedOffsets = Annotated[
    Offsets, QueryParameter(description="What spans count in; browsers want utf16", required=False)
]


@post(
    "/v1/check", status_code=200, guards=[requires("check")], security=KEY, responses=problems(*BODY, *ALWAYS)
)
async def check(
    request: ApiRequest,
    data: JSONBody[SubmittedComment],
    offsets: AskedOffsets = "code_points",
) -> Response[Verdict]:
    """Judge one comment; nothing is kept. 200 whatever the verdict, over a limit too."""
    comment = data.comment()
    verdict = await request.desk.check(request.auth.site, comment, dry_run=data.dry_run)
    request.metrics.judged([verdict])
    return answer(request, in_offsets(verdict, comment, offsets), headers=limits.headers(verdict.facts))


@post(
    "/v1/check/batch",
    status_code=200,
    guards=[requires("check")],
    security=KEY,
    responses=problems(*BODY, *ALWAYS),
    request_max_body_size=MOST_BATCH_BYTES,
)
async def check_batch(
    request: ApiRequest,
    data: JSONBody[Batch],
    offsets: AskedOffsets = "code_points",
) -> Response[Outcomes]:
    """Judge up to 1,000 comments in their order. A bad value spoils only its own comment."""
    read = [_read(item, index) for index, item in enumerate(data.comments)]
    good = [found for found in read if not isinstance(found, Problem)]
    verdicts = await _judged(request.desk, request.auth.site, good)
    request.metrics.judged(verdicts)
    told = iter([in_offsets(v, comment, offsets) for v, (comment, _) in zip(verdicts, good, strict=True)])
    outcomes = [_outcome(found if isinstance(found, Problem) else next(told)) for found in read]
    return answer(request, Outcomes(outcomes))


def _read(item: Item, index: int) -> Readable | Problem:
    if isinstance(item, Problem):
        return item
    try:
        return item.comment(), item.dry_run
    except CommentError as error:
        problem = problem_of(error)
        problem.path = f"$.comments[{index}]{error.path.removeprefix('$')}"
        return problem


async def _judged(desk: Desk, site: Site, given: Sequence[Readable]) -> list[Verdict]:
    """Judge what counts as one batch, and dry runs, which leave no trace, after it."""
    counted = iter(await desk.check_batch(site, [comment for comment, dry_run in given if not dry_run]))
    return [
        await desk.check(site, comment, dry_run=True) if dry_run else next(counted)
        for comment, dry_run in given
    ]


def _outcome(found: Verdict | Problem) -> Outcome:
    return Outcome(problem=found.body()) if isinstance(found, Problem) else Outcome(verdict=found)


router = Router("/", route_handlers=[check, check_batch], tags=["Check"])
