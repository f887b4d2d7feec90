"""What is said when a rule cannot be asked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._findings import Found, Severity
from ._rule import CORE, DECISION_AID, rule
from ._view import PlanView


@rule(
    code="EMP001",
    slug="rule-failed",
    severity=Severity.SERIOUS,
    reads=(),
    profiles=(CORE, DECISION_AID),
    after_closing=True,
)
def rule_failed(view: PlanView) -> Iterator[Found]:
    """
    Say that a rule broke down, so that nobody takes its silence for a yes.

    Looks at:
        Whether a rule raised an error while it read the plan.  The other
        rules were asked all the same.  The finding names the rule and the
        kind of error, and not its text, in which there may be anybody's
        words.

    Why:
        A check that did not run must not look like one that found nothing.

    Try:
        Prove the rule with `empowerkit.testing.rules`, which shows where it
        breaks, and tell those who wrote it.

    Set aside when:
        Never; ignore the rule that fails until it is mended.

    Source:
        Our own choice: no error passes in silence.
    """
    return iter(())


def failure(name: str, error: Exception) -> dict[str, str]:
    """Return what may be told of a rule that failed."""
    return {"rule": name, "error": type(error).__name__}


MESSAGE: Final = (
    "The rule {rule} could not be asked of this plan: it failed with {error}."
)
