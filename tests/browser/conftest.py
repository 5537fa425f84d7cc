"""The real app in a process of its own, and Chromium to look at it.

Needs the Debian packages `chromium` and, for Chinese in screenshots, `fonts-noto-cjk`. The rule
parser reads the messages, so that what is tested is the page and not the model's mood;
`--browser-parser llm` drives the same tests through the language model.
`pytest tests/browser --screenshots docs/screenshots` refreshes the pictures in the documentation.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser.driving import Shot, settle

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--screenshots", metavar="FOLDER", help="write the page's screenshots here")
    parser.addoption(
        "--browser-data", metavar="FOLDER", help="start from a copy of this data folder: quicker"
    )
    parser.addoption("--browser-parser", choices=["rules", "llm"], default="rules")


@pytest.fixture(scope="package")
def chromium() -> str:
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if found is None:
        pytest.fail("Chromium is missing; install it with: apt-get install chromium", pytrace=False)
    return found


@pytest.fixture(scope="package")
def data_dir(pytestconfig: pytest.Config, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("browser") / "data"
    given = pytestconfig.getoption("--browser-data", default=None)
    if given:
        shutil.copytree(given, folder)
    return folder


@pytest.fixture(scope="package")
def server(pytestconfig: pytest.Config, data_dir: Path) -> Iterator[str]:
    """The address of the app on the demo store, started as a shopkeeper would start it."""
    parser = pytestconfig.getoption("--browser-parser", default="rules")
    process = subprocess.Popen(
        [sys.executable, "app.py", "--port", "0", "--data-dir", str(data_dir)],
        cwd=ROOT,
        env={**os.environ, "AISLE_PARSER": parser},
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stderr is not None
    said: list[str] = []
    url = ""
    for line in process.stderr:
        said.append(line)
        if line.startswith("Ready"):
            url = line.split()[-1]
            break
    if not url:
        pytest.fail("the app did not start:\n" + "".join(said), pytrace=False)
    httpx.get(f"{url}/readyz", timeout=30).raise_for_status()
    yield url
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=30) == 0, "the app did not end in good order"


@pytest.fixture(scope="package")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def open_page(browser: Browser, server: str) -> Iterator[Callable[..., Page]]:
    """Opens the page in a fresh profile; fails on script errors and on requests elsewhere."""
    contexts = []
    faults: list[str] = []

    def opening(width: int = 1280, height: int = 900, **options: object) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: faults.append(f"script error: {error}"))
        page.on(
            "request",
            lambda request: (
                None
                if request.url.startswith((server, "data:", "blob:"))
                else faults.append(f"asked elsewhere: {request.url}")
            ),
        )
        page.goto(server)
        page.locator(".welcome").wait_for()
        return page

    yield opening
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    return open_page()


@pytest.fixture
def shot(pytestconfig: pytest.Config) -> Shot:
    """Writes a screenshot where the run asks for them."""
    folder = pytestconfig.getoption("--screenshots", default=None)

    def writing(page: Page, name: str) -> None:
        if folder:
            path = Path(folder)
            path.mkdir(parents=True, exist_ok=True)
            settle(page)
            page.screenshot(path=path / f"{name}.png")

    return writing


@pytest.fixture
def nasty_product(data_dir: Path, tmp_path: Path, server: str) -> str:
    """A product with markup in its text, ingested while the app runs; its id."""
    markup = '<img src=x onerror="window.hacked=1"><iframe src="javascript:window.hacked=2">'
    feed = tmp_path / "nasty.jsonl"
    row = {
        "id": "nasty-1",
        "title": f"Zanzibar Quokka Lamp {markup}",
        "description": f"{markup}</p><script>window.hacked=3</script> ${{window.hacked=4}}",
        "brand": f"Quokka {markup}",
        "category": "Home > Lighting",
        "price": 19,
    }
    feed.write_text(json.dumps(row))
    subprocess.run(
        [sys.executable, "-m", "retrieval", "ingest", str(feed), "--data-dir", str(data_dir)],
        cwd=ROOT,
        check=True,
        capture_output=True,
    )
    return "nasty-1"
