"""A real mail server in a thread, which can be told to refuse, to put off, to die, and to come back."""

from __future__ import annotations

import email
import email.policy
import socket
from dataclasses import replace

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from mail_days import IN_TIME

from app.actions.seed_person import seed_person
from app.domain.access import Role


class Server(SMTP):
    """Says it itself when it is to die: the connection ends without an answer."""

    async def smtp_DATA(self, arg):
        if self.event_handler.dies_at == "DATA":
            self.transport.abort()
            return
        await super().smtp_DATA(arg)


class Box:
    """The letters that were taken, and how the server behaves."""

    def __init__(self):
        self.letters, self.seen, self.answers, self.dies_at, self.dies_after = [], [], {}, None, None

    async def handle_RCPT(self, server, session, envelope, address, options):
        self.seen.append(address)
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 good"

    async def handle_DATA(self, server, session, envelope):
        content = envelope.content
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, email.message_from_bytes(
            content, policy=email.policy.default), content))  # fmt: skip
        if self.dies_after is not None and len(self.letters) >= self.dies_after:
            self.dies_at = "DATA"
        return "250 taken"

    def to(self, address):
        return [message for _, readers, message, _ in self.letters if readers == [address]]


class Post:
    """A server at one address, which can go away and come back."""

    def __init__(self, **more):
        self.handler, self.more = Box(), more
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.url, self._running = f"smtp://127.0.0.1:{self.port}", None

    def start(self):
        self._running = _Controller(self.handler, hostname="127.0.0.1", port=self.port, **self.more)
        self._running.start()

    def stop(self):
        if self._running is not None:
            self._running.stop()
        self._running = None


class _Controller(Controller):
    def factory(self):
        return Server(self.handler, **self.SMTP_kwargs)


@pytest.fixture
def start_post():
    """Starts servers; `post.handler` is the box of one, `post.url` its address."""
    made = []

    def start(**more):
        made.append(Post(**more))
        made[-1].start()
        return made[-1]

    yield start
    for one in made:
        one.stop()


@pytest.fixture
def post(start_post):
    """A running server that takes everything."""
    return start_post()


@pytest.fixture
def mailing(house, post):
    """The house with that server."""
    return replace(house, smtp=post.url, sender="barid@example.org", base="https://barid.example.org")


@pytest.fixture
def enrol(house):
    """`enrol("nour", member="EG")` is the id of a new person."""

    def make(name, *, role=Role.UPLOADER, member=None, region=None, language="en", written=None):
        return seed_person(
            house, email=f"{name}@post.example", name=written or name.title(), role=role, password="a long enough one",
            member=member, region=region, language=language, now=IN_TIME,
        )  # fmt: skip

    return make
