"""Read pytest's reports: fail on any skip but those for want of ../shared; print the counts.

skips.py JUNIT.XML ...             lists the skips, exit 1 when one is not allowed
skips.py --summary JUNIT.XML ...   one line in pytest's own form
"""

import sys
from pathlib import Path
from xml.etree import ElementTree

REPOSITORY = Path(__file__).resolve().parents[1]


def main(arguments: list[str]) -> int:
    summary = arguments[0] == "--summary"
    paths = arguments[1:] if summary else arguments
    if not all(Path(path).exists() for path in paths):
        print("pytest left no report")
        return 1
    root = ElementTree.Element("reports")
    root.extend(ElementTree.parse(path).getroot() for path in paths)
    if summary:
        print(one_line(root))
        return 0
    wrong = [f"{name}: {reason}" for name, reason in skips(root) if not allowed(reason)]
    for line in wrong:
        print("skipped, which fails this run:", line)
    return 1 if wrong else 0


def allowed(reason: str) -> bool:
    """Only what needs ../shared may be skipped, and only where that is absent."""
    return "../shared" in reason and not (REPOSITORY / ".." / "shared").exists()


def skips(root: ElementTree.Element) -> list[tuple[str, str]]:
    """Name and reason of each skipped test."""
    return [
        (f"{case.get('classname')}.{case.get('name')}", skipped.get("message") or "")
        for case in root.iter("testcase")
        for skipped in case.findall("skipped")
        if skipped.get("type") != "pytest.xfail"
    ]


def one_line(root: ElementTree.Element) -> str:
    """The counts of the run as pytest writes them."""
    total = failed = errors = skipped = 0
    seconds = 0.0
    for suite in root.iter("testsuite"):
        total += int(suite.get("tests", 0))
        failed += int(suite.get("failures", 0))
        errors += int(suite.get("errors", 0))
        skipped += int(suite.get("skipped", 0))
        seconds += float(suite.get("time", 0))
    counts = {"failed": failed, "passed": total - failed - errors - skipped, "skipped": skipped, "errors": errors}
    told = ", ".join(f"{count} {word}" for word, count in counts.items() if count or word == "passed")
    return f"{told} in {seconds:.2f}s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
