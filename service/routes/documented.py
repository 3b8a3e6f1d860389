"""What every documented call may answer besides its own answer."""

from __future__ import annotations

from collections.abc import Mapping

from litestar.openapi.datastructures import ResponseSpec

from service.errors import MEDIA_TYPE, ProblemBody

_TOLD = {
    400: "The request cannot be used; `code` says why and `path` where",
    401: "Neither a key nor a session, or one that is not known",
    403: "Key or session does not allow this; `code` says why",
    404: "Nothing of that id belongs to this site",
    408: "The body came too slowly",
    409: "Somebody else was first, or changed it meanwhile; `holder` and `number` say who and by which claim",
    413: "The body is too large",
    415: "The body is neither JSON nor MessagePack",
    422: "The idempotency key came with another body before",
    429: "Too often; wait as long as Retry-After says",
    503: "The store does not answer; send the same again",
}
KEY = [{"key": list[str]()}]
SESSION = [{"session": list[str](), "csrf": list[str]()}]
PUBLIC = [{"key": list[str]()}, {"page": list[str]()}]  # in a header, or in the address
DESK = [*KEY, *SESSION]  # the one or the other
BODY = (400, 408, 413, 415)
ALWAYS = (401, 403, 503)


def problems(*statuses: int) -> Mapping[int, ResponseSpec]:
    """The problem documents of *statuses*, for a handler's `responses`."""
    return {status: _problem(_TOLD[status]) for status in statuses}


def _problem(description: str) -> ResponseSpec:
    return ResponseSpec(
        data_container=ProblemBody,
        description=description,
        media_type=MEDIA_TYPE,
        generate_examples=False,
    )
