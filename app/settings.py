"""Every setting: what it does and who reads it. The only file that reads the environment.

docs/running.md lists them; a test keeps the two in step.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Settings:
    """The settings of one process, read once at its start."""

    # Where the database is. Read by every entrance. Default: SQLite inside the data folder.
    database_url: str
    # Folder for received files, item events and issued reports (BARID_DATA). Read by every entrance.
    data: Path
    # BARID_PUBLIC=true opens published editions to people without an account. Read by app/web/deps.py.
    public: bool
    # BARID_HTTPS=true marks the session cookie Secure and sends HSTS. Read by app/web/deps.py.
    https: bool
    # The address under which people know this site (BARID_BASE_ADDRESS), before every link in mails and invitations;
    # requests for another Host are then refused. Read by app/web/hosts.py and passed to the actions.
    base_address: str | None
    # Largest CSV of figures in bytes (BARID_MAX_CSV_BYTES). Read by web and cli, passed to ingest.
    max_csv_bytes: int
    # Largest workbook in bytes (BARID_MAX_WORKBOOK_BYTES). Read by web and cli, passed to ingest.
    max_workbook_bytes: int
    # Largest item-events file taken by page, in bytes (BARID_MAX_EVENTS_BYTES). Read by web.
    max_events_bytes: int
    # Most rows of a CSV of figures (BARID_MAX_ROWS), passed to ingest.
    max_rows: int
    # Most cells of a file of figures (BARID_MAX_CELLS), passed to ingest.
    max_cells: int
    # Where the scans of items are kept: a folder or s3://bucket/prefix?... (BARID_EVENTS_STORE), passed to the actions.
    # Default: `events` in the data folder.
    events_store: str
    # For how many months after its first one the scans of an item are kept (BARID_EVENTS_KEEP_MONTHS), passed to the
    # actions; 0 keeps them for good. Measures stay.
    events_keep_months: int
    # What counts item events on the command line: duckdb, postgresql://… or spark://… (BARID_EVENTS_ENGINE).
    events_engine: str
    # Share of an item-events file that may be set aside before it is refused (BARID_MAX_SET_ASIDE).
    max_set_aside: float
    # smtp://user:password@host:port for letters (BARID_SMTP), passed to the actions. Without it none are written.
    smtp: str | None
    # The address that letters come from (BARID_MAIL_FROM), passed to the actions. Default: the user of BARID_SMTP.
    mail_from: str | None
    # A folder that offices fill by SFTP (BARID_INBOX). Read by the jobs and, to count what waits, by web.
    inbox: Path | None


def load(environment: dict[str, str] | None = None) -> Settings:
    """Settings from the environment; ValueError names the variable that cannot be read."""
    env = dict(os.environ) if environment is None else environment
    data = Path(env.get("BARID_DATA", "var")).resolve()
    return Settings(
        database_url=env.get("DATABASE_URL") or f"sqlite:///{data / 'barid.db'}",
        data=data,
        public=_flag(env, "BARID_PUBLIC"),
        https=_flag(env, "BARID_HTTPS"),
        base_address=_address(env, "BARID_BASE_ADDRESS"),
        max_csv_bytes=_whole(env, "BARID_MAX_CSV_BYTES", 64 * 2**20),
        max_workbook_bytes=_whole(env, "BARID_MAX_WORKBOOK_BYTES", 10 * 2**20),
        max_events_bytes=_whole(env, "BARID_MAX_EVENTS_BYTES", 2 * 2**30),
        events_engine=env.get("BARID_EVENTS_ENGINE") or "duckdb",
        events_store=env.get("BARID_EVENTS_STORE") or str(data / "events"),
        events_keep_months=_whole(env, "BARID_EVENTS_KEEP_MONTHS", 24),
        max_rows=_whole(env, "BARID_MAX_ROWS", 500_000),
        max_cells=_whole(env, "BARID_MAX_CELLS", 10_000_000),
        max_set_aside=float(env.get("BARID_MAX_SET_ASIDE", "0.20")),
        smtp=_server(env, "BARID_SMTP"),
        mail_from=_sender(env, "BARID_MAIL_FROM"),
        inbox=Path(env["BARID_INBOX"]).resolve() if env.get("BARID_INBOX") else None,
    )


def _flag(env: dict[str, str], name: str) -> bool:
    text = env.get(name, "false").strip().lower()
    if text not in {"true", "false", "1", "0", ""}:
        raise ValueError(f"{name}: write true or false, not {text!r}")
    return text in {"true", "1"}


def _address(env: dict[str, str], name: str) -> str | None:
    text = env.get(name, "").strip().rstrip("/")
    if not text:
        return None
    if not re.fullmatch(r"https?://(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::[0-9]{1,5})?", text):
        raise ValueError(f"{name}: write the address of the site as in https://barid.example.org, not {text!r}")
    return text.lower()


def _server(env: dict[str, str], name: str) -> str | None:
    # The value may hold a password: it is not repeated.
    return _fitting(env, name, r"smtps?://([^@/\s]*@)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:]+\])(:[0-9]{1,5})?/?",
                    "write the mail server as in smtp://user:password@host:587", repeat=False)  # fmt: skip


def _sender(env: dict[str, str], name: str) -> str | None:
    return _fitting(env, name, r"[!-?A-~]+@[A-Za-z0-9.-]+", "write one address as in barid@example.org")


def _fitting(env: dict[str, str], name: str, pattern: str, told: str, *, repeat: bool = True) -> str | None:
    """The value without blanks around it, None where there is none; ValueError for one that is not as told."""
    text = env.get(name, "").strip()
    if not text:
        return None
    if not re.fullmatch(pattern, text):
        raise ValueError(f"{name}: {told}, not {text!r}" if repeat else f"{name}: {told}")
    return text


def _whole(env: dict[str, str], name: str, default: int) -> int:
    text = env.get(name, "")
    if not text:
        return default
    if not text.isascii() or not text.isdigit():
        raise ValueError(f"{name}: write a whole number, not {text!r}")
    return int(text)
