"""The one place where the parts of the service meet."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any

from litestar import Litestar
from litestar.datastructures import State
from litestar.openapi import OpenAPIConfig
from litestar.openapi.plugins import JsonRenderPlugin
from litestar.openapi.spec import Components, Reference, SecurityScheme

from moderation.classifier import Classifier
from moderation.counters import open_counters
from moderation.verdict import ENGINE
from service import home
from service.auth import CSRF_HEADER
from service.bodies import MOST_BYTES, ApiRequest
from service.cookies import SECURE
from service.desk import Desk, retention
from service.desk.accounts import Accounts
from service.desk.alerts import EVERY_S as ALERTS_EVERY_S
from service.desk.alerts import Alerts, Limits
from service.desk.coral import CoralDesk
from service.desk.feedback import FeedbackDesk
from service.desk.figures import Figures
from service.desk.front import Front
from service.desk.newsroom import Newsroom
from service.desk.policies import PolicyDesk
from service.desk.records import Records
from service.desk.retention import Retention
from service.desk.scoring import Scoring
from service.desk.usage import UsageDesk
from service.desk.webhooks import WebhookDesk
from service.doors import akismet, openai, perspective
from service.doors import coral as coral_door
from service.doors.perspective_shadow import Shadow
from service.errors import respond
from service.first import settle_site
from service.keyring import Keyring
from service.limits import DemoLimit
from service.live import EVERY_S, Live
from service.mail import SmtpMailer
from service.metrics import Metrics, Observed
from service.origins import Origins, Shared
from service.passwords import USUAL, Cost, Passwords
from service.rounds import Rounds
from service.routes import (
    audit,
    cases,
    check,
    comments,
    coral,
    decisions,
    events,
    guests,
    health,
    keys,
    moderators,
    newsroom,
    notices,
    page,
    policy,
    readers,
    removals,
    session,
    sites,
    stats,
    threads,
    webhooks,
)
from service.settings import Settings
from service.store import open_store
from service.store.lock import alone
from service.webhooks.deliverer import Deliverer
from service.webhooks.post import HttpPoster

_PARTS = (
    check,
    comments,
    cases,
    events,
    decisions,
    guests,
    readers,
    removals,
    threads,
    policy,
    stats,
    notices,
    sites,
    keys,
    moderators,
    webhooks,
    session,
    newsroom,
    coral,
    audit,
    health,
    openai,
    akismet,
    coral_door,
    perspective,
)


def create_app(
    settings: Settings, classifier: Classifier | None = None, password_cost: Cost = USUAL
) -> Litestar:
    """The service by *settings*; its store and counters open when it starts and close when it ends.

    Without *classifier* the shipped one scores. *password_cost* is what a hash costs; tests take a cheap one.
    """
    metrics = Metrics(shared=settings.workers > 1)
    app = Litestar(
        route_handlers=[
            *(part.router for part in _PARTS),
            page.router(demo=settings.demo_open),
        ],
        request_class=ApiRequest,
        request_max_body_size=MOST_BYTES,
        exception_handlers={Exception: respond},
        lifespan=[_opened(settings, classifier, password_cost)],
        state=State(
            {"settings": settings, "metrics": metrics, "demo_limit": DemoLimit(), "assets": page.assets()}
        ),
        openapi_config=_documentation(),
        logging_config=None,
    )
    shared = Shared(app.asgi_handler, app)
    app.asgi_handler = Observed(shared, metrics, log=settings.access_log)
    return app


def _opened(
    settings: Settings, classifier: Classifier | None, password_cost: Cost
) -> Callable[[Litestar], Any]:
    @asynccontextmanager
    async def lifespan(app: Litestar) -> AsyncIterator[None]:
        async with AsyncExitStack() as stack:
            app.state.update(await _parts(stack, settings, classifier, password_cost))
            yield

    return lifespan


async def _parts(
    stack: AsyncExitStack, settings: Settings, classifier: Classifier | None, password_cost: Cost
) -> Mapping[str, object]:
    """Open what the settings name; *stack* closes it again, the last first."""
    folder = home.ready(settings)
    if settings.alone:
        await stack.enter_async_context(alone(settings.database, folder))
    store = await open_store(settings.database, folder)
    stack.push_async_callback(store.close)
    counters = open_counters(settings.counters)
    secret = home.guest_secret(settings)
    scores = classifier or _shipped()
    desk = Desk(store, counters, scores, secret, undo_s=settings.undo_s)
    stack.push_async_callback(desk.close)
    await desk.senders.ready()
    stack.push_async_callback(Rounds("strikes", desk.strikes.turn).end)
    forgetting = Rounds(
        "retention", Retention(store, desk.senders).turn, every_s=retention.EVERY_S, first_s=retention.FIRST_S
    )
    stack.push_async_callback(forgetting.end)
    poster = HttpPoster(private_allowed=settings.webhooks_private)
    stack.push_async_callback(poster.close)
    deliverer = Deliverer(store.deliveries, poster)
    stack.push_async_callback(deliverer.close)
    stack.push_async_callback(Rounds("webhooks", deliverer.turn).end)
    live = Live(store.events)
    stack.push_async_callback(Rounds("live events", live.turn, every_s=EVERY_S).end)
    stack.callback(live.close)
    alerts = Alerts(store, Limits(settings.alert_waiting, settings.alert_oldest), _mailer(settings))
    stack.push_async_callback(Rounds("alerts", alerts.turn, every_s=ALERTS_EVERY_S).end)
    usage = UsageDesk(store.usage)
    stack.push_async_callback(usage.close)
    stack.push_async_callback(Rounds("usage", usage.turn).end)
    shadow = _shadow(settings)
    if shadow is not None:
        stack.push_async_callback(shadow.close)
    keyring = Keyring(store)
    stack.push_async_callback(keyring.close)
    return {
        "store": store,
        "desk": desk,
        "scoring": Scoring(scores),
        "shadow": shadow,
        "policies": PolicyDesk(store, desk),
        "records": Records(store, desk.senders),
        "newsroom": Newsroom(store),
        "figures": Figures(store),
        "front": Front(store, desk, secret),
        "deliverer": deliverer,
        "live": live,
        "webhooks": WebhookDesk(store, private_allowed=settings.webhooks_private),
        "coral": CoralDesk(store),
        "feedback": FeedbackDesk(store.feedbacks),
        "usage": usage,
        "keyring": keyring,
        "accounts": Accounts.of(store, keyring, Passwords(password_cost), secret, settings.site_policy()),
        "origins": Origins(store.sites),
        "demo_site": await settle_site(store, settings),
    }


def _mailer(settings: Settings) -> SmtpMailer | None:
    if not (settings.smtp and settings.alert_mail):
        return None
    return SmtpMailer(settings.smtp, settings.mail_from or settings.alert_mail[0], settings.alert_mail)


def _shadow(settings: Settings) -> Shadow | None:
    if settings.perspective_shadow == "off":
        return None
    private = settings.webhooks_private
    return Shadow(
        settings.perspective_upstream, settings.perspective_key, settings.home, private_allowed=private
    )


def _shipped() -> Classifier:
    from moderation.classifier.shipped import (
        shipped,
    )  # numpy, which tests with a classifier of their own spare

    return shipped()


def _documentation() -> OpenAPIConfig:
    """The document alone, at /openapi.json: every page that shows one loads its script from elsewhere."""
    schemes: dict[str, SecurityScheme | Reference] = {
        "key": SecurityScheme(type="http", scheme="bearer", description="Authorization: Bearer mk_…"),
        "page": SecurityScheme(
            type="apiKey", security_scheme_in="query", name="key", description="a public key, pk_…"
        ),
        "session": SecurityScheme(
            type="apiKey", security_scheme_in="cookie", name=SECURE, description="POST /v1/session gives it"
        ),
        "csrf": SecurityScheme(
            type="apiKey",
            security_scheme_in="header",
            name=CSRF_HEADER,
            description="`csrf` of GET /v1/session, with whatever changes something by a session",
        ),
    }
    return OpenAPIConfig(
        title="moderation",
        version=ENGINE,
        summary="Publish, review or reject a comment, and say why",
        use_handler_docstrings=True,
        path="/openapi.json",
        render_plugins=[JsonRenderPlugin(path="/")],
        components=Components(security_schemes=schemes),
    )
