"""Every finding code has its sentences in three languages and is raised somewhere."""

from pathlib import Path

import pytest

from app import locale
from app.domain import findings, findings_events, findings_history

ROOT = Path(__file__).parents[2]


def codes():
    return sorted({**findings.CATALOGUE, **findings_history.CATALOGUE_HISTORY, **findings_events.CATALOGUE_EVENTS})


def test_there_are_codes():
    assert len(codes()) > 40


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_code_has_its_sentence_and_its_hint(language):
    missing = [
        key for code in codes() for key in (f"finding.{code}", f"finding.{code}.hint") if not locale.has(language, key)
    ]
    assert missing == []


def test_every_code_is_raised_somewhere():
    files = [path for kind in ("*.py", "*.toml") for path in (ROOT / "ingest").rglob(kind)]
    files.append(ROOT / "app" / "domain" / "own_history.py")
    source = "\n".join(path.read_text(encoding="utf-8") for path in files)
    unused = [code for code in codes() if f'"{code}"' not in source and f".{code}" not in source]
    assert unused == []
