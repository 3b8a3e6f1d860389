"""The request as our handlers see it: its body is read within limits and decoded by us."""

from __future__ import annotations

import asyncio
from ipaddress import ip_address
from typing import Any

from litestar import Request
from litestar.datastructures import State
from litestar.exceptions import HTTPException
from litestar.exceptions.http_exceptions import RequestEntityTooLarge

from service.addresses import client_address
from service.batches import Batch, decode_batch
from service.decoding import Format, decode
from service.desk import Desk
from service.desk.accounts import Accounts
from service.desk.coral import CoralDesk
from service.desk.feedback import FeedbackDesk
from service.desk.figures import Figures
from service.desk.front import Front
from service.desk.newsroom import Newsroom
from service.desk.policies import PolicyDesk
from service.desk.records import Records
from service.desk.sessions import Visit
from service.desk.usage import UsageDesk
from service.desk.webhooks import WebhookDesk
from service.errors import Problem
from service.keyring import Caller
from service.metrics import Metrics

MOST_BYTES = 1_000_000
MOST_BATCH_BYTES = 8_000_000
_FORMATS: dict[str, Format] = {
    "application/json": "json",
    "application/msgpack": "msgpack",
    "application/x-msgpack": "msgpack",
    "application/vnd.msgpack": "msgpack",
}
_CLOSE = {"Connection": "close"}  # what is still on its way is not waited for


class ApiRequest(Request[Visit, Caller, State]):
    """Reads JSON and MessagePack for `data: JSONBody[…]`, whatever Litestar's own readers would say.

    Litestar 2.25 answers invalid UTF-8 and deep nesting with a 500.
    """

    @property
    def desk(self) -> Desk:
        """The desk, as the lifespan opened it; handlers that name it as a dependency cost a task group a call."""
        desk: Desk = self.app.state.desk
        return desk

    @property
    def policies(self) -> PolicyDesk:
        """What is done with policies."""
        policies: PolicyDesk = self.app.state.policies
        return policies

    @property
    def records(self) -> Records:
        """What is kept of guests, and forgotten."""
        records: Records = self.app.state.records
        return records

    @property
    def figures(self) -> Figures:
        """Figures of a time."""
        figures: Figures = self.app.state.figures
        return figures

    @property
    def newsroom(self) -> Newsroom:
        """What the people of a desk arrange among themselves."""
        newsroom: Newsroom = self.app.state.newsroom
        return newsroom

    @property
    def front(self) -> Front:
        """The readers' side."""
        front: Front = self.app.state.front
        return front

    @property
    def webhooks(self) -> WebhookDesk:
        """What is done with webhooks."""
        webhooks: WebhookDesk = self.app.state.webhooks
        return webhooks

    @property
    def coral(self) -> CoralDesk:
        """The secrets that Coral signs with."""
        coral: CoralDesk = self.app.state.coral
        return coral

    @property
    def feedback(self) -> FeedbackDesk:
        """What a site's people say in programs of somebody else's."""
        feedback: FeedbackDesk = self.app.state.feedback
        return feedback

    @property
    def usage(self) -> UsageDesk:
        """How often Akismet's clients asked."""
        usage: UsageDesk = self.app.state.usage
        return usage

    @property
    def accounts(self) -> Accounts:
        """Sites, keys, moderators and sessions."""
        accounts: Accounts = self.app.state.accounts
        return accounts

    @property
    def address(self) -> str:
        """From where the request comes, as far as our own proxies say; empty where that cannot be known."""
        settings = self.app.state.settings
        peer = self.client.host if self.client else ""
        return client_address(peer, self.headers, settings.forwarded, settings.proxies)

    @property
    def ip(self) -> str | None:
        """The same where it is an address; a socket of the machine's own has none."""
        try:
            return str(ip_address(self.address))
        except ValueError:
            return None

    @property
    def metrics(self) -> Metrics:
        """The figures of this process."""
        metrics: Metrics = self.app.state.metrics
        return metrics

    async def body(self) -> bytes:
        """The bytes of the body. Raises `Problem` when they are too many or come too slowly."""
        if not isinstance(self._body, bytes):
            self._refuse_type()
            if not await self.raw():
                raise Problem("body.empty")
        return await self.raw()

    async def raw(self) -> bytes:
        """The same, whatever type it is said to be of, or none at all: foreign clients send what they send."""
        if not isinstance(self._body, bytes):
            self._body = self._connection_state.body = await self._in_time()
        return self._body

    async def json(self) -> Any:
        """The body as the type that the handler asks for."""
        raw = await self.body()
        field = self.route_handler.parsed_data_field
        kind = field.annotation if field else Any
        return decode_batch(raw, self._format()) if kind is Batch else decode(raw, self._format(), kind)

    async def _in_time(self) -> bytes:
        wait_s = self.app.state.settings.body_timeout_s
        try:
            async with asyncio.timeout(wait_s):
                return b"".join([chunk async for chunk in self.stream()])
        except TimeoutError:
            raise Problem("body.slow", f"not complete after {wait_s:g} s", headers=_CLOSE) from None
        except RequestEntityTooLarge:
            most = self.route_handler.resolve_request_max_body_size()
            raise Problem("body.large", f"more than {most} bytes", headers=_CLOSE) from None
        except HTTPException:  # the client went away, or its Content-Length is no number
            raise Problem("body.incomplete", headers=_CLOSE) from None

    def _refuse_type(self) -> None:
        self._format()
        encoding = self.headers.get("content-encoding", "identity")
        if encoding.lower() != "identity":
            raise Problem(
                "body.type", f"Content-Encoding {encoding} is not read here; send the body as it is"
            )

    def _format(self) -> Format:
        name, options = self.content_type
        if name.lower() not in _FORMATS:
            raise Problem("body.type", f"Content-Type is {name!r}" if name else "there is no Content-Type")
        if options.get("charset", "utf-8").lower().strip('"') not in ("utf-8", "utf8", "us-ascii"):
            raise Problem("body.type", f"charset {options['charset']!r} is not read here; send UTF-8")
        return _FORMATS[name.lower()]
