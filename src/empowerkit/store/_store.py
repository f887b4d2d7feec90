"""The store: plans kept as the journal of what was done to them."""

from __future__ import annotations

import os
import threading

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from types import TracebackType
from typing import Final, Self

import attrs

from empowerkit import journal
from empowerkit.attest._raise import ask_added
from empowerkit.authority import ErasureBasis
from empowerkit.codecs import write_ndjson
from empowerkit.errors import (
    ConflictError,
    EmpowerkitError,
    JournalError,
    NotFoundError,
    Problem,
    StoreError,
    StoreTrouble,
    refuse,
)
from empowerkit.journal import (
    Entry,
    Erasure,
    Fault,
    Head,
    Header,
    Kind,
    Payload,
    Reason,
    Verification,
)
from empowerkit.journal._commit import (
    judged,
    kind_after,
    odd_request,
    odd_version,
    sealed,
)
from empowerkit.journal._fold import NO_VERSION
from empowerkit.journal._mark import ask_may_leave
from empowerkit.model import (
    Actor,
    ConsentId,
    Disclosure,
    DisclosureBasis,
    PlanPart,
    Voice,
)
from empowerkit.model._ids import is_id, new_id
from empowerkit.plan import Plan

from ._again import (
    ask_same_commit,
    ask_same_mark,
    ask_still_allowed,
    ask_version_seen,
    same_disclosure,
    same_erasure,
)
from ._backend import Backend
from ._rows import unsound


KEPT = 32
_NONE: Final = (
    "the store must hold the plan, and holds none of this id: look among "
    "those of `plan_ids`, or create it"
)


@attrs.frozen
class _Kept:
    """A plan in memory, and which entry made it, by its id and its hash."""

    version: int
    entry_id: str
    hash: str
    plan: Plan = attrs.field(repr=False)


@attrs.frozen(kw_only=True)
class Committed:
    """
    What the store acknowledged: it is kept, whatever happens next.

    Attributes:
        plan_id: The plan.
        version: The version that the plan has now.
        entry_id: The entry that says so.
        sequence: Its place in the journal.
        again: Whether it was kept by an earlier call with the same id.
    """

    plan_id: str
    version: int
    entry_id: str
    sequence: int
    again: bool = False


@attrs.frozen(kw_only=True)
class Exported:
    """
    What an export came to.

    Attributes:
        written: How many plans were written.
        left_out: How many were left out, because they are shielded.
    """

    written: int
    left_out: int


class Store:
    """
    Plans, kept as the journal of what was done to them.

    Each commit is judged by the table of authority before it is kept, and
    is kept whole or not at all.
    Use it in a ``with`` block, or call `close`.

    >>> from datetime import UTC, datetime
    >>> from empowerkit import Client, Plan
    >>> from empowerkit.store import open_store
    >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
    >>> amina = Client(called="Amina")
    >>> plan = Plan(client=amina)
    >>> with open_store("memory:") as store:
    ...     done = store.create(plan, by=amina.actor, at=noon)
    ...     store.load(plan.id) == plan, done.version
    (True, 1)
    """

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._lock = threading.RLock()
        self._kept: dict[str, _Kept] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the database, and of all plans."""
        with self._lock:
            self._kept.clear()
            self._backend.close()

    def create(
        self,
        plan: Plan,
        *,
        by: Actor,
        at: datetime,
        entry_id: str | None = None,
    ) -> Committed:
        """
        Keep a new plan.

        Args:
            plan: The plan.
            by: Who begins it.
            at: When.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* may not begin it so.
            ConflictError: There is a plan of this id (``plan-id-once``), or
                another entry has this id (``entry-id-once``).
            StoreError: The database could not; a retry with the same
                *entry_id* is harmless.
        """
        return self._commit(plan, by=by, at=at, expected=0, entry_id=entry_id)

    def commit(
        self,
        plan: Plan,
        *,
        by: Actor,
        at: datetime,
        expected_version: int,
        entry_id: str | None = None,
    ) -> Committed:
        """
        Keep what leads from the plan as it stands to *plan*.

        Args:
            plan: The plan as it shall stand.
            by: Who changed it: one actor a commit.
            at: When it is written down.
            expected_version: The version that was changed; where somebody
                was faster, nothing is kept.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* may not make one of the changes.
            ConflictError: The plan has another version by now
                (``expected-version``), or another entry has this id
                (``entry-id-once``).
            InvariantError: Nothing was changed (``something-changed``),
                *expected_version* is no whole number (``field-type``), or a
                login or a signature stands on no statement about what is
                chosen; see `empowerkit.attest.confirm`.
            NotFoundError: There is no such plan.
            StoreError: The database could not; a retry with the same
                *entry_id* is harmless.
        """
        return self._commit(
            plan, by=by, at=at, expected=expected_version, entry_id=entry_id
        )

    def _commit(
        self,
        plan: Plan,
        *,
        by: Actor,
        at: datetime,
        expected: int,
        entry_id: str | None,
    ) -> Committed:
        asked = odd_version("expected_version", expected)
        refuse([*odd_request(at, entry_id), *asked])
        with self._lock:
            ahead = self._ahead(plan, by, at, expected)
            with self._backend.writing():
                # An id that was made up just now names nothing yet.
                earlier = self._backend.named(entry_id) if entry_id else None
                if earlier is not None:
                    entries = self._backend.entries(plan.id)
                    ask_same_commit(earlier, entries, plan, by, expected)
                    return attrs.evolve(_committed(earlier), again=True)
                head = self._backend.head()
                found = self._stands(plan.id, head)
                if found != expected:
                    raise _conflict(plan.id, expected, found)
                if expected and plan.id not in self._kept:
                    # It was judged against what stands no longer.
                    ahead = ()
                before = self._at(plan.id, expected) if expected else None
                entry = sealed(
                    kind_after(before),
                    ahead or _judged(before, plan, by, at),
                    plan=plan.id,
                    by=by,
                    at=at,
                    head=head,
                    version=expected + 1,
                    entry_id=entry_id,
                )
                self._backend.append(plan.id, expected + 1, entry)
                # Made ready here: after the wait for the disk that follows,
                # the same work takes a processor many times as long.
                kept, done = _made_by(entry, plan), _committed(entry)
            self._keep(kept)
        return done

    def _ahead(
        self, plan: Plan, by: Actor, at: datetime, expected: int
    ) -> tuple[Payload, ...]:
        """
        Return what is put down, judged before anybody has to wait.

        It is empty where that cannot be known yet, or where something is
        wrong: what, is for the journal to say.
        """
        kept = self._kept.get(plan.id)
        version, before = (kept.version, kept.plan) if kept else (0, None)
        if version != expected:
            return ()
        try:
            return _judged(before, plan, by, at)
        except EmpowerkitError:
            return ()

    def load(self, plan_id: str, version: int | None = None) -> Plan:
        """
        Return a plan, at any of its versions.

        Args:
            plan_id: The plan.
            version: 1 is the first; the last where none is given.

        Raises:
            JournalError: The journal was damaged, or tampered with.
            NotFoundError: There is no such plan or version, or all of it
                was erased.
            StoreError: The database could not.
        """
        with self._lock, self._backend.reading():
            found = self._version(plan_id)
            if version is None or version == found:
                return self._at(plan_id, found)
            return self._fold(plan_id, version)[0]

    def _at(self, plan_id: str, version: int) -> Plan:
        """Return the plan at its last version, which *version* is."""
        kept = self._kept.get(plan_id)
        if kept is not None and kept.version == version:
            return kept.plan
        plan, last = self._fold(plan_id, version)
        self._keep(_made_by(last, plan))
        return plan

    def _fold(self, plan_id: str, version: int) -> tuple[Plan, Entry]:
        """Return a plan at one of its versions, and its last entry."""
        last: list[Entry] = []
        entries = _noting(self._backend.entries(plan_id), last)
        plan = journal.fold(entries, version=version)
        if plan.id != plan_id:
            problem = Problem(
                rule="journal-plan",
                path="$",
                message=(
                    "a plan must be filed under its own id: ask `verify`, "
                    "and go back to a whole copy"
                ),
            )
            raise JournalError([problem])
        return plan, last[0]

    def _keep(self, kept: _Kept) -> None:
        own_id = kept.plan.id
        self._kept.pop(own_id, None)
        self._kept[own_id] = kept
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def version(self, plan_id: str) -> int:
        """
        Return the version that a plan has now.

        Raises:
            NotFoundError: There is no such plan.
        """
        with self._lock, self._backend.reading():
            return self._version(plan_id)

    def _version(self, plan_id: str) -> int:
        # What is no id is in no database, and some would choke on it.
        found = self._stands(plan_id) if is_id(plan_id) else 0
        if not found:
            raise NotFoundError(_NONE)
        return found

    def _stands(self, plan_id: str, head: Head | None = None) -> int:
        """
        Return the last version of a plan; 0 where there is none.

        What memory holds of it is let go of where another entry made that
        version: the database was put back, and went on from there.
        """
        kept = self._kept.get(plan_id)
        if kept is None:
            return self._backend.version(plan_id)
        if head is not None and head.hash == kept.hash:
            # The journal's last entry is the one that made it.
            return kept.version
        found, own_hash = self._backend.standing(plan_id, kept.entry_id)
        if (found, own_hash) != (kept.version, kept.hash):
            del self._kept[plan_id]
        return found

    def history(self, plan_id: str) -> tuple[Header, ...]:
        """
        Return what was done to a plan, by whom and when; no words.

        Raises:
            NotFoundError: There is no such plan.
        """
        with self._lock, self._backend.reading():
            return tuple(entry.header for entry in self._entries(plan_id))

    def _entries(self, plan_id: str) -> tuple[Entry, ...]:
        self._version(plan_id)
        return tuple(self._backend.entries(plan_id))

    def reason(self, plan_id: str, version: int) -> Reason | None:
        """
        Return why a version of a plan was made, where its entry says so.

        An erasure says on what ground, and a hold, its release and a shield
        may say why in words; whatever else was done says nothing.

        Args:
            plan_id: The plan.
            version: Which version; see `history`.

        Raises:
            NotFoundError: There is no such plan or version.

        >>> from datetime import UTC, datetime
        >>> from empowerkit import Client, Plan, Worker
        >>> from empowerkit.store import open_store
        >>> noon = datetime(2026, 3, 2, 12, tzinfo=UTC)
        >>> amina, joan = Client(called="Amina"), Worker(called="Joan")
        >>> plan = Plan(client=amina, workers=(joan,))
        >>> with open_store("memory:") as store:
        ...     done = store.create(plan, by=joan.actor, at=noon)
        ...     done = store.hold(
        ...         plan.id, by=joan.actor, at=noon, words="County court"
        ...     )
        ...     store.reason(plan.id, done.version).words
        'County court'
        """
        with self._lock, self._backend.reading():
            for entry in self._entries(plan_id):
                if entry.header.version == version:
                    return journal.reason(entry)
        raise NotFoundError(NO_VERSION)

    def plan_ids(self) -> tuple[str, ...]:
        """Return the ids of all plans, in the order of their creation."""
        with self._lock, self._backend.reading():
            return tuple(self._backend.plan_ids())

    def plans(self) -> Iterator[Plan]:
        """
        Yield all plans as they stand; those that were erased are left out.

        Each is read when it is asked for: what is written meanwhile shows.
        """
        for plan_id in self.plan_ids():
            try:
                plan = self.load(plan_id)
            except NotFoundError:
                continue
            yield plan

    def export_ndjson(
        self,
        path: str | os.PathLike[str],
        *,
        seen_by: Callable[[Plan], Actor],
    ) -> Exported:
        """
        Write all plans to the file at *path*, one a line.

        Plans that are shielded are left out, and counted.

        Args:
            path: Written whole, or not at all, for its owner alone.
            seen_by: Whose reading of each plan is written.
        """
        left_out = 0

        def leaving() -> Iterator[Plan]:
            nonlocal left_out
            for plan in self.plans():
                if self.is_shielded(plan.id):
                    left_out += 1
                else:
                    yield plan

        written = write_ndjson(leaving(), path, seen_by=seen_by)
        return Exported(written=written, left_out=left_out)

    def verify(self, *, checkpoint: str | None = None) -> Verification:
        """
        Return what is wrong with the journal, and with the database.

        Args:
            checkpoint: A text that `checkpoint` once gave, kept elsewhere.
        """
        with self._lock, self._backend.reading():
            broken: list[Fault] = []
            held = _readable(self._backend.entries(), broken)
            found = journal.verify(held, checkpoint=checkpoint)
            database = (*broken, *self._faults())
            return attrs.evolve(found, database=database)

    def _faults(self) -> tuple[Fault, ...]:
        try:
            return self._backend.faults()
        except StoreError as error:
            return (_damage(error),)

    def checkpoint(self) -> str:
        """
        Return the text to keep elsewhere: what the journal is now.

        Raises:
            JournalError: There is no entry yet, or the last one is damaged.
        """
        with self._lock, self._backend.reading():
            return journal.checkpoint(self._backend.head())

    def erasable(
        self, plan_id: str, noun_ids: Iterable[str]
    ) -> tuple[str, ...]:
        """
        Return all that would go where *noun_ids* go; nothing goes yet.

        Raises:
            NotFoundError: There is no such plan, or no such noun in it.
        """
        return journal.erasable(self.load(plan_id), noun_ids)

    def would_erase(
        self,
        plan_id: str,
        noun_ids: Iterable[str],
        *,
        by: Actor,
        at: datetime,
        basis: ErasureBasis,
    ) -> Erasure:
        """
        Return what `erase` would do now; nothing goes, and nothing is kept.

        Whether *by* may, and whether a legal hold stands, is asked as there.

        Args:
            plan_id: The plan.
            noun_ids: What would go; the plan's own id is all of it.
            by: Who would erase it.
            at: When.
            basis: On what ground.

        Raises:
            AuthorityError: *by* may not.
            ConflictError: A legal hold stops it (``legal-hold``).
            InvariantError: Nothing was named (``something-erased``).
            NotFoundError: There is no such plan, or no such noun in it.
            StoreError: The database could not.
        """
        with self._lock, self._backend.reading():
            return journal.erase(
                self._entries(plan_id),
                noun_ids,
                by=by,
                at=at,
                basis=basis,
                head=self._backend.head(),
            )

    def erase(
        self,
        plan_id: str,
        noun_ids: Iterable[str],
        *,
        by: Actor,
        at: datetime,
        basis: ErasureBasis,
        words: str | None = None,
        expected_version: int | None = None,
        entry_id: str | None = None,
    ) -> Erasure:
        """
        Take nouns away for good, and write down that it was done.

        Backups, exports and copies given are not reached.

        Args:
            plan_id: The plan.
            noun_ids: What is to go; the plan's own id is all of it.
            by: Who erases it.
            at: When.
            basis: On what ground.
            words: Why, in words.
            expected_version: The version that was looked at; where somebody
                changed the plan since, nothing goes. Whatever stands goes
                where it is `None`.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* may not.
            ConflictError: The plan has another version by now
                (``expected-version``), a legal hold stops it
                (``legal-hold``), or another entry has this id
                (``entry-id-once``).
            InvariantError: Nothing was named (``something-erased``).
            NotFoundError: There is no such plan, or no such noun in it.
            StoreError: The database could not.
        """
        refuse(odd_request(at, entry_id, words))
        own_id, named = entry_id or new_id(), tuple(noun_ids)
        with self._lock:
            with self._backend.writing():
                entries = self._entries(plan_id)
                earlier = self._backend.named(own_id)
                if earlier is not None:
                    return same_erasure(earlier, plan_id, named, by, basis)
                ask_version_seen(entries, expected_version)
                found = journal.erase(
                    entries,
                    named,
                    by=by,
                    at=at,
                    basis=basis,
                    head=self._backend.head(),
                    words=words,
                    entry_id=own_id,
                )
                self._backend.purge(found.places)
                said = found.entry.header
                self._backend.append(plan_id, said.version, found.entry)
            self._kept.pop(plan_id, None)
        return found

    def hold(
        self,
        plan_id: str,
        *,
        by: Actor,
        at: datetime,
        words: str | None = None,
        entry_id: str | None = None,
    ) -> Committed:
        """
        Place a legal hold: nothing of the plan is erased while it stands.

        Args:
            plan_id: The plan.
            by: Who places it: a worker of the plan.
            at: When.
            words: Why; which court, which case.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* is no worker of the plan.
            ConflictError: Another entry has this id (``entry-id-once``).
            NotFoundError: There is no such plan, or all of it was erased.
            StoreError: The database could not.
        """
        return self._mark(
            plan_id, Kind.HELD, by=by, at=at, words=words, entry_id=entry_id
        )

    def release(
        self,
        plan_id: str,
        *,
        by: Actor,
        at: datetime,
        words: str | None = None,
        entry_id: str | None = None,
    ) -> Committed:
        """
        Release one legal hold; each has to be released.

        Args:
            plan_id: The plan.
            by: Who releases it: a worker of the plan.
            at: When.
            words: Why.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* is no worker of the plan.
            ConflictError: No hold stands (``legal-hold``), or another entry
                has this id (``entry-id-once``).
            NotFoundError: There is no such plan, or all of it was erased.
            StoreError: The database could not.
        """
        return self._mark(
            plan_id,
            Kind.RELEASED,
            by=by,
            at=at,
            words=words,
            entry_id=entry_id,
        )

    def _mark(
        self,
        plan_id: str,
        kind: Kind,
        *,
        by: Actor,
        at: datetime,
        words: str | None,
        entry_id: str | None,
    ) -> Committed:
        refuse(odd_request(at, entry_id, words))
        own_id = entry_id or new_id()
        with self._lock, self._backend.writing():
            entries = self._entries(plan_id)
            earlier = self._backend.named(own_id)
            if earlier is not None:
                ask_same_mark(earlier, plan_id, kind, by, words)
                return attrs.evolve(_committed(earlier), again=True)
            entry = journal.mark(
                entries,
                kind,
                by=by,
                at=at,
                head=self._backend.head(),
                words=words,
                entry_id=own_id,
            )
            self._backend.append(plan_id, entry.header.version, entry)
        return _committed(entry)

    def shield(
        self,
        plan_id: str,
        *,
        by: Actor,
        at: datetime,
        words: str | None = None,
        entry_id: str | None = None,
    ) -> Committed:
        """
        Keep the plan out of every export of records, for good.

        For services that must let nothing identifying leave without the
        survivor's release: totals may leave, and what `disclose` lets out
        under a consent or a legal duty.

        Args:
            plan_id: The plan.
            by: Who says so: a worker of the plan.
            at: When.
            words: Why.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: *by* is no worker of the plan.
            ConflictError: Another entry has this id (``entry-id-once``).
            NotFoundError: There is no such plan, or all of it was erased.
            StoreError: The database could not.
        """
        return self._mark(
            plan_id,
            Kind.SHIELDED,
            by=by,
            at=at,
            words=words,
            entry_id=entry_id,
        )

    def is_shielded(self, plan_id: str) -> bool:
        """
        Return whether the plan is kept out of exports.

        Raises:
            NotFoundError: There is no such plan.
        """
        with self._lock, self._backend.reading():
            return journal.is_shielded(self._entries(plan_id))

    def holds(self, plan_id: str) -> int:
        """
        Return how many legal holds stand; 0 where none does.

        Raises:
            NotFoundError: There is no such plan.
        """
        with self._lock, self._backend.reading():
            return journal.holds(self._entries(plan_id))

    def disclose(
        self,
        plan_id: str,
        *,
        basis: DisclosureBasis,
        recipient: str,
        purpose: str,
        scope: Iterable[PlanPart],
        by: Actor,
        at: datetime,
        consent_id: str | None = None,
        duty: str | None = None,
        client_told_at: datetime | None = None,
        not_told_because: str | None = None,
        entry_id: str | None = None,
    ) -> Plan:
        """
        Return what may leave of a plan, having written down that it leaves.

        Under a consent it is one in force, and names this recipient, this
        purpose, and at least these parts.
        Otherwise the duty or the harm is named, and when the client was told
        or why not.
        What is in no part named, what was said privately, and what was taken
        back or replaced, is `Absent`, withheld; see `Plan.only`.
        The same call with the same *entry_id* gives what left once more, if
        the answer was lost, and for as long as it may leave: it is judged
        anew, at its own *at*, or when the plan last changed if that is later.

        Args:
            plan_id: The plan.
            basis: What lets it leave.
            recipient: To whom; the same words as in the consent.
            purpose: What for; the same words as in the consent.
            scope: Which parts of the plan.
            by: Who sends it.
            at: When.
            consent_id: Which consent.
            duty: Which duty or which harm, where it is no consent.
            client_told_at: When the client was told.
            not_told_because: Why not, if not.
            entry_id: An id of the caller's, with which a retry is harmless.

        Raises:
            AuthorityError: No consent in force allows this, no duty is
                named, or *by* may send nothing.
            ConflictError: Another entry has this id (``entry-id-once``), or
                the plan is shielded, and harm is all that is named
                (``shielded``).
            InvariantError: Without a consent, neither when the client was
                told nor why not (``disclosure-told``).
            NotFoundError: There is no such plan, or all of it was erased.
            StoreError: The database could not; then nothing may leave.
        """
        refuse(odd_request(at, entry_id))
        left = Disclosure(
            recipient=recipient,
            purpose=purpose,
            scope=tuple(scope),
            basis=basis,
            consent_id=None if consent_id is None else ConsentId(consent_id),
            duty=duty,
            at=at,
            by=by,
            voice=Voice.of(by, at=at),
            client_told_at=client_told_at,
            not_told_because=not_told_because,
        )
        refuse(_untold(left))
        return self._disclose(plan_id, left, by, at, entry_id or new_id())

    def _disclose(
        self,
        plan_id: str,
        left: Disclosure,
        by: Actor,
        at: datetime,
        entry_id: str,
    ) -> Plan:
        with self._lock:
            with self._backend.writing():
                found = self._version(plan_id)
                before = self._at(plan_id, found)
                earlier = self._backend.named(entry_id)
                entries = self._entries(plan_id)
                ask_may_leave(entries, left.basis)
                now = max(at, entries[-1].header.recorded_at)
                if earlier is not None:
                    plan = same_disclosure(earlier, entries, plan_id, left)
                    ask_still_allowed(before, left, by=by, at=now)
                    return plan.only(left.scope)
                ask_still_allowed(before, left, by=by, at=now)
                plan = before.add(left, by=by, at=at)
                entry = journal.commit(
                    before,
                    plan,
                    by=by,
                    at=at,
                    head=self._backend.head(),
                    version=found,
                    entry_id=entry_id,
                )
                self._backend.append(plan_id, found + 1, entry)
            self._keep(_made_by(entry, plan))
        return plan.only(left.scope)


def _judged(
    before: Plan | None, plan: Plan, by: Actor, at: datetime
) -> tuple[Payload, ...]:
    """Return what is put down, where *by* may, and its evidence may stand."""
    payloads = judged(before, plan, by=by, at=at)
    ask_added(before, plan)
    return payloads


def _untold(left: Disclosure) -> Iterator[Problem]:
    why = left.not_told_because
    told = left.client_told_at is not None or (why and why.strip())
    if left.basis is not DisclosureBasis.CONSENT and not told:
        yield Problem(
            rule="disclosure-told",
            path="$.client_told_at",
            message=(
                "what leaves without a consent must come with when the client "
                "was told, or why not: name one of them"
            ),
        )


def _noting(entries: Iterable[Entry], last: list[Entry]) -> Iterator[Entry]:
    """Yield *entries*, and leave the last one in *last*."""
    for entry in entries:
        last[:] = [entry]
        yield entry


def _readable(
    entries: Iterator[Entry], broken: list[Fault]
) -> Iterator[Entry]:
    """Yield *entries* as far as they can be read; note where they end."""
    try:
        yield from entries
    except StoreError as error:
        broken.append(_damage(error))


def _damage(error: StoreError) -> Fault:
    if error.reason is not StoreTrouble.DAMAGED:
        raise error
    return unsound("the database must be readable to its end, and is not")


def _made_by(entry: Entry, plan: Plan) -> _Kept:
    said = entry.header
    return _Kept(said.version, said.entry, entry.hash, plan)


def _committed(entry: Entry) -> Committed:
    said = entry.header
    return Committed(
        plan_id=said.plan,
        version=said.version,
        entry_id=said.entry,
        sequence=said.sequence,
    )


def _conflict(plan_id: str, expected: int, found: int) -> Exception:
    if expected and not found:
        return NotFoundError(_NONE)
    facts = {
        "plan": plan_id,
        "expected": str(expected),
        "found": str(found),
    }
    if not expected:
        msg = "a new plan must have an id of its own, and this one is taken"
        return ConflictError(rule="plan-id-once", message=msg, facts=facts)
    msg = (
        f"a commit must follow the version that stands (expected {expected}, "
        f"found {found}): load the plan again, and make the change anew"
    )
    return ConflictError(rule="expected-version", message=msg, facts=facts)
