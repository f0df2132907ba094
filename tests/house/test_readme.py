"""README shows only what exists."""

import re
import subprocess
from pathlib import Path

import pytest

from app.cli import parser

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [README, *(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").glob("*.md")))]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
TARGETS = set(" ".join(re.findall(r"^([a-z ]+):(?!=)", MAKEFILE, re.MULTILINE)).split())
WORDS = ["lint", "types", "arrows", "migrations", "docs", "tests", "browser"]


def test_make_words_exist():
    shown = {word for page in PAGES for word in re.findall(r"`make ([a-z]+)`", page)}
    shown |= set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    assert {"demo", "test"} <= shown
    assert shown - TARGETS == set()


def test_words_of_ci_exist():
    shown = {word for page in PAGES for word in re.findall(r"\.ci/run ([a-z]+)", page)}
    assert shown <= set(WORDS)
    answer = subprocess.run([ROOT / ".ci" / "run", "nonsense"], capture_output=True, text=True, check=False, timeout=20)
    assert answer.returncode == 2
    assert set(WORDS) <= set(re.findall(r"[a-z]+", answer.stderr))


def test_commands_exist():
    shown = {word for page in PAGES for word in re.findall(r"(?:`|^)barid ([a-z]+)\b", page, re.MULTILINE)}
    known = next(action.choices for action in parser()._actions if action.dest == "command")
    assert shown
    assert shown - set(known) == set()


@pytest.mark.parametrize("page", sorted(["README.md", *(f"docs/{p.name}" for p in (ROOT / "docs").glob("*.md"))]))
def test_links_and_pictures_lead_somewhere(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)(?:#[^)]*)?\)", text):
        if "://" not in target:
            assert ((ROOT / page).parent / target).exists(), target


def test_the_map_of_the_house_is_true():
    block = README[README.index("## The map") :]
    paths = re.findall(r"^([a-z.][\w./-]*?)/?\s{2,}", block, re.MULTILINE)
    assert len(paths) > 8
    assert [path for path in paths if not (ROOT / path).exists()] == []
