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
# What somebody could send to be signed, in place of a part of a statement.
SPOILT = [
    ("empowerkit/statement/1", "I owe 1000"),
    ("empowerkit/statement/1", "empowerkit/statement/2"),
    ("empowerkit/statement/1\n", ""),
    ("\n", "\n\n"),
    ("}", "}\nI owe 1000"),
    ("}", "}\n"),
    ("{", "{ "),
    ("}", ',"then":"more"}'),
    ('"at":', '"also":'),
    ('"c1"', '"I owe 1000"'),
    ('"c1"', '"\u0456"'),
    ('{"at"', '{"at":"2026-03-02T12:00:00Z","at"'),
    ("{", "null\n{"),
]


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

    assert "Error: these are other words" == answered(device, sent)


def test_no_other_text_is_signed(device, shown):
    """The device signs a statement in its one form, and nothing else."""
    device.evaluate(KEY)
    said = shown.statement.to_bytes().decode()
    for old, new in SPOILT:
        odd = said.replace(old, new, 1)
        assert said != odd

        told = answered(device, [shown.words, shown.nonce, odd])

        refusals = ("Error: this is no statement", "SyntaxError: ")
        assert told.startswith(refusals), new


def test_a_nonce_has_its_form(device, shown):
    """What is no nonce makes no digest."""
    device.evaluate(KEY)
    for nonce in ("", "0", "zz" * 32, shown.nonce.upper() + "A"):
        sent = [shown.words, nonce, shown.statement.to_bytes().decode()]

        assert "Error: this is no statement" == answered(device, sent)


def answered(device, sent):
    """Return what the device says, as text."""
    return device.evaluate(
        "sent => signed(...sent, window.key).catch(String)", sent
    )


def test_what_wraps_is_set_in(device):
    """With the style of our page, no wrapped words begin where marks do."""
    style = re.search(r"```css\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    device.add_style_tag(content=style[1])
    words = "Where do I live?" + " " * 80 + "[x] Stay " * 20

    edges = device.evaluate(
        """words => {
          const line = document.createElement("p");
          line.className = "line";
          line.textContent = words;
          document.body.append(line);
          const range = document.createRange();
          range.selectNodeContents(line);
          return [...range.getClientRects()].map((found) => found.left);
        }""",
        words,
    )

    assert len(edges) > 1
    assert all(edge > edges[0] for edge in edges[1:])
