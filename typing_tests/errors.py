"""What type checkers know about the errors."""

from typing import assert_type

from empowerkit.errors import DocumentError, InvariantError, Problem


def problems_are_a_tuple(error: InvariantError | DocumentError) -> None:
    assert_type(error.problems, tuple[Problem, ...])


def an_invariant_is_a_value_error(error: InvariantError) -> ValueError:
    return error


def a_problem_is_frozen(problem: Problem) -> None:
    problem.rule = "x"  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
