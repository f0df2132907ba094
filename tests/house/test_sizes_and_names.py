"""Small files with one promise each, named by what they hold."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
ROOMS = ("app", "ingest", "reports")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
VAGUE = {"util", "utils", "helper", "helpers", "common", "manager", "service", "services", "misc", "repository", "core"}


def test_there_is_something_to_measure():
    assert len(MODULES) > 50


@pytest.mark.parametrize("room", ROOMS)
def test_no_module_passes_250_lines(room):
    long = {
        str(path.relative_to(ROOT)): lines
        for path in MODULES
        if path.is_relative_to(ROOT / room) and (lines := len(path.read_text(encoding="utf-8").splitlines())) > 250
    }
    assert long == {}


@pytest.mark.parametrize("room", ROOMS)
def test_no_function_passes_40_lines(room):
    long = []
    for path in MODULES:
        if not path.is_relative_to(ROOT / room):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines > 40:
                    long.append(f"{path.relative_to(ROOT)}: {node.name} ({lines})")
    assert long == []


def test_no_module_has_a_vague_name():
    names = [path.relative_to(ROOT).with_suffix("") for path in MODULES]
    assert [str(name) for name in names if set(name.parts) & VAGUE] == []


def test_every_module_with_code_says_its_promise():
    silent = []
    for path in MODULES:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if tree.body and ast.get_docstring(tree) is None:
            silent.append(str(path.relative_to(ROOT)))
    assert silent == []


def test_nothing_left_to_do_is_written_into_code():
    mark = "TO" + "DO"
    left = [str(path.relative_to(ROOT)) for path in MODULES if mark in path.read_text(encoding="utf-8")]
    assert left == []
