"""Generated pages are as their sources say; every page says in its first lines which kind it is."""

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted((ROOT / "docs").glob("*.md"))


def test_generated_pages_are_in_step():
    answer = subprocess.run(
        [sys.executable, ROOT / "docs" / "build.py", "--check"], capture_output=True, text=True, check=False, timeout=60
    )
    assert answer.returncode == 0, answer.stdout + answer.stderr


def test_every_page_says_its_kind():
    assert len(PAGES) >= 6
    kinds = re.compile(r"^\*(?:How-to|Reference|Explanation)", re.MULTILINE)
    assert [p.name for p in PAGES if not kinds.search("\n".join(p.read_text(encoding="utf-8").splitlines()[:6]))] == []


def test_pages_name_no_machine():
    """No home folder of somebody, no address of a package index."""
    pages = [*PAGES, ROOT / "README.md", *(ROOT / "bench").glob("*.md")]
    marks = re.compile(r"/root/|/home/\w|/work/|pypi\.|files\.pythonhosted")
    assert [p.name for p in pages if marks.search(p.read_text(encoding="utf-8"))] == []
