"""The errors: one tree, facts as attributes, and nobody's words."""

from __future__ import annotations

import copy
import pickle
import re

import pytest

from empowerkit import errors
from empowerkit.errors import (
    AuthorityError,
    AuthorshipError,
    DocumentError,
    EmpowerkitError,
    InvariantError,
    MissingExtraError,
    NotFoundError,
    Problem,
)


ONE = Problem(
    rule="scale-bounds",
    path="$.needs[0].importance",
    message="importance must be 0 <= low <= high <= 5",
    facts={"field": "importance"},
)
TWO = Problem(
    rule="decision-authored-by-client",
    path="$.author",
    message="a choice must be authored by the decision's client",
)
EACH = [
    InvariantError([ONE]),
    AuthorshipError([TWO, ONE]),
    DocumentError([ONE, TWO]),
    AuthorityError("agree", "worker", "no", {"actor": "w1"}),
    NotFoundError("none"),
    MissingExtraError('install "empowerkit[fast]"'),
]


def lines_of_tree() -> list[tuple[int, str]]:
    """Return the tree that the module draws: depth and name."""
    drawn = re.findall(
        r"^([ │├└─]*)(\w+Error)\b", errors.__doc__ or "", re.MULTILINE
    )
    return [(len(indent) // 4 - 1, name) for indent, name in drawn]


class TestTree:
    """Each error derives from one root, and from what a caller would guess."""

    @pytest.mark.parametrize(
        ("error", "builtin"),
        [
            (InvariantError, ValueError),
            (AuthorshipError, InvariantError),
            (DocumentError, ValueError),
            (AuthorityError, EmpowerkitError),
            (NotFoundError, LookupError),
            (MissingExtraError, ImportError),
        ],
    )
    def test_bases(
        self, error: type[Exception], builtin: type[Exception]
    ) -> None:
        """A caller can catch it as ours, or as the builtin."""
        assert issubclass(error, EmpowerkitError)
        assert issubclass(error, builtin)

    def test_denial_is_no_os_error(self) -> None:
        """What retries an I/O error must not retry a denial."""
        assert not issubclass(AuthorityError, OSError)

    def test_drawn(self) -> None:
        """The tree in the module's text is the tree."""
        public = {n for n in errors.__all__ if n.endswith("Error")}
        parents: list[str] = []
        drawn = lines_of_tree()

        assert public == {name for _, name in drawn}
        for depth, name in drawn:
            parents[depth:] = [name]
            for parent in parents[:-1]:
                error = getattr(errors, name)
                assert issubclass(error, getattr(errors, parent))


class TestProblems:
    """What went wrong is a rule, a path, facts, and a message."""

    def test_first(self) -> None:
        """The error has the rule, the path and the facts of the first."""
        error = InvariantError(iter([ONE, TWO]))

        assert (ONE, TWO) == error.problems
        assert (ONE.rule, ONE.path, ONE.facts) == (
            error.rule,
            error.path,
            error.facts,
        )

    def test_one(self) -> None:
        """One problem is one line."""
        assert (
            "importance must be 0 <= low <= high <= 5 [scale-bounds] @ "
            "$.needs[0].importance"
        ) == str(InvariantError([ONE]))

    def test_several(self) -> None:
        """Several are counted, a line each."""
        assert f"2 problems\n- {ONE}\n- {TWO}" == str(
            DocumentError([ONE, TWO])
        )

    def test_refuse(self) -> None:
        """Nothing wrong is nothing raised; whose part it is comes first."""
        errors.refuse([])
        with pytest.raises(InvariantError) as caught:
            errors.refuse([ONE])
        assert not isinstance(caught.value, AuthorshipError)
        with pytest.raises(AuthorshipError):
            errors.refuse([ONE, TWO])

    @pytest.mark.parametrize(
        "rule",
        [
            "decision-authored-by-client",
            "delegate-is-not-staff",
            "weights-are-the-clients",
        ],
    )
    def test_authorship(self, rule: str) -> None:
        """The rules of whose part it is raise the error of that name."""
        with pytest.raises(AuthorshipError):
            errors.refuse([Problem(rule=rule, path="$", message="m")])


class TestTravel:
    """Errors cross processes whole."""

    @pytest.mark.parametrize("error", EACH, ids=lambda e: type(e).__name__)
    def test_copies(self, error: EmpowerkitError) -> None:
        """A pickled or copied error says the same, with the same facts."""
        for again in (
            pickle.loads(pickle.dumps(error)),
            copy.copy(error),
            copy.deepcopy(error),
        ):
            assert type(error) is type(again)
            assert str(error) == str(again)
            assert error.args == again.args
            assert vars(error) == vars(again)

    def test_denial(self) -> None:
        """A denial has its row, the role, and ids."""
        error = AuthorityError("agree", "worker", "no", {"actor": "w1"})

        assert ("agree", "worker") == (error.row, error.role)
        assert {"actor": "w1"} == error.facts
        assert "no [agree]" == str(error)
