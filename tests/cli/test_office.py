"""The command line over a real house of its own: migrate, enrol, submit, report, and errors as sentences."""

import os
import socket
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from app.cli.running import free

ROOT = Path(__file__).parents[2]
FIGURES = "member,month,product,partner,items_with_standard,items_on_time\nEG,2026-01,parcel,MA,100,80\n"
SECRET = "a long enough secret 77\n"


@pytest.fixture
def barid(tmp_path):
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("BARID_", "DATABASE_URL"))}
    environment |= {"BARID_DATA": str(tmp_path / "data"), "PYTHONWARNINGS": "error::UserWarning"}

    def run(*arguments, given=""):
        return subprocess.run(
            [sys.executable, "-m", "app.cli", *arguments],
            cwd=ROOT, env=environment, input=given, capture_output=True, text=True, check=False, timeout=90,
        )  # fmt: skip

    return run


def test_from_nothing_to_an_administrator_and_a_refusal(barid, tmp_path):
    before = barid("report", "--member", "EG", "--quarter", "2026-Q1", "--out", str(tmp_path / "x.pdf"))
    assert before.returncode == 1
    assert "Traceback" not in before.stderr
    assert "barid migrate" in before.stderr

    assert barid("migrate").returncode == 0
    enrolled = barid(
        "enrol", "--email", "a@example.org", "--name", "A", "--region", "arab", given="a long enough secret 77\n"
    )
    assert enrolled.returncode == 0, enrolled.stderr
    assert "barid serve" in enrolled.stdout

    weak = barid("enrol", "--email", "b@example.org", "--name", "B", "--region", "arab", given="short\n")
    assert weak.returncode == 1
    assert weak.stderr.startswith("barid: ")
    assert len(weak.stderr.splitlines()) == 1

    report = barid("report", "--member", "EG", "--quarter", "2026-Q1", "--out", str(tmp_path / "x.pdf"))
    assert report.returncode == 1
    assert "Traceback" not in report.stderr
    assert not (tmp_path / "x.pdf").exists()

    file = tmp_path / "f.csv"
    file.write_text(FIGURES, encoding="utf-8")
    stranger = barid("submit", str(file), "--dataset", "service-quality", "--member", "EG", "--by", "c@example.org")
    assert stranger.returncode == 2
    office = barid("submit", str(file), "--dataset", "service-quality", "--member", "EG", "--by", "a@example.org")
    assert office.returncode == 1
    assert "Traceback" not in office.stderr


def test_a_job_by_hand(barid):
    assert barid("migrate").returncode == 0
    done = barid("run", "recompute")
    assert done.returncode == 0, done.stderr


def test_a_setting_that_cannot_be_read_is_one_sentence(barid, monkeypatch):
    monkeypatch.setenv("BARID_MAX_ROWS", "many")
    answer = subprocess.run(
        [sys.executable, "-m", "app.cli", "migrate"], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == 1
    assert answer.stderr == "barid: BARID_MAX_ROWS: write a whole number, not 'many'\n"


def test_a_port_in_use_is_said_so():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not free("127.0.0.1", taken.getsockname()[1])
        port = str(taken.getsockname()[1])
        answer = subprocess.run(
            [sys.executable, "-m", "app.cli", "demo", "--port", port],
            cwd=ROOT, capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip
    assert answer.returncode == 1
    assert f"port {port}" in answer.stderr
    assert "Traceback" not in answer.stderr


def test_verify_names_what_is_no_longer_as_it_was_written(barid, tmp_path):
    assert barid("migrate").returncode == 0
    assert barid("enrol", "--email", "a@example.org", "--name", "A", "--region", "arab", given=SECRET).returncode == 0
    whole = barid("verify")
    assert (whole.returncode, whole.stderr) == (0, "")
    told = [line.split(":")[0] for line in whole.stdout.splitlines()]
    assert told == ["Audit log", "Editions", "Files", "Guards", "0 faults.", "Head of the log"]
    with closing(sqlite3.connect(tmp_path / "data" / "barid.db")) as base:
        (head,) = base.execute("SELECT hash FROM audit ORDER BY seq DESC").fetchone()
        assert head in whole.stdout
        base.execute("DROP TRIGGER audit_update")
        base.execute("UPDATE audit SET reason = 'forged' WHERE seq = 1")
        base.commit()
    edited = barid("verify")
    assert edited.returncode == 1
    assert "row 1 was changed" in edited.stderr


def test_a_backup_comes_back_into_a_house_that_was_only_migrated(barid, tmp_path):
    assert barid("migrate").returncode == 0
    assert barid("enrol", "--email", "a@example.org", "--name", "A", "--region", "arab", given=SECRET).returncode == 0
    assert barid("backup", "--to", str(tmp_path / "whole.tar")).returncode == 0
    head = barid("verify").stdout.splitlines()[-1]
    lived_in = barid("restore", str(tmp_path / "whole.tar"))
    assert (lived_in.returncode, lived_in.stderr) == (1, "barid: The database is not empty.\n")
    (tmp_path / "data").rename(tmp_path / "lost")
    assert barid("migrate").returncode == 0
    restored = barid("restore", str(tmp_path / "whole.tar"))
    assert restored.returncode == 0, restored.stderr
    assert barid("verify").stdout.splitlines()[-1] == head
