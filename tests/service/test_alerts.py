"""A newsroom is told once that its queue is too long or too old: by webhook, by e-mail, and when somebody is there."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

import msgspec
import pytest

from service.desk.alerts import Alerts, Limits
from service.mail import NotMailed, SmtpMailer
from service.model import Site
from service.people import COMMAND
from service.settings import Settings, SettingsError
from service.store.webhooks import Webhook
from tests.fakes import policy_of
from tests.service.desks import HELD, SITE, Office, Place, opened

TWO = Limits(waiting=2)
AN_HOUR = Limits(oldest_s=3_600)


class Letters:
    """A `Mailer` that keeps what it is given; *refuses* is what a server may do."""

    def __init__(self, *, refuses: bool = False) -> None:
        self.sent: list[tuple[str, str]] = []
        self.refuses = refuses

    async def send(self, subject: str, text: str) -> None:
        if self.refuses:
            raise NotMailed("the server is away")
        self.sent.append((subject, text))


def now_of(office: Office) -> float:
    return office.clock.now_ms / 1000


async def fill(office: Office, number: int, site: Site = SITE) -> list[str]:
    return [(await office.receive(f"{HELD} {one}", site=site)).kept.id for one in range(number)]


def test_a_long_queue_is_told_of_once_until_it_has_eased(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            letters = Letters()
            alerts = Alerts(office.store, TWO, letters)
            await alerts.turn(now_of(office))
            assert letters.sent == []
            kept = await fill(office, 2)
            for _ in range(2):
                await alerts.turn(now_of(office))
            [(subject, text)] = letters.sent
            assert "2 ý kiến đang chờ / comments waiting" in subject
            assert "The oldest has waited for 0 minutes" in text
            await office.desk.decide(SITE, kept[0], "publish", "mai")
            await alerts.turn(now_of(office))
            await office.receive(f"{HELD} lại")
            await alerts.turn(now_of(office))
            assert len(letters.sent) == 2

    asyncio.run(scene())


def test_an_old_case_is_told_of(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            letters = Letters()
            alerts = Alerts(office.store, AN_HOUR, letters)
            await fill(office, 1)
            office.clock.advance(s=3_599)
            await alerts.turn(now_of(office))
            assert letters.sent == []
            office.clock.advance(s=61)
            await alerts.turn(now_of(office))
            assert "61 phút" in letters.sent[0][1]

    asyncio.run(scene())


def test_of_two_processes_one_tells(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as one, opened(place) as other:
            letters = Letters()
            await fill(one, 2)
            await asyncio.gather(
                *(Alerts(office.store, TWO, letters).turn(now_of(one)) for office in (one, other))
            )
            assert len(letters.sent) == 1

    asyncio.run(scene())


def test_nobody_is_told_while_nobody_is_there(place: Place) -> None:
    async def scene() -> None:
        night = policy_of(mode="hold_flagged", hours={"staffed": "00:00-00:01"})
        site = msgspec.structs.replace(SITE, policy=night)
        async with opened(place, None, site) as office:
            letters = Letters()
            await fill(office, 2, site)
            office.clock.advance(s=3 * 3_600)
            await Alerts(office.store, TWO, letters).turn(now_of(office))
            assert letters.sent == []

    asyncio.run(scene())


def test_webhooks_that_want_it_are_told(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            for name, events in (("all", ()), ("it", ("queue.overdue",)), ("not", ("comment.held",))):
                hook = Webhook(id=name, site=SITE.id, url="https://hooks.example/", events=events)
                await office.store.webhooks.add(hook, "whsec_AAAA", COMMAND)
            await fill(office, 2)
            await Alerts(office.store, TWO).turn(now_of(office))
            query = "SELECT webhook FROM deliveries WHERE event = 'queue.overdue' ORDER BY webhook"
            assert await office.rows(query) == [("all",), ("it",)]
            [(body,)] = await office.rows("SELECT body FROM deliveries WHERE webhook = 'it'")
            told = msgspec.json.decode(bytes(body))
            assert (told["type"], told["data"]["waiting"]) == ("queue.overdue", 2)

    asyncio.run(scene())


def test_a_mail_server_that_is_away_stops_nothing(place: Place) -> None:
    async def scene() -> None:
        async with opened(place) as office:
            await fill(office, 2)
            await Alerts(office.store, TWO, Letters(refuses=True)).turn(now_of(office))
            assert await office.store.alerts.raised(SITE.id)

    asyncio.run(scene())


class SmtpServer:
    """Takes letters as RFC 5321 says, as far as smtplib asks."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.to: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 here\r\n")
        while line := (await reader.readline()).strip():
            verb = line.upper()[:4]
            if verb == b"DATA":
                writer.write(b"354 go on\r\n")
                raw = await reader.readuntil(b"\r\n.\r\n")
                letter = message_from_bytes(raw[:-3], policy=policy.default)
                assert isinstance(letter, EmailMessage)
                self.letters.append(letter)
            elif verb == b"RCPT":
                self.to.append(line.decode().partition("<")[2].rstrip(">"))
            writer.write(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")
            if verb == b"QUIT":
                break
        writer.close()


@asynccontextmanager
async def smtp() -> AsyncIterator[tuple[SmtpServer, str]]:
    taking = SmtpServer()
    server = await asyncio.start_server(taking.serve, "127.0.0.1", 0)
    async with server:
        yield taking, f"smtp://127.0.0.1:{server.sockets[0].getsockname()[1]}"


def test_a_letter_reaches_everybody_through_a_real_server() -> None:
    async def scene() -> None:
        async with smtp() as (server, url):
            mailer = SmtpMailer(url, "desk@bao.example", ["a@bao.example", "b@bao.example"])
            await mailer.send("Báo: 2 ý kiến đang chờ", "Hai ý kiến.\n")
            [letter] = server.letters
            assert letter["Subject"] == "Báo: 2 ý kiến đang chờ"
            assert letter.get_content().strip() == "Hai ý kiến."
            assert server.to == ["a@bao.example", "b@bao.example"]

    asyncio.run(scene())


def test_a_server_that_is_not_there_is_named() -> None:
    with pytest.raises(NotMailed, match=r"127\.0\.0\.1 did not take the letter"):
        asyncio.run(SmtpMailer("smtp://127.0.0.1:1", "a@b.example", ["c@d.example"]).send("a", "b"))


@pytest.mark.parametrize(
    ("settings", "message"),
    [
        ({"ALERT_MAIL": "desk@bao.example"}, "MODERATION_SMTP"),
        ({"ALERT_MAIL": "desk"}, "e-mail addresses"),
        ({"SMTP": "http://mail"}, r"smtp\+starttls"),
        ({"ALERT_OLDEST": "forever"}, "4h"),
        ({"ALERT_OLDEST": "soon"}, "not a duration"),
        ({"ALERT_WAITING": "0"}, "ALERT_WAITING"),
    ],
)
def test_a_setting_that_cannot_be_says_what_can(settings: dict[str, str], message: str) -> None:
    environ = {f"MODERATION_{name}": value for name, value in settings.items()}
    with pytest.raises(SettingsError, match=message):
        Settings.from_env(environ)
