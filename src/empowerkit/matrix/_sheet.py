"""The sheet: what speaks for and against each way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import attrs

from empowerkit._render import Block, Names, Page, plain
from empowerkit.errors import NotFoundError, refuse
from empowerkit.model import (
    Actor,
    Choice,
    Consideration,
    Decision,
    Information,
    Option,
    Side,
    WhatMatters,
)
from empowerkit.plan import Plan

from ._asked import may_weigh, not_the_client, wrong_balance
from ._cells import Column, LeftOut, MustHave, Standing, kept
from ._gaps import Gap, gap_line, gaps_in
from ._matrix import Matrix
from ._pages import sheet_blocks
from ._rows import said_row
from ._setting import Setting
from ._weighing import Weighing, weighed
from ._words import words_from


@attrs.frozen(kw_only=True)
class Strike:
    """
    What the client said balances, of one option.

    Attributes:
        pros: The ids of what speaks for it.
        cons: The ids of what speaks against it.
    """

    pros: tuple[str, ...]
    cons: tuple[str, ...]


@attrs.frozen(kw_only=True, repr=False)
class ProsAndCons(Page):
    """
    What speaks for and against each option, as one person may see it.

    It holds no figure but those the client gave, recommends nothing, and
    sorts nothing.

    Attributes:
        options: In the order in which they were put.
        what_matters: What matters to the client, in the order given.
        information: What the client was told.
        strikes: What the client said balances, in the order they said it.

    >>> from datetime import timezone
    >>> from empowerkit import Client
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=timezone.utc)
    >>> amina = Client(called="Amina")
    >>> her = amina.actor
    >>> plan = Plan(client=amina).open_decision(
    ...     "Where do I live?", by=her, at=noon, id="home"
    ... )
    >>> plan = plan.offer_option("home", "Stay", by=her, at=noon, id="stay")
    >>> plan = plan.consider(
    ...     "home", "stay", Side.FOR, "I know the street", by=her, at=noon
    ... )
    >>> sheet = pros_and_cons(plan, "home", seen_by=her)
    >>> sheet
    <ProsAndCons home>
    >>> sheet.find_out_list()
    ('Stay: what speaks against it?',)
    """

    options: tuple[Option, ...]
    what_matters: tuple[WhatMatters, ...]
    information: tuple[Information, ...]
    strikes: tuple[Strike, ...] = ()
    _columns: tuple[Column, ...] = attrs.field(alias="columns")
    _matrix: Matrix = attrs.field(alias="matrix")
    _standing: Standing = attrs.field(alias="standing", eq=False)
    _setting: Setting = attrs.field(alias="setting")

    def __repr__(self) -> str:
        return f"<ProsAndCons {self._setting.decision.id}>"

    @property
    def decision(self) -> Decision:
        """The decision, as the one who reads it may see it."""
        return self._setting.decision

    @property
    def choice(self) -> Choice | None:
        """The choice that stands; `None` where none does, or may be seen."""
        return self._setting.choice

    @property
    def struck(self) -> frozenset[str]:
        """The ids of all that was struck."""
        return frozenset(
            one for strike in self.strikes for one in strike.pros + strike.cons
        )

    def side_by_side(self) -> tuple[Column, ...]:
        """Return one column an option, with all that was said of it."""
        return self._columns

    def matrix(self) -> Matrix:
        """Return the options against what matters, and what that left out."""
        return self._matrix

    def gaps(self) -> tuple[Gap, ...]:
        """
        Return what is not known yet: by option, by cell, then the rest.

        Nothing said, or said on one side only; less than half as much as of
        another; what nobody is sure about; cells with nothing in them or
        two answers; what the client was told and does not understand.
        That less than half is worth asking about is our choice.
        """
        return tuple(
            gaps_in(self._columns, self._matrix.rows, self.information)
        )

    def find_out_list(self) -> tuple[str, ...]:
        """Return the same as sentences, made safe for a page of text."""
        lines = (gap_line(gap, self._setting) for gap in self.gaps())
        return tuple(map(plain, lines))

    def must_haves(self) -> tuple[MustHave, ...]:
        """
        Return what each option keeps of each must-have and deal-breaker.

        All of them, whatever the sheet was asked to show; by what matters,
        then by option.  An option that keeps one not stays on the sheet.
        """
        rows = self._standing.rows(self._standing.firm())
        return tuple(kept(cell) for row in rows for cell in row)

    def strike_equal(
        self, pros: Sequence[str], cons: Sequence[str], *, by: Actor
    ) -> ProsAndCons:
        """
        Return this sheet with what the client says balances struck.

        One against one, one against two, two against three: whatever they
        find equal in weight, of one option.

        Args:
            pros: The ids of what speaks for it.
            cons: The ids of what speaks against it.
            by: The client.

        Raises:
            AuthorshipError: Somebody else says so.
            InvariantError: They are not of one option, or struck already.

        Source: B. Franklin, letter to J. Priestley, 19 September 1772.
        """
        client = self.decision.client
        refuse(() if by == client else (not_the_client(by, client),))
        refuse(wrong_balance(self._columns, self.struck, pros, cons))
        strike = Strike(pros=tuple(pros), cons=tuple(cons))
        return attrs.evolve(self, strikes=(*self.strikes, strike))

    def undo(self) -> ProsAndCons:
        """Return this sheet without the last strike, if there is one."""
        return attrs.evolve(self, strikes=self.strikes[:-1])

    def left(self) -> tuple[Column, ...]:
        """Return the columns without what was struck."""
        return tuple(_without(self.struck, column) for column in self._columns)

    def weigh(
        self, *, asked_by: Actor, at: datetime | None = None
    ) -> Weighing:
        """
        Return what follows from the client's own figures, at their wish.

        Args:
            asked_by: The client; or a proxy or delegate whom the table of
                authority would let decide this in the client's stead.  A
                delegate is who decided by the client's standing choice to
                ask somebody, and before anybody did, the only supporter
                who is invited.
            at: When they ask; needed for a proxy or delegate, whose part
                has a beginning and an end.

        Raises:
            AuthorityError: Nobody in whose name it can be done asks for it.
            InvariantError: *at* has no offset (``time-aware``).
        """
        setting = self._setting
        may_weigh(
            setting.plan,
            setting.decision,
            self.options,
            asked_by=asked_by,
            at=at,
        )
        return weighed(
            self._matrix,
            self.must_haves(),
            asked_by=asked_by,
            setting=setting,
        )

    def to_rows(self) -> list[dict[str, Any]]:
        """
        Return one row for each thing that was said, as plain values.

        People's words are as they were given: what writes them to a file
        must quote them as that format asks.

        Returns:
            Rows by option, in the order of the sheet, one side after the
            other.  The keys are ``option_id``, ``option``, ``consideration_id``, ``side``,
            ``words``, ``whose``, ``what_matters_id``, ``about`` ("me" or
            "others"), ``stars_low`` and ``stars_high`` (0 to 5, `None` where
            not said), ``balanced``.
        """
        struck, called = self.struck, self._setting.called()
        return [
            said_row(column, said, called, balanced=said.id in struck)
            for column in self._columns
            for said in column.said
        ]

    def _blocks(self) -> Iterable[Block]:
        return sheet_blocks(self, self._setting)


def pros_and_cons(
    plan: Plan,
    decision_id: str,
    *,
    seen_by: Actor,
    what_matters: Sequence[str] | None = None,
    words: Mapping[str, str] | None = None,
) -> ProsAndCons:
    """
    Return what speaks for and against each option, as *seen_by* may see it.

    What was withdrawn or replaced is not on it; what was said for or
    against words that were replaced goes with those that replaced them.
    A fit does not: it was said of the words as they were.

    Args:
        plan: The plan.
        decision_id: The decision.
        seen_by: Who reads it.
        what_matters: The ids of what matters for this, in the order of the
            rows; all that stands in the plan where none are given.
        words: Sentences in place of ours, by key.

    Raises:
        AuthorityError: *seen_by* is not on this plan, or no longer.
        InvariantError: A key of *words* is not known, or its gaps differ.
        NotFoundError: There is no such decision, or nothing that matters
            by one of these ids, that *seen_by* may see.
    """
    seen = plan.as_seen_by(seen_by)
    decision = _decision(seen, decision_id)
    said = words_from(words)
    setting = Setting(
        plan=seen,
        decision=decision,
        choice=_choice(seen, decision),
        seen_by=seen_by,
        names=Names(
            seen,
            said,
            reader=seen_by if seen_by == plan.client.actor else None,
        ),
        words=said,
    )
    standing = Standing.of(seen, decision)
    matters = _matters(standing, what_matters)
    columns = tuple(
        _column(standing, one) for one in standing.options.standing
    )
    matrix = Matrix(
        options=standing.options.standing,
        what_matters=matters,
        left_out=_left_out(standing, columns, matters),
        standing=standing,
        setting=setting,
    )
    return ProsAndCons(
        options=standing.options.standing,
        what_matters=matters,
        information=seen.standing(decision.information),
        columns=columns,
        matrix=matrix,
        standing=standing,
        setting=setting,
    )


def _decision(plan: Plan, decision_id: str) -> Decision:
    for decision in plan.decisions:
        if decision.id == decision_id:
            return decision
    return plan.find(Decision, decision_id)


def _choice(plan: Plan, decision: Decision) -> Choice | None:
    made = decision.choices
    if not made or made[-1].option_id is None:
        return None
    gone = {taken.subject_id for taken in plan.withdrawals}
    return None if made[-1].id in gone else made[-1]


def _matters(
    standing: Standing, ids: Sequence[str] | None
) -> tuple[WhatMatters, ...]:
    held = standing.what_matters
    if ids is None:
        return held.standing
    known: dict[str, WhatMatters] = {one.id: one for one in held.standing}
    try:
        named = dict.fromkeys(held.heirs[one] for one in ids)
    except KeyError:
        msg = (
            "what_matters must name what stands in this plan and may be "
            "seen, and one id does not: look among the plan's 'what_matters'"
        )
        raise NotFoundError(msg) from None
    return tuple(known[one] for one in named)


def _column(standing: Standing, option: Option) -> Column:
    said = standing.by_option.get(option.id, ())

    def on(side: Side) -> tuple[Consideration, ...]:
        return tuple([one for one in said if one.side is side])

    return Column(
        option=option,
        pros=on(Side.FOR),
        cons=on(Side.AGAINST),
        unsure=on(Side.UNSURE),
    )


def _without(struck: frozenset[str], column: Column) -> Column:
    return attrs.evolve(
        column,
        pros=tuple(one for one in column.pros if one.id not in struck),
        cons=tuple(one for one in column.cons if one.id not in struck),
    )


def _left_out(
    standing: Standing,
    columns: tuple[Column, ...],
    matters: tuple[WhatMatters, ...],
) -> LeftOut:
    on_sheet = {one.id for one in matters}
    heirs = standing.what_matters.heirs
    return LeftOut(
        considerations=tuple(
            (column.option, said)
            for column in columns
            for said in column.said
            if heirs.get(said.what_matters_id or "") not in on_sheet
        ),
        what_matters=tuple(
            one
            for one in standing.what_matters.standing
            if one.id not in on_sheet
        ),
    )
