"""Reminders go out by mail, with a link to the address of the site where one is set."""

import email
import email.policy
import socketserver
import threading
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.actions.remind import remind
from app.actions.seed_person import seed_person
from app.domain.access import Role


class Taker(socketserver.StreamRequestHandler):
    """As much of SMTP as a letter needs."""

    def handle(self):
        self.wfile.write(b"220 here\r\n")
        while line := self.rfile.readline():
            word = line[:4].upper()
            if word == b"DATA":
                self.wfile.write(b"354 go on\r\n")
                lines = []
                while (line := self.rfile.readline()) != b".\r\n":
                    lines.append(line)
                self.server.letters.append(email.message_from_bytes(b"".join(lines), policy=email.policy.default))
            self.wfile.write(b"221 bye\r\n" if word == b"QUIT" else b"250 good\r\n")
            if word == b"QUIT":
                return


@pytest.fixture
def post():
    with socketserver.TCPServer(("127.0.0.1", 0), Taker) as server:
        server.letters = []
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        yield server
        server.shutdown()
        thread.join()


@pytest.mark.parametrize("base", ["https://barid.example.org", None])
def test_a_reminder_has_a_link_to_the_site(house, post, base):
    at = datetime(2026, 10, 20, 9, tzinfo=UTC)
    seed_person(house, email="nour@post.example", name="Nour", role=Role.UPLOADER, password="a long enough one",
                member="EG", region=None, language="ar", now=at)  # fmt: skip
    remind(replace(house, smtp=f"smtp://127.0.0.1:{post.server_address[1]}", base=base), now=at)
    texts = [letter.get_content() for letter in post.letters if letter["to"] == "nour@post.example"]
    assert texts
    assert {"https://barid.example.org/ar/send" in text for text in texts} == {base is not None}
    assert {"http" in text for text in texts} == {base is not None}
