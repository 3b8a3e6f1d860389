"""What the errors of all doors have in common: one handler a router, and nothing of ours shows below its paths."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, Protocol

from litestar import Request, Response, route
from litestar.handlers import HTTPRouteHandler
from litestar.types import Guard

from service.bodies import ApiRequest
from service.errors import Problem, problem_of

Handler = Callable[[Request[Any, Any, Any], Any], Response[bytes]]
_METHODS: Sequence[Literal["GET", "POST", "PUT", "PATCH", "DELETE"]] = (
    "GET",
    "POST",
    "PUT",
    "PATCH",
    "DELETE",
)


class Shape(Protocol):
    """How a foreign API says that something is wrong."""

    def __call__(self, problem: Problem, status: int) -> Response[bytes]:
        """*problem*, whose own HTTP status is *status*, in foreign words."""


def handler(shape: Shape) -> Handler:
    """The exception handler of a door's router (`exception_handlers={Exception: …}`): *shape* tells what went wrong."""

    def respond(_: Request[Any, Any, Any], error: Exception) -> Response[bytes]:
        problem = problem_of(error)
        return shape(problem, problem.body().status)

    return respond


def nothing_at(*paths: str) -> HTTPRouteHandler:
    """A handler for *paths* ("/v9/{rest:path}") where the door has nothing, so that its router says so."""

    @route(list(paths), http_method=list(_METHODS), status_code=200, include_in_schema=False)
    async def nothing(request: ApiRequest) -> Response[bytes]:
        raise Problem("route.unknown", f"there is no {request.method} {request.url.path}")

    return nothing


def other_methods(paths: Sequence[str], *offered: str, guards: Sequence[Guard] = ()) -> HTTPRouteHandler:
    """A handler for the methods that *paths* do not offer, behind *guards*."""
    others: Any = [method for method in _METHODS if method not in offered]

    @route(list(paths), http_method=others, status_code=200, guards=list(guards), include_in_schema=False)
    async def other(request: ApiRequest) -> Response[bytes]:
        told = f"{request.method} is not offered here; {' and '.join(offered)} is"
        raise Problem("route.method", told, headers={"Allow": ", ".join(offered)})

    return other
