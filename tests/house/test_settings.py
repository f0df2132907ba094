"""Every setting is documented, and none is documented that does not exist."""

import re
from pathlib import Path

import pytest

from app import settings

ROOT = Path(__file__).parents[2]
SOURCE = (ROOT / "app" / "settings.py").read_text(encoding="utf-8")
READ = set(re.findall(r'"(BARID_[A-Z_]+|DATABASE_URL)"', SOURCE))
PAGE = (ROOT / "docs" / "running.md").read_text(encoding="utf-8")
TOLD = set(re.findall(r"`(BARID_[A-Z_]+|DATABASE_URL)`", PAGE))
OF_TESTS = {"BARID_TEST_POSTGRES", "BARID_PYTEST"}


def test_settings_and_the_page_about_them_agree():
    assert len(READ) >= 10
    assert set() == READ - TOLD
    assert set() == TOLD - READ - OF_TESTS


def test_defaults_need_nothing():
    read = settings.load({})
    assert read.database_url.startswith("sqlite:///")
    assert read.database_url.endswith("var/barid.db")
    assert read.public is False


def test_an_empty_database_url_means_sqlite():
    assert settings.load({"DATABASE_URL": ""}).database_url.startswith("sqlite:///")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("BARID_PUBLIC", "perhaps"),
        ("BARID_MAX_ROWS", "many"),
        ("BARID_MAX_ROWS", "1_000"),
        ("BARID_HTTPS", "ja"),
        ("BARID_SMTP", "mail.example.org"),
        ("BARID_SMTP", "http://mail.example.org"),
        ("BARID_MAIL_FROM", "Barid"),
        ("BARID_MAIL_FROM", "a@b.example\r\nBcc: c@d.example"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named(name, text):
    with pytest.raises(ValueError, match=name):
        settings.load({name: text})


def test_the_mail_server_is_read_as_it_stands_and_its_password_is_never_repeated():
    for text in ("smtp://mail.example.org", "smtp://[::1]:25", "smtps://a%40b.example:p%2Fw@mail.example.org:465"):
        assert settings.load({"BARID_SMTP": text}).smtp == text
    with pytest.raises(ValueError, match="BARID_SMTP") as told:
        settings.load({"BARID_SMTP": "smtp://me:geheim word@mail.example.org"})
    assert "geheim" not in str(told.value)
    assert settings.load({}).smtp is None


def test_only_settings_reads_the_environment():
    modules = [path for room in ("app", "ingest", "reports") for path in (ROOT / room).rglob("*.py")]
    reading = re.compile(r"os\.getenv|os\.environ\[|os\.environ\.get\(")
    readers = [path.name for path in modules if reading.search(path.read_text(encoding="utf-8"))]
    assert readers == ["settings.py"] or readers == []
