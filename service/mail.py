"""E-mail over SMTP, by the standard library in a thread of its own."""

from __future__ import annotations

import asyncio
import smtplib
import ssl
from collections.abc import Sequence
from email.message import EmailMessage
from email.policy import SMTP
from typing import Protocol
from urllib.parse import unquote, urlsplit

from moderation.errors import ModerationError

_WITHIN_S = 20.0
_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class NotMailed(ModerationError):
    """The server did not take the message."""


class Mailer(Protocol):
    """Sends a letter."""

    async def send(self, subject: str, text: str) -> None:
        """Send it to whoever is to have it. Raises `NotMailed`."""


class SmtpMailer:
    """A `Mailer` over *url*, smtp, smtp+starttls or smtps://user:password@host:port, from *sender* to *to*."""

    def __init__(self, url: str, sender: str, to: Sequence[str]) -> None:
        self._url = urlsplit(url)
        self._sender = sender
        self._to = tuple(to)

    async def send(self, subject: str, text: str) -> None:
        """Send one letter to all."""
        letter = EmailMessage(policy=SMTP)
        letter["Subject"], letter["From"], letter["To"] = subject, self._sender, ", ".join(self._to)
        letter.set_content(text)
        try:
            await asyncio.to_thread(self._send, letter)
        except (OSError, smtplib.SMTPException) as error:
            raise NotMailed(f"{self._url.hostname} did not take the letter: {error}") from None

    def _send(self, letter: EmailMessage) -> None:
        scheme, host = self._url.scheme, self._url.hostname or ""
        port, secure = self._url.port or _PORTS[scheme], ssl.create_default_context()
        server = (
            smtplib.SMTP_SSL(host, port, timeout=_WITHIN_S, context=secure)
            if scheme == "smtps"
            else smtplib.SMTP(host, port, timeout=_WITHIN_S)
        )
        with server:
            if scheme == "smtp+starttls":
                server.starttls(context=secure)
            if self._url.username:
                server.login(unquote(self._url.username), unquote(self._url.password or ""))
            server.send_message(letter)
