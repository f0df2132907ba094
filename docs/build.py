"""Write the generated pages, or with --check fail when one is stale."""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parent)]

from build_method import method_page  # noqa: E402  (the two lines above make it importable)
from build_operators import operators_page  # noqa: E402

PAGES = {"method.md": method_page, "operators.md": operators_page}


def main(arguments: list[str]) -> int:
    """0 when every page is as its source says."""
    check, stale = "--check" in arguments, []
    for name, made in PAGES.items():
        page, text = HERE / name, made()
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not check:
            page.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"docs/{name} is stale; run .venv/bin/python docs/build.py" if check else f"wrote docs/{name}")
    return 1 if check and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
