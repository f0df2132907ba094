"""Make the pictures of README from the demo: three pages and one page of the PDF, into docs/pictures.

Wants the demo's figures (`.venv/bin/barid demo --load-only`), the packages of `make test`, and Chromium.
"""

from __future__ import annotations

import re
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from pathlib import Path

import pypdfium2
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

from app.actions.demo_members import PASSWORD  # noqa: E402

OUT = ROOT / "docs" / "pictures"
PORT = 8017
SITE = f"http://127.0.0.1:{PORT}"


def sign_in(page: Page, email: str) -> None:
    """Sign in by the form."""
    page.goto(f"{SITE}/en/sign-in")
    page.fill("input[name=email]", email)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_load_state("networkidle")


def picture(page: Page, address: str, name: str) -> None:
    """One page as it stands in a window."""
    page.goto(SITE + address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(1500)
    page.screenshot(path=OUT / name)


def faulty_file(folder: str) -> Path:
    """A file of figures with three faults."""
    with urllib.request.urlopen(f"{SITE}/en/datasets/service-quality/template.csv", timeout=10) as answer:
        header = answer.read().decode("utf-8-sig").strip()
    columns = header.split(",")
    rows = []
    for month, product, on_time in (
        ("03/04/2026", "parcel", "80"),
        ("2026-10", "boat", "70"),
        ("2026-10", "ems", "-4"),
    ):
        row = dict.fromkeys(columns, "") | {"member": "EG", "month": month, "product": product}
        rows.append(",".join((row | {"items_with_standard": "100", "items_on_time": on_time})[c] for c in columns))
    file = Path(folder) / "service-quality-EG.csv"
    file.write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return file


def walk(folder: str) -> None:
    """All pictures, in one browser."""
    with sync_playwright() as browsers:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = browsers.chromium.launch(executable_path=executable, args=["--no-sandbox"])
        analyst = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        sign_in(analyst, "analyst@demo.barid")
        picture(analyst, "/en/regions/arab", "region.png")
        picture(analyst, "/ar/members/MA", "member-ar.png")
        uploader = browser.new_context(viewport={"width": 1280, "height": 860}).new_page()
        sign_in(uploader, "approver.eg@demo.barid")
        uploader.goto(f"{SITE}/en/send")
        uploader.check("input[name=dataset][value=service-quality]")
        uploader.set_input_files("input[type=file]", faulty_file(folder))
        uploader.click("form[action$='/send'] button")
        uploader.wait_for_url(re.compile("/submissions/"))
        uploader.wait_for_timeout(2500)
        uploader.reload()
        uploader.wait_for_timeout(800)
        uploader.screenshot(path=OUT / "findings.png")
        browser.close()


def report(folder: str) -> None:
    """The second page of a member's PDF."""
    file = Path(folder) / "member.pdf"
    command = [sys.executable, "-m", "app.cli", "report", "--member", "MA", "--quarter", "2026-Q2", "--lang", "en"]
    subprocess.run([*command, "--out", str(file)], cwd=ROOT, check=True)
    drawn = pypdfium2.PdfDocument(file)[1].render(scale=1.3, rev_byteorder=True).to_numpy()
    (OUT / "report.png").write_bytes(png(drawn[:, :, :3].tobytes(), drawn.shape[1], drawn.shape[0]))


def png(pixels: bytes, width: int, height: int) -> bytes:
    """Red, green and blue bytes, line by line, as a PNG."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        checked = kind + content
        return struct.pack(">I", len(content)) + checked + struct.pack(">I", zlib.crc32(checked))

    lines = b"".join(b"\0" + pixels[y * width * 3 : (y + 1) * width * 3] for y in range(height))
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(lines, 9)) + chunk(b"IEND", b"")


def main() -> None:
    """Serve the demo for as long as the pictures take."""
    OUT.mkdir(exist_ok=True)
    command = [sys.executable, "-m", "app.cli", "serve", "--port", str(PORT)]
    server = subprocess.Popen(command, cwd=ROOT)
    try:
        for _ in range(100):
            try:
                urllib.request.urlopen(f"{SITE}/healthz", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        with tempfile.TemporaryDirectory() as folder:
            walk(folder)
            report(folder)
    finally:
        server.terminate()
        server.wait(20)


if __name__ == "__main__":
    main()
