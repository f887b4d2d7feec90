"""What the page says about signing in a browser, in a real one."""

from __future__ import annotations

import os
import re
import shutil

from pathlib import Path

import pytest

from empowerkit.model import Choice, Level


PAGE = Path(__file__).parents[2] / "docs/howto/sign.md"
CHROMIUM = os.environ.get("EMPOWERKIT_CHROMIUM") or shutil.which("chromium")
KEY = """async () => {
  const pair = await crypto.subtle.generateKey("Ed25519", false, ["sign"]);
  window.key = pair.privateKey;
  const raw = await crypto.subtle.exportKey("raw", pair.publicKey);
  return [...new Uint8Array(raw)];
}"""


@pytest.fixture
def device(needs):
    """Return a page of a device that runs what our page shows."""
    needs("browser", "playwright")
    needs("browser", program=CHROMIUM or "chromium")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - optional

    script = re.search(r"```js\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = running.new_page()
        # Keys are to be had in a secure context alone.
        page.route("**", lambda route: route.fulfill(body="<p>Sign</p>"))
        page.goto("https://device.example/")
        page.add_script_tag(content=script[1])
        yield page
        running.close()


def test_signed_there_verified_here(device, make, plan, shown, sign, keys):  # noqa: PLR0917 - fixtures
    """A browser signs with nothing of ours, and it holds."""
    public = keys[1].from_public_bytes(bytes(device.evaluate(KEY)))
    sent = [shown.words, shown.nonce, shown.statement.to_bytes().decode()]

    made = device.evaluate("sent => signed(...sent, window.key)", sent)

    plan = sign.attach(
        plan, shown, bytes.fromhex(made), key=public, by=make.HER
    )
    assert Level.SIGNED is plan.find(Choice, "c1").level
    assert () == sign.verify(plan, "c1", key=public).faults


def test_other_words_are_not_signed(device, shown):
    """The device refuses words that are not those of the statement."""
    device.evaluate(KEY)
    sent = ["Other", shown.nonce, shown.statement.to_bytes().decode()]

    told = device.evaluate(
        "sent => signed(...sent, window.key).catch(String)", sent
    )

    assert "Error: these are other words" == told
