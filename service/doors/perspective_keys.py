"""Keys as Google's clients send them: in the address, or in a header of Google's own."""

from __future__ import annotations

from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from service.cookies import Connection
from service.errors import Problem
from service.keyring import Keyring
from service.keys import SECRET
from service.model import Scope

_LONGEST = 200


def keyed(scope: Scope) -> Guard:
    """A guard that lets keys with *scope* pass and leaves the `Caller` in `request.auth`; cookies are not looked at."""

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        secret = _secret(connection)
        if not secret:
            raise Problem("key.missing")
        keyring: Keyring = connection.app.state.keyring
        good = secret.startswith(SECRET) and len(secret) <= _LONGEST
        caller = await keyring.caller(secret) if good else None
        if caller is None or caller.key is None:
            raise Problem("key.unknown")
        if scope not in caller.key.scopes:
            raise Problem("key.scope", f"this needs the scope `{scope}`")
        connection.scope["auth"] = caller

    return guard


def _secret(connection: Connection) -> str:
    sent = connection.query_params.get("key") or connection.headers.get("x-goog-api-key")
    if sent is None:
        scheme, _, sent = connection.headers.get("authorization", "").partition(" ")
        sent = sent if scheme.lower() == "bearer" else ""
    return str(sent).strip()
