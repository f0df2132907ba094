"""Every finding code has its sentences in three languages and is raised somewhere."""

import re
from pathlib import Path

import pytest

from app import locale
from app.domain import findings

ROOT = Path(__file__).parents[2]


def codes():
    found = set(findings.CATALOGUE)
    for module in ROOT.glob("app/domain/findings_*.py"):
        found |= set(re.findall(r'^\s+"([A-Z]{2,}_[A-Z0-9_]+)"\s*:', module.read_text(encoding="utf-8"), re.MULTILINE))
    return sorted(found)


def test_there_are_codes():
    assert len(codes()) > 40


@pytest.mark.parametrize("language", ["ar", "fr", "en"])
def test_every_code_has_its_sentence_and_its_hint(language):
    missing = [
        key for code in codes() for key in (f"finding.{code}", f"finding.{code}.hint") if not locale.has(language, key)
    ]
    assert missing == []


def test_every_code_is_raised_somewhere():
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "ingest").rglob("*.py"))
    unused = [code for code in codes() if f'"{code}"' not in source and f".{code}" not in source]
    assert unused == []
