"""Every code is used, is in the catalogue, and has its two sentences in three languages, filled alike."""

import re
from pathlib import Path

import pytest

from app.domain.findings import CATALOGUE
from app.locale import LANGUAGES, has, say

ROOT = Path(__file__).parents[2]
_CODE = re.compile(r'"((?:FIL|ENC|CSV|HDR|TPL|TYP|SEM|SAF|XLS|ZIP|XML)_[A-Z0-9_]+)"')


def _used() -> set[str]:
    sources = [path for path in (ROOT / "ingest").rglob("*.py") if "events" not in path.parts]
    skipped = {"profiles.py", "identifiers.py"}
    return {code for path in sources if path.name not in skipped for code in _CODE.findall(path.read_text("utf-8"))}


def test_the_catalogue_holds_the_codes_in_use_and_no_others() -> None:
    assert _used() == set(CATALOGUE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_code_says_what_is_wrong_and_what_to_write(language: str) -> None:
    lacking = [
        code for code in CATALOGUE if not (has(language, f"finding.{code}") and has(language, f"finding.{code}.hint"))
    ]
    assert lacking == []


@pytest.mark.parametrize("code", sorted(CATALOGUE))
def test_the_languages_fill_the_same_places(code: str) -> None:
    for key in (f"finding.{code}", f"finding.{code}.hint"):
        places = {language: set(re.findall(r"%\((\w+)\)s", say(language, key))) for language in LANGUAGES}
        assert places["ar"] == places["fr"] == places["en"]
