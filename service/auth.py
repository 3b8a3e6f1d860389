"""Who may come in: a site's key, or a moderator's session; never both at once."""

from __future__ import annotations

import hmac
from collections.abc import Sequence

from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from service import cookies
from service.cookies import Connection
from service.desk.accounts import Accounts
from service.desk.sessions import Visit
from service.errors import Problem
from service.keyring import Caller, Keyring
from service.keys import PUBLIC, SECRET
from service.model import Scope, Site
from service.people import Actor, Role, allows
from service.store import Store

CSRF_HEADER = "X-CSRF-Token"
_CHALLENGE = {"WWW-Authenticate": 'Bearer realm="moderation"'}
_LONGEST = 200
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


def requires(scope: Scope, role: Role | None = None) -> Guard:
    """A guard that lets keys with *scope* pass and leaves the `Caller` in `request.auth`.

    `moderate` and `admin` are the desk's: there a session of the site passes too, and the `Visit` is in
    `request.user`. It needs *role*; without one, `admin` for `admin`, and for `moderate` to be a moderator, or a
    reader who only reads. Everywhere else a session is refused: what a cookie opens, a foreign page may try.
    """

    async def guard(connection: Connection, _: BaseRouteHandler) -> None:
        if cookies.token_of(connection) is None:
            connection.scope["auth"] = await _key(connection, scope)
        elif scope in ("moderate", "admin"):
            visit = await _visit(connection)
            connection.scope["user"] = visit
            connection.scope["auth"] = await _at_site(connection, visit, role or _role(connection, scope))
        else:
            raise Problem("auth.cookie")

    return guard


async def signed_in(connection: Connection, _: BaseRouteHandler) -> None:
    """A guard that lets sessions pass, whatever their roles, and leaves the `Visit` in `request.user`."""
    if cookies.token_of(connection) is None:
        raise Problem("session.missing", headers=_CHALLENGE)
    connection.scope["user"] = await _visit(connection)


async def operators_only(connection: Connection, handler: BaseRouteHandler) -> None:
    """A guard that lets those pass who run the service."""
    await signed_in(connection, handler)
    visit: Visit = connection.scope["user"]
    if not visit.moderator.operator:
        raise Problem("role.missing", "this needs whoever runs the service")


def own_page_only(connection: Connection, _: BaseRouteHandler) -> None:
    """Refuse what a browser says comes from another site."""
    if connection.headers.get("sec-fetch-site", "none") not in ("same-origin", "none"):
        raise Problem("origin.foreign")


async def _key(connection: Connection, scope: Scope) -> Caller:
    keyring: Keyring = connection.app.state.keyring
    caller = await keyring.caller(_secret(connection, scope))
    if caller is None or caller.key is None:
        raise Problem("key.unknown", headers=_CHALLENGE)
    if scope not in caller.key.scopes:
        raise Problem("key.scope", f"this needs the scope `{scope}`")
    if _named_site(connection) not in (None, caller.site.id):
        raise Problem("site.foreign")
    if scope == "public":
        await _refuse_foreign_origin(connection, caller.site)
    return caller


def _secret(connection: Connection, scope: Scope) -> str:
    scheme, _, secret = connection.headers.get("authorization", "").partition(" ")
    secret = secret.strip()
    if not scheme and scope == "public":  # in the address, so that a cache between us and readers may answer
        scheme, secret = "bearer", connection.query_params.get("key", "")
    if scheme.lower() != "bearer" or not secret:
        raise Problem("key.missing", headers=_CHALLENGE)
    if not secret.startswith((SECRET, PUBLIC)) or len(secret) > _LONGEST:
        raise Problem("key.unknown", headers=_CHALLENGE)
    return secret


async def _refuse_foreign_origin(connection: Connection, site: Site) -> None:
    """A public key opens only from the site's own pages; programs that send no `Origin` may only read."""
    origin = connection.headers.get("origin")
    if origin is None:
        allowed = _reads(connection)
    else:
        own = connection.headers.get("sec-fetch-site") == "same-origin"
        allowed = own or site.id in await connection.app.state.origins.sites_of(origin)
    if not allowed:
        raise Problem("origin.foreign", "the site does not allow this origin")


async def _visit(connection: Connection) -> Visit:
    """The session that came along, which only a page of ours may use, and for changes only with its token."""
    if "authorization" in connection.headers:
        raise Problem("auth.mixed")
    own_page_only(connection, connection.route_handler)
    accounts: Accounts = connection.app.state.accounts
    visit = await accounts.sessions.visit(cookies.token_of(connection) or "")
    if visit is None:
        raise Problem("session.unknown", headers=_CHALLENGE)
    sent = connection.headers.get(CSRF_HEADER, "").encode("utf-8", "surrogateescape")
    if not _reads(connection) and not hmac.compare_digest(sent, visit.csrf.encode()):
        raise Problem("session.csrf")
    return visit


async def _at_site(connection: Connection, visit: Visit, needed: Role) -> Caller:
    """The moderator at the site that he names, or at the only one he has."""
    store: Store = connection.app.state.store
    site = await store.site(await _chosen(connection, visit))
    if site is None:
        raise Problem("site.foreign")
    role = visit.moderator.role_at(site.id)
    if not allows(role, needed):
        raise Problem("role.missing", f"this needs the role `{needed}`")
    return Caller(Actor.of_moderator(visit.moderator, visit.session.id, role), site)


async def _chosen(connection: Connection, visit: Visit) -> str:
    accounts: Accounts = connection.app.state.accounts
    named = _named_site(connection)
    if named is not None and not visit.moderator.operator:
        own: Sequence[str] = [named] if named in visit.moderator.roles else []
    else:
        known = await accounts.sites.ids_of(visit.moderator)
        own = [site for site in known if named in (None, site)]
    if not own:
        raise Problem("site.foreign")
    if len(own) > 1:
        raise Problem("site.missing")
    return own[0]


def _named_site(connection: Connection) -> str | None:
    """The site that the call is about, where path or query say so; a key speaks for one anyway."""
    told = (connection.path_params.get("site"), connection.query_params.get("site"))
    named = {str(site) for site in told if site is not None}
    if len(named) > 1:
        raise Problem("site.foreign")
    return named.pop() if named else None


def _role(connection: Connection, scope: Scope) -> Role:
    if scope == "admin":
        return "admin"
    return "reader" if _reads(connection) else "moderator"


def _reads(connection: Connection) -> bool:
    return connection.scope.get("method") in _SAFE
