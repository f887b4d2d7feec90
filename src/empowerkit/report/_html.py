"""A page as one HTML file: no script, no network, readable by everybody."""

from __future__ import annotations

from base64 import b64encode
from functools import cache
from hashlib import sha256
from importlib.resources import files
from itertools import count
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from empowerkit._render import Block, Line, Para, as_html, plain

from ._charts import LEFT, RIGHT, SupportLine
from ._figures import LEVEL_NAMES
from ._sections import Shown
from ._words import WORDS


_TOP: Final = 16
_BETWEEN: Final = 28
_NEAR: Final = 24


def as_page(page: Shown) -> str:
    """Return *page* as one HTML document."""
    template = _environment().get_template("page.html.j2")
    numbers = count(1)
    return template.render(page=page, next_number=lambda: next(numbers))


@cache
def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("empowerkit.report", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = (
        files("empowerkit.report")
        .joinpath("templates/page.css")
        .read_text("utf-8")
    )
    digest = b64encode(sha256(style.encode()).digest()).decode()
    given: dict[str, Any] = {
        "say": _say,
        "anchor": _anchor,
        "steps": _steps,
        "levels": LEVEL_NAMES,
        "style": Markup(style),  # noqa: S704 - our own file
        "style_hash": f"sha256-{digest}",
    }
    made.globals.update(given)
    made.filters.update({"line": _line, "plain": plain, "block": _block})
    return made


def _say(key: str, **gaps: str | int) -> str:
    return plain(WORDS(key, **gaps))


def _block(block: Block) -> Markup:
    return Markup(as_html([block]))  # noqa: S704 - the writer made it safe


def _line(line: Line) -> Markup:
    made = as_html([Para(line)])
    inside = made[len("<p>") : -len("</p>\n")]
    return Markup(inside)  # noqa: S704 - the writer made it safe


def _anchor(x: float) -> str:
    """Return from where words at *x* run, so that they stay inside."""
    if x - LEFT < _NEAR:
        return "start"
    return "end" if RIGHT - x < _NEAR else "middle"


def _steps(chart: SupportLine) -> str:
    """Return the path of a line that steps from one level to the next."""
    first, *rest = chart.points
    path = f"M{first.x} {_y(first.row)}"
    for point in rest:
        path += f"H{point.x}V{_y(point.row)}"
    return f"{path}H{max(chart.today, chart.points[-1].x)}"


def _y(row: int) -> int:
    return _TOP + _BETWEEN * row
