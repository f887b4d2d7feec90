"""One line of the table."""

from __future__ import annotations

from typing import Final, NamedTuple

from ._timing import Result


HEAD: Final = (
    f"  {'ours / theirs':42} {'ours':>7} {'theirs':>7}     ratio  {'bar':7}"
)


class Row(NamedTuple):
    """
    What is compared, and what came of it.

    Attributes:
        what: What is compared, ours first; at most 42 columns.
        result: Ours over theirs; smaller is faster.
        bar: The largest ratio that is good enough; None only measures.
        aim: What we would like.
        unit: How a second, or a byte, is printed.
    """

    what: str
    result: Result
    bar: float | None
    aim: float | None = None
    unit: tuple[float, str] = (1e6, "us")

    def __str__(self) -> str:
        scale, name = self.unit
        ours, theirs = self.result.ours * scale, self.result.theirs * scale
        bar = "-" if self.bar is None else f"<= {self.bar:.2f}"
        line = (
            f"  {self.what:42} {ours:7.1f} {theirs:7.1f} {name:2} "
            f"{self.result.ratio:6.2f}  {bar:7}  {self.verdict()}"
        )
        return line.rstrip()

    def verdict(self) -> str:
        """Say plainly whether the bar is met, and the aim."""
        ratio = self.result.ratio
        said: list[str] = []
        if self.bar is not None:
            said.append("met" if ratio <= self.bar else "not met")
        if self.aim is not None:
            reached = "yes" if ratio <= self.aim else "no"
            said.append(f"aim {self.aim:.1f} {reached}")
        return ", ".join(said)
