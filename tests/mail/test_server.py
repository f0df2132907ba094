"""TLS before a password, and what becomes of letters when the server does not let us in."""

import shutil
import ssl
import subprocess
from dataclasses import replace

import pytest
from aiosmtpd.smtp import AuthResult
from mail_days import IN_TIME

from app.actions.mail_server import MailServer
from app.actions.send_letters import Round, send_letters
from app.domain.letters import Letter
from app.storage import letters, people
from app.storage.tables import letter as table


@pytest.fixture(scope="session")
def certificate(tmp_path_factory):
    """A certificate for this machine, made for this run; its file and that of its key."""
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        [shutil.which("openssl"), "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj",
         "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", folder / "key.pem",
         "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder / "cert.pem", folder / "key.pem"


@pytest.fixture
def guarded(certificate, start_post):
    """A server that wants TLS and a password, and the passwords it was given."""
    given = []

    def let_in(server, session, envelope, mechanism, data):
        given.append((data.login, data.password, session.ssl is not None))
        return AuthResult(success=data.password == b"p@ss/word", handled=False)

    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(*certificate)
    made = start_post(tls_context=context, require_starttls=True, auth_required=True, authenticator=let_in)
    made.given = given
    return made


def sending(house, enrol, post, user):
    person = enrol("nour", member="EG")
    with house.sessions.begin() as session:
        reader = people.one(session, person)
        letters.add(session, [Letter("k", person, reader.email, "remind", "s", "t\n", "en")], now=IN_TIME)
    return replace(house, smtp=f"smtp://{user}@127.0.0.1:{post.port}", sender=None)


def error(house):
    with house.sessions() as session:
        [row] = session.execute(table.select()).all()
    return row.last_error


def test_the_password_goes_over_tls_alone(house, enrol, guarded, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    mailing = sending(house, enrol, guarded, "office%40post.example:p%40ss%2Fword")
    assert send_letters(mailing, now=IN_TIME) == Round(1, 0)
    assert guarded.given == [(b"office@post.example", b"p@ss/word", True)]
    assert guarded.handler.letters[0][0] == "office@post.example"


def test_a_wrong_password_is_seen(house, enrol, guarded, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
    mailing = sending(house, enrol, guarded, "office:wrong")
    assert send_letters(mailing, now=IN_TIME) == Round(0, 1)
    assert error(house).startswith("535 ")


def test_a_server_that_nobody_vouches_for_gets_no_password(house, enrol, guarded):
    mailing = sending(house, enrol, guarded, "office:p%40ss%2Fword")
    assert send_letters(mailing, now=IN_TIME) == Round(0, 1)
    assert "CERTIFICATE_VERIFY_FAILED" in error(house)
    assert guarded.given == []


def test_a_server_without_tls_gets_no_password(house, enrol, post):
    mailing = sending(house, enrol, post, "office:secret")
    assert send_letters(mailing, now=IN_TIME) == Round(0, 1)
    assert "STARTTLS" in error(house)
    assert "secret" not in error(house)
    assert post.handler.letters == []


@pytest.mark.parametrize(
    ("address", "sender", "from_"),
    [("smtp://post.example", None, "barid@post.example"),
     ("smtp://me%40a.example:x@post.example", None, "me@a.example"),
     ("smtp://me:x@post.example", None, "barid@post.example"), ("smtp://post.example", "a@b.example", "a@b.example")],
)  # fmt: skip
def test_whom_letters_come_from(address, sender, from_):
    assert MailServer(address, sender).sender == from_
