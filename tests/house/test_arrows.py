"""The arrows between the rooms, as pyproject.toml declares them."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def lint_imports(folder):
    command = Path(sys.executable).with_name("lint-imports")
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        [command, "--no-cache"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False
    )


def test_the_arrows_hold():
    answer = lint_imports(ROOT)
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_a_planted_violation_is_seen(tmp_path):
    for room in ("app", "ingest", "reports"):
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "static", "fonts"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    (tmp_path / "app" / "domain" / "planted.py").write_text("import sqlalchemy\n", encoding="utf-8")
    answer = lint_imports(tmp_path)
    assert answer.returncode != 0
    assert "The core is pure" in answer.stdout
