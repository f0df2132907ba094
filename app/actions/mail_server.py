"""The mail server of the house: one connection for many letters, and what it says when it does not take one."""

from __future__ import annotations

import smtplib
import ssl
from datetime import datetime
from email.charset import BASE64, QP, Charset
from email.errors import MessageError
from email.header import Header
from email.headerregistry import Address
from email.message import Message
from email.utils import format_datetime
from types import TracebackType
from urllib.parse import unquote, urlsplit

from app.domain.letters import Letter, message_id, one_line

_SECONDS = 30
"""How long one answer of the server may take."""
_PORTS = {"smtp": 25, "smtps": 465}


def _charset(body: int) -> Charset:
    made = Charset("utf-8")
    made.body_encoding = body
    return made


# Seven bits: not every server on the way takes eight. The older classes of `email` are used for letters since the newer
# ones lose spaces where they fold a long Arabic subject.
_BASE64, _QUOTED = _charset(BASE64), _charset(QP)


class NotSent(Exception):
    """A letter did not go out. `refused`: the server says that trying again is of no use."""

    def __init__(self, why: str, *, refused: bool = False) -> None:
        super().__init__(why)
        self.why, self.refused = why, refused


class MailServer:
    """Connects when the first letter comes, with TLS before a password; a connection that broke is made anew once a
    letter. When none can be made, no later letter waits for one."""

    def __init__(self, address: str, sender: str | None) -> None:
        self._at = urlsplit(address)
        user = unquote(self._at.username or "")
        self.sender = sender or (user if "@" in user else f"barid@{self._at.hostname or 'localhost'}")
        self._open: smtplib.SMTP | None = None
        self._away: NotSent | None = None

    def __enter__(self) -> MailServer:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._drop()

    def send(self, letter: Letter, *, now: datetime) -> None:
        """The letter is the server's when this returns; NotSent says why it is not."""
        message = self.message(letter, now=now)
        server = self._connected()
        try:
            server.send_message(message, self.sender, [letter.address])
        except smtplib.SMTPRecipientsRefused as error:
            raise _answered(*error.recipients[letter.address], final=True) from error
        except smtplib.SMTPDataError as error:
            raise _answered(error.smtp_code, error.smtp_error, final=True) from error
        except smtplib.SMTPResponseException as error:
            # The sender, or the greeting: a matter of the settings, not of this letter.
            raise _answered(error.smtp_code, error.smtp_error, final=False) from error
        except smtplib.SMTPNotSupportedError as error:
            raise NotSent(_plain(str(error)), refused=True) from error
        except (smtplib.SMTPException, OSError) as error:
            self._drop()
            raise NotSent(_told(error)) from error

    def message(self, letter: Letter, *, now: datetime) -> Message:
        """The letter as mail. Nothing in it can begin a header of its own. NotSent for what is no address."""
        made = Message()
        made.set_payload(letter.text, _BASE64 if letter.language == "ar" else _QUOTED)
        made["Subject"] = Header(one_line(letter.subject), header_name="Subject").encode()
        made["From"] = self.sender
        try:
            made["To"] = str(Address(addr_spec=letter.address))
        except (ValueError, IndexError, MessageError) as error:
            raise NotSent(_plain(f"not an address: {letter.address}"), refused=True) from error
        made["Date"] = format_datetime(now)
        made["Message-ID"] = message_id(letter.key, self.sender.rpartition("@")[2])
        made["Auto-Submitted"] = "auto-generated"
        made["Content-Language"] = letter.language
        return made

    def _connected(self) -> smtplib.SMTP:
        if self._away is not None:
            raise self._away
        if self._open is None:
            try:
                self._open = self._connect()
            except (smtplib.SMTPException, OSError) as error:
                self._away = NotSent(_told(error))
                raise self._away from error
        return self._open

    def _connect(self) -> smtplib.SMTP:
        host, port = self._at.hostname or "localhost", self._at.port or _PORTS[self._at.scheme]
        trust = ssl.create_default_context()
        if self._at.scheme == "smtps":
            server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=_SECONDS, context=trust)
        else:
            server = smtplib.SMTP(host, port, timeout=_SECONDS)
        try:
            if self._at.username:
                if self._at.scheme == "smtp":
                    server.starttls(context=trust)
                server.login(unquote(self._at.username), unquote(self._at.password or ""))
        except BaseException:
            server.close()
            raise
        return server

    def _drop(self) -> None:
        server, self._open = self._open, None
        if server is not None:
            try:
                server.quit()
            except (smtplib.SMTPException, OSError):
                server.close()


def _answered(code: int, said: bytes | str, *, final: bool) -> NotSent:
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return NotSent(_plain(f"{code} {words}"), refused=final and code >= 500)


def _told(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error, final=False).why
    return _plain(str(error) or type(error).__name__)


def _plain(text: str) -> str:
    """As every database takes it: one line, no lone surrogates."""
    return one_line(text).encode("utf-8", "backslashreplace").decode("utf-8")[:1000]
