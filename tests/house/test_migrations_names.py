"""Migrations are numbered without a gap; file name and revision agree; each builds on the one before."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def declared(path):
    found = {}
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        targets = [node.target] if isinstance(node, ast.AnnAssign) else getattr(node, "targets", [])
        for target in targets:
            if isinstance(target, ast.Name) and isinstance(node.value, ast.Constant):
                found[target.id] = node.value.value
    return found


def test_numbered_named_and_chained():
    assert FILES
    before = None
    for number, path in enumerate(FILES, start=1):
        assert re.fullmatch(rf"{number:04}_[a-z0-9_]+", path.stem), path.name
        told = declared(path)
        assert told["revision"] in {path.stem, f"{number:04}"}, path.name
        assert told["down_revision"] == before, path.name
        before = told["revision"]
