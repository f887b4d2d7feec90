"""The exact words that are shown to the client, and what they are held to."""

from __future__ import annotations

import re
import secrets

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import pairwise
from typing import Final

import attrs

from empowerkit.errors import JournalError, NotFoundError, Problem, refuse
from empowerkit.journal import Head, Payload
from empowerkit.journal._commit import Salt, odd_request
from empowerkit.journal._entry import SALT_BYTES
from empowerkit.journal._verify import _checkpoint_problem, _marked
from empowerkit.model import Choice, Decision, Option, OptionId
from empowerkit.model._ids import is_id
from empowerkit.plan import Plan

from ._statement import Statement


# Everything that some screen or printer takes for the end of a line.
_BREAK: Final = re.compile("(\r\n|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029])")
# What puts the letters around it in another order than they are in.
_REORDERS: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_HEX: Final = re.compile("[0-9a-f]{64}")
_CHOSEN, _OPEN, _GIVEN_UP = "[x] ", "[ ] ", "[-] "
_DETAIL, _REASON, _MORE = "  - ", '  " ', "    "


@attrs.frozen(kw_only=True)
class Shown:
    """
    The words that are put before a client, and the statement about them.

    It cannot exist unless the words are those that the statement is about:
    whoever gets the three parts from elsewhere makes one before they show
    anything.

    Attributes:
        words: The text to show, as it is: the question; each option with
            its detail; the reasons, if the client gave any.
            ``[x]`` is what is chosen, ``[-]`` what is given up.
        nonce: 32 random bytes in hex, which make the digest unlike any
            other; kept beside the words, and not in the statement.
        statement: What is confirmed or signed.

    Raises:
        InvariantError: The words are not those of the statement
            (``statement-words``).
    """

    words: str = attrs.field(repr=False)
    nonce: str = attrs.field(repr=False)
    statement: Statement

    def __attrs_post_init__(self) -> None:
        if digested(self.words, self.nonce) != self.statement.digest:
            refuse([other_words()])


def other_words() -> Problem:
    """Return the problem of words that are not those of a statement."""
    return Problem(
        rule="statement-words",
        path="$.words",
        message=(
            "the words must be those that the statement is about, and they "
            "are others: show them anew, and let the client confirm those"
        ),
    )


def elsewhere(name: str) -> Problem:
    """Return the problem of a statement about another *name*."""
    return Problem(
        rule="statement-place",
        path=f"$.{name}",
        message=(
            f"{name} must be what the statement says, and is not: it was "
            "made for something else, so show the choice anew"
        ),
        facts={"field": name},
    )


def digested(words: str, nonce: str | None) -> str | None:
    """Return the digest of *words*; `None` where *nonce* is none."""
    if nonce is None or _HEX.fullmatch(nonce) is None:
        return None
    salt = bytes.fromhex(nonce)
    return Payload(salt=salt, body=words.encode()).commitment


def show(
    plan: Plan,
    choice_id: str,
    *,
    checkpoint: str,
    at: datetime,
    salt: Salt = secrets.token_bytes,
) -> Shown:
    """
    Return what to show to the client who shall confirm or sign a choice.

    The options shown are those that stand.
    What was offered in private is left out, unless it is what is chosen or
    given up: nobody shall learn of it from the statement.
    Whom the client heard, and when they want to look back, is not in it.

    Args:
        plan: The plan, with the choice in it.
        choice_id: The choice, whether it names an option or takes one back.
        checkpoint: Where the journal stands: `empowerkit.store.Store` and
            `empowerkit.journal` give it.
        at: When it is shown: not before it was chosen.
        salt: Where random bytes come from; for tests alone.

    Raises:
        InvariantError: *at* has no offset (``time-aware``), or is before
            the choice (``statement-place``).
        JournalError: *checkpoint* is none.
        NotFoundError: The plan holds no such choice, or not its option.

    >>> from datetime import UTC
    >>> from empowerkit import Client, journal
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> amina = Client(called="Amina")
    >>> her, plan = amina.actor, Plan(client=amina)
    >>> first = journal.commit(
    ...     None, plan, by=her, at=noon, head=journal.Head()
    ... )
    >>> plan = plan.open_decision("Where do I live?", by=her, at=noon, id="home")
    >>> plan = plan.offer_option("home", "Stay", by=her, at=noon, id="stay")
    >>> plan = plan.offer_option("home", "The flat", by=her, at=noon, id="flat")
    >>> plan = plan.choose("home", "flat", by=her, at=noon, id="c1")
    >>> mark = journal.checkpoint(journal.Head.after(first))
    >>> shown = show(plan, "c1", checkpoint=mark, at=noon)
    >>> print(shown.words, end="")
    Where do I live?
    [ ] Stay
    [x] The flat
    >>> shown.statement.option, shown.statement.head.sequence
    ('flat', 1)
    """
    refuse(odd_request(at, None))
    head = _head(checkpoint)
    decision, choice = held(plan, choice_id)
    refuse([_too_early()] if at < choice.decided_at else ())
    before = stood_before(decision, choice)
    options = [*to_show(plan, decision, {choice.option_id, before})]
    words = words_of(decision, choice, options, before)
    if words is None:
        msg = "the plan must hold the option that is chosen, and does not"
        raise NotFoundError(msg)
    nonce = salt(SALT_BYTES).hex()
    statement = Statement(
        plan=plan.id,
        decision=decision.id,
        choice=choice.id,
        option=choice.option_id,
        before=before,
        options=tuple(options),
        digest=str(digested(words, nonce)),
        head=head,
        at=at,
    )
    return Shown(words=words, nonce=nonce, statement=statement)


def _too_early() -> Problem:
    return Problem(
        rule="statement-place",
        path="$.at",
        message=(
            "a choice must be shown after it was made, and at is before: "
            "give the time at which it is shown"
        ),
    )


def _head(checkpoint: str) -> Head:
    head = _marked(checkpoint)
    if is_id(head.journal) is None:
        message = "the journal of a checkpoint must be an id, and is none"
        raise JournalError([_checkpoint_problem(message)])
    return head


def held(plan: Plan, choice_id: str) -> tuple[Decision, Choice]:
    """
    Return a choice, and the decision that holds it.

    Raises:
        NotFoundError: The plan holds no such choice.
    """
    choice = plan.find(Choice, choice_id)
    return next(d for d in plan.decisions if choice in d.choices), choice


def stood_before(decision: Decision, choice: Choice) -> str | None:
    """Return the option that stood until *choice* was made."""
    for earlier, later in pairwise(decision.choices):
        if later.id == choice.id:
            return earlier.option_id
    return None


def to_show(
    plan: Plan, decision: Decision, marked: set[str | None]
) -> Iterator[str]:
    """Yield the options that stand and are open to all, and those *marked*."""
    standing = {option.id for option in plan.standing(decision.options)}
    for option in decision.options:
        is_open = option.id in standing and not option.voice.private_to
        if is_open or option.id in marked:
            yield option.id


def words_of(
    decision: Decision,
    choice: Choice,
    options: Sequence[str],
    before: str | None,
) -> str | None:
    """
    Return the text that is shown; `None` where words of it are not there.

    Line for line: the question; for each option a mark and its words, then
    its detail; the reasons.
    What goes over several lines is set in, so that no line of them begins
    like a mark, and one text comes from one choice alone.
    What would put letters in another order is spelt out, as ``<U+202E>``.
    """
    known = {option.id: option for option in decision.options}
    marked = {choice.option_id, before} - {None}
    if not {*options} <= known.keys() or not marked <= {*options}:
        return None
    parts = [_part("", decision.words)]
    for option_id in options:
        mark = _mark(option_id, choice.option_id, before)
        parts += _of_option(mark, known[OptionId(option_id)])
    if choice.words is not None:
        parts.append(_part(_REASON, choice.words))
    return "".join(parts)


def _mark(option_id: str, chosen: str | None, before: str | None) -> str:
    if option_id == chosen:
        return _CHOSEN
    return _GIVEN_UP if option_id == before else _OPEN


def _of_option(mark: str, option: Option) -> Iterator[str]:
    yield _part(mark, option.words)
    if option.detail is not None:
        yield _part(_DETAIL, option.detail)


def _part(mark: str, words: str) -> str:
    told = _REORDERS.sub(lambda found: f"<U+{ord(found[0]):X}>", words)
    set_in = _BREAK.sub(rf"\1{_MORE}", told)
    return f"{mark}{set_in}\n"
