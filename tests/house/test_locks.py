"""The lock files: floors that close known holes, hashes for everything, and no address of any index."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
FLOORS = {
    "starlette": "1.3.1",
    "python-multipart": "0.0.32",
    "h11": "0.16.0",
    "jinja2": "3.1.6",
    "openpyxl": "3.1.5",
    "defusedxml": "0.7.1",
    "pandas": "3.0",
    "pyarrow": "14.0.1",
    "duckdb": "1.1.0",
    "sqlalchemy": "2.0",
}
FLOORS_IF_PRESENT = {"authlib": "1.6.11", "weasyprint": "70.0", "lxml": "6.1.0"}


def pinned(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    pins = re.findall(r"^([A-Za-z0-9_.-]+)==([^\s\\;]+)", text, re.MULTILINE)
    return {package.lower().replace("_", "-"): version for package, version in pins}


def numbers(version):
    return [int(part) for part in re.findall(r"[0-9]+", version)]


@pytest.mark.parametrize("lock", LOCKS)
def test_floors_of_known_holes(lock):
    versions = pinned(lock)
    wanted = FLOORS if lock == "requirements.lock" else {k: v for k, v in FLOORS.items() if k in versions}
    wanted |= {k: v for k, v in FLOORS_IF_PRESENT.items() if k in versions}
    assert wanted
    assert {k: versions[k] for k, floor in wanted.items() if numbers(versions[k]) < numbers(floor)} == {}


@pytest.mark.parametrize("lock", LOCKS)
def test_every_pin_has_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"^\s*(-i|--index-url|--extra-index-url|--find-links|--trusted-host)", text, re.MULTILINE)
    entries = re.split(r"\n(?=[A-Za-z0-9])", text.strip())
    bare = [entry.split()[0] for entry in entries if "==" in entry.split("\n")[0] and "--hash=sha256:" not in entry]
    assert bare == []
    assert len(pinned(lock)) > 30


def test_what_tests_run_is_what_the_house_runs():
    house, tests = pinned("requirements.lock"), pinned("requirements-dev.lock")
    assert {k: (v, tests[k]) for k, v in house.items() if k in tests and tests[k] != v} == {}


def test_every_dependency_says_why():
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    block = text[text.index("dependencies = [") : text.index("]\n\n[dependency-groups]")]
    silent = [line for line in block.splitlines()[1:] if line.strip().startswith('"') and "#" not in line]
    assert silent == []
