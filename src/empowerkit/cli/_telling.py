"""Telling the story: our sentences, and between them what the plan says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from shlex import quote
from textwrap import fill, wrap
from typing import Final

import click

from empowerkit._render import Block, Table, as_text
from empowerkit.errors import AuthorityError, AuthorshipError
from empowerkit.matrix import pros_and_cons
from empowerkit.model import Decision, Option
from empowerkit.plan import Plan
from empowerkit.practice import check
from empowerkit.progress import summarise
from empowerkit.store import Store

from . import _story as story
from ._answers import Answer, answers
from ._errors import shown
from ._keeping import (
    Keeping,
    cut_short,
    history,
    kept_in,
    of_the_choice,
    rewritten,
)
from ._outputs import put_text


_WIDEST: Final = 80
_CALLED: Final = {
    story.HER: story.AMINA.called,
    story.WORKER: story.JOAN.called,
    story.SISTER: "Hodan",
}
_INDENT: Final = " " * 12


class Telling:
    """The story, printed and kept as it happens, *width* columns wide."""

    def __init__(self, width: int, keep: Keeping) -> None:
        self._keep: Final = keep
        self._width: Final = width
        self._prose: Final = min(width, _WIDEST)

    def whole(self) -> Plan:
        """Tell the story to its end, and return the plan."""
        self.tell(
            "WHERE TO LIVE: a made-up story, with a real plan behind it."
        )
        self.tell(
            "What is indented stands in the plan, or is what the library "
            "answers."
        )
        plan = self._what_she_says()
        plan = self._what_could_be(plan)
        plan = self._the_rooms_go_at_five(plan)
        self._side_by_side(plan)
        plan = self._she_chooses(plan)
        plan = self._she_changes_her_mind(plan)
        self._what_became_of_it(plan)
        self._worth_a_conversation(plan)
        return self._keep(story.she_rates_the_worker(plan))

    def title(self, words: str) -> None:
        """Print a heading."""
        lines = wrap(words, self._prose)
        under = "-" * max(map(len, lines))
        click.echo("\n".join(["", *lines, under]))

    def tell(self, words: str) -> None:
        """Print a paragraph."""
        click.echo(fill(words, self._prose))

    def quote(self, label: str, words: str) -> None:
        """Print *words*, with whose they are, or what, before them."""
        click.echo(
            fill(
                words,
                self._prose,
                initial_indent=f"  {label:<10}",
                subsequent_indent=_INDENT,
            )
        )

    def show(self, blocks: Iterable[Block]) -> None:
        """Print what the library itself writes."""
        click.echo(f"\n{as_text(blocks, width=self._width)}")

    def _what_she_says(self) -> Plan:
        self.title("1. What Amina says")
        self.tell(
            "Amina and her daughter Samira live with Amina's sister Hodan, "
            "until June. Joan, a housing worker, asks what she needs:"
        )
        plan = self._keep(story.what_she_says())
        for label, nouns in (
            ("needs", plan.needs),
            ("matters", plan.what_matters),
            ("strength", plan.strengths),
        ):
            for noun in nouns:
                self.quote(label, noun.words)
        self.tell(
            "Each line is kept with who said it. Amina wants her sister "
            "heard, and so Hodan may speak here, until Amina ends that."
        )
        return plan

    def _what_could_be(self, plan: Plan) -> Plan:
        self.title("2. What could be")
        plan = self._keep(story.what_could_be(plan))
        held = plan.find(Decision, story.HOME)
        self.quote("asks", held.words)
        for option in held.options:
            speaker = option.voice.speaker
            self.quote(_CALLED[speaker] if speaker else "", option.words)
        self.tell(
            "Staying where she is stands among them. Joan asks about the "
            "flat, and the landlord says no. Amina says why:"
        )
        plan = self._keep(story.a_landlord_refuses(plan))
        self.quote("Amina", plan.barriers[0].words)
        self.tell(
            "That is kept as a barrier, and not as hers. The flat leaves the "
            "list, and stays on record with the reason."
        )
        return self._keep(story.what_speaks_for_it(plan))

    def _the_rooms_go_at_five(self, plan: Plan) -> Plan:
        self.title("3. The rooms go at five")
        self.tell(
            "A week later, at twenty to five, Linden House says that somebody "
            "else gets the rooms at five. Amina does not pick up the phone. "
            "Joan means well, and tries to take them for her:"
        )
        try:
            story.a_worker_tries(plan)
        except AuthorshipError as refusal:
            self.quote("Joan", 'plan.choose("home", "room", by=joan)')
            problem = refusal.problems[0]
            self.quote(
                "refused", f"{type(refusal).__name__}: {problem.message}"
            )
        self.tell(
            "Would it help if her program wrote it down as Amina's own doing? "
            "The store that keeps the plan asks who is logged in:"
        )
        try:
            self._keep(story.a_program_tries(plan))
        except AuthorityError as refusal:
            self.quote("Joan", "store.commit(plan, by=joan)")
            what = refusal.message.partition(";")[0]
            self.quote("refused", f"{type(refusal).__name__}: {what}")
        self.tell(
            "So she does what she can do instead. She asks Linden House to "
            "hold the rooms until noon, and they do. She sends Amina a "
            "message, and the answer comes at eight minutes to five:"
        )
        plan = self._keep(story.what_she_can_do_instead(plan))
        self.quote("Amina", f"{story.MESSAGE}.")
        self.tell("Joan writes it down: as Amina's words, written by Joan.")
        return plan

    def _side_by_side(self, plan: Plan) -> None:
        self.title("4. Side by side")
        sheet = pros_and_cons(plan, story.HOME, seen_by=story.HER)
        tables = [b for b in sheet._blocks() if isinstance(b, Table)]
        self.tell("As Amina can read it that evening:")
        self.show(tables)
        self.tell(
            "Nothing is added up or put first. Figures are Amina's to ask for."
        )

    def _she_chooses(self, plan: Plan) -> Plan:
        self.title("5. She chooses, and says how much help she wants")
        self.tell("She sees the rooms with Joan, asks Hodan, and chooses:")
        plan = self._keep(story.she_chooses(plan))
        plan = self._keep(story.she_sets_out(plan))
        self.quote("Amina", f"The rooms at Linden House. {story.WHY}.")
        self.tell("And on the way there:")
        plan = self._keep(story.help_fades_and_rises(plan))
        for number, level, _, words in story.HELP:
            name = level.name.lower().replace("_", " ")
            when, mark = _day(story.day(number)), "=" * level
            self.quote(when, f"{mark:<4}{name:<9} {words}")
        self.tell(
            "Help becomes less, then more for a letter, then less again. "
            "More is no step back: the direction is hers."
        )
        return plan

    def _she_changes_her_mind(self, plan: Plan) -> Plan:
        self.title("6. She changes her mind")
        self.tell("After riding both buses with Samira, Amina rings Joan:")
        plan = self._keep(story.she_changes_her_mind(plan))
        self.quote("Amina", f"{story.NEW_MIND}.")
        self.tell(
            "Joan writes it down. The page says who says so, and the earlier "
            "choice stays:"
        )
        sheet = pros_and_cons(plan, story.HOME, seen_by=story.HER)
        self.quote("now", as_text([[*sheet._blocks()][1]], width=999).strip())
        for choice in sheet.decision.choices[:-1]:
            option = plan.find(Option, str(choice.option_id))
            self.quote("before", f"{_day(choice.decided_at)}: {option.words}")
        return plan

    def _what_became_of_it(self, plan: Plan) -> None:
        self.title("7. What went well, as Amina reads it")
        summary = summarise(plan, as_of=story.END, seen_by=story.HER)
        blocks = [*summary._blocks()]
        self.show(blocks[3:4])

    def _worth_a_conversation(self, plan: Plan) -> None:
        self.title("8. What is worth a conversation")
        self.tell(
            "Joan has the plan checked. There is no grade, only this, each "
            "with one thing to try:"
        )
        for found in check(plan, as_of=story.END.date()):
            self.quote(found.rule, found.message)

    def what_joan_may_read(self, whole: int, seen: int) -> None:
        """Tell what is withheld from the worker's copy."""
        self.title("9. What Joan may read")
        self.tell(
            "Amina also said how she and Joan get on. That is hers to show: "
            f"her plan holds {whole} ratings, Joan's copy {seen}. It says "
            "that something is withheld, and not what."
        )

    def the_record(self, folder: Path) -> None:
        """Tell who did what, whether it still holds, and of two copies."""
        self.title("10. What the record shows")
        store = self._keep.store
        self._who_did_what(store)
        mark = store.checkpoint()
        put_text(mark, folder / "checkpoint.txt")
        self._whether_it_holds(folder, mark)

    def _who_did_what(self, store: Store) -> None:
        said = history(store)
        whose = ", ".join(
            f"{sum(one.actor == actor for one in said)} by {name}"
            for actor, name in _CALLED.items()
        )
        self.tell(
            "All this was kept as it happened, one entry for each thing that "
            f"one person did: {whose}. What was refused is not among them. "
            "Where her choice comes from:"
        )
        for one in of_the_choice(store):
            self.quote(_day(one.at), f"{_CALLED[one.by]} {one.what}")

    def _whether_it_holds(self, folder: Path, mark: str) -> None:
        plans, other, short = (
            folder / f"{name}.db"
            for name in ("plans", "rewritten", "cut-short")
        )
        rewritten(plans, other)
        cut_short(plans, short)
        self.tell(
            "Is it still what was written down? The library asks the file; "
            "then a copy in which somebody put other words into Amina's "
            "mouth, and made their seal fit; then one that ends before she "
            "changed her mind:"
        )
        self._ask("plans", plans, None)
        self._ask("rewritten", other, None)
        self._ask("cut short", short, None)
        self._ask("the same", short, mark)
        self.tell(
            "Only the checkpoint finds the last one: three lines, to keep "
            "where nobody can write who can write to the plans."
        )

    def _ask(self, label: str, path: Path, mark: str | None) -> None:
        with kept_in(path) as store:
            found = [*answers(store.verify(checkpoint=mark))]
        self.quote(label, "; ".join(_in_short(found)))

    def the_end(self, folder: Path) -> None:
        """Tell where the files are, what this cannot know, what is next."""
        place = shown(folder)
        self.title("Written, for you alone to read")
        click.echo(f"In {place}:")
        for name, what in _FILES.items():
            click.echo(f"  {name:<20} {what}")
        self.title("What this cannot know")
        self.tell(
            "This cannot know that she chose freely; it shows who says so, "
            "and whether that was changed since. Nothing in it recommends, "
            "ranks or scores, and nothing that was said was overwritten."
        )
        self.title("Try next")
        # What begins with a dash would be read as an option.
        dashed = "./" if place.startswith("-") else ""
        typed = quote(dashed + place)
        for line in (
            f"empowerkit report {typed}/plan.json --as-of 2026-05-02",
            f"empowerkit check {typed}/plan.json --as-of 2026-05-02",
            "empowerkit explain EMP207",
            f"empowerkit journal log {typed}/plans.db",
            f"empowerkit journal verify {typed}/rewritten.db",
            f"empowerkit weigh {typed}/plan.json --sums-asked-for-by client",
            f"empowerkit weigh {typed}/plan.json --sums-asked-for-by worker",
            "empowerkit init my-plan",
        ):
            click.echo(f"  {line}")
        self.tell("The last but one is refused, and says what to do instead.")


def _in_short(found: Iterable[Answer]) -> Iterator[str]:
    """Yield what does not hold; where all does, that alone."""
    wrong = [f"{one.name}: {line}" for one in found for line in one.wrong]
    yield from wrong or ["all that was asked holds"]


_FILES: Final = {
    "plans.db": "the record: every step, under the name of who did it",
    "checkpoint.txt": "what to keep elsewhere",
    "rewritten.db": "the copy with other words",
    "cut-short.db": "the copy that ends too soon",
    "plan.json": "the whole plan",
    "seen-by-worker.json": "what Joan may read of it",
    "pros-and-cons.html": "the sheet, to print or to open anywhere",
    "pros-and-cons.md": "the same as markdown",
    "summary.md": "what became of it, for Amina",
    "report.html": "all of it on one page, with pictures",
}


def _day(when: datetime) -> str:
    return f"{when.day} {when:%B}"
