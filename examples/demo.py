"""
Where to live: one story, from what Amina needs to what she chooses.

Run it with ``make demo``, or with ``python examples/demo.py``.
All people in it are made up.
"""

from __future__ import annotations

import tempfile

from datetime import UTC, datetime, timedelta
from itertools import zip_longest
from pathlib import Path
from textwrap import fill, wrap

from empowerkit import AuthorshipError, Plan, Side, Voice, Wording
from empowerkit import model as m
from empowerkit.codecs import dump, load


WIDTH, HALF = 78, 38
AMINA = m.Client(called="Amina")
JOAN = m.Worker(called="Joan", title="Housing worker")
HER, WORKER = AMINA.actor, JOAN.actor
CALLED = {HER: "Amina", WORKER: "Joan"}


def day(number: int, *, hour: int = 10, minute: int = 0) -> datetime:
    """Return a time on one day of the story."""
    first = datetime(2026, 3, 2, hour, minute, tzinfo=UTC)
    return first + timedelta(days=number - 1)


def title(words: str) -> None:
    """Print a heading."""
    print(f"\n{words}\n{'-' * len(words)}")


def tell(words: str, indent: str = "") -> None:
    """Print *words*, folded to the width of the page."""
    print(fill(words, WIDTH, initial_indent=indent, subsequent_indent=indent))


def what_she_says() -> Plan:
    """Begin the plan with Amina's own words."""
    title("1. What Amina says")
    now = Voice.of(HER, at=day(1), channel=m.Channel.IN_PERSON)
    need = m.Need(words="A door I can lock.", voice=now)
    matters = m.WhatMatters(
        words="Samira keeps her school.", voice=now, rank=1
    )
    strength = m.Strength(words="I kept a home on one wage.", voice=now)
    plan = Plan(client=AMINA, workers=(JOAN,))
    for label, noun in (
        ("She needs", need),
        ("What matters", matters),
        ("A strength", strength),
    ):
        tell(f"{label}: {noun.words}", "  ")
        plan = plan.add(noun, by=HER, at=day(1))
    sister = m.Supporter(called="Hodan", relation="my sister", invited=now)
    CALLED[sister.actor] = sister.called
    tell("She wants her sister Hodan heard, and so Hodan may speak.")
    return plan.add(sister, by=HER, at=day(1))


def what_could_be(plan: Plan) -> Plan:
    """Open the decision; a landlord refuses one of the ways."""
    title("2. What could be: staying as she is stands among the options")
    question, now = "Where do Samira and I live after June?", day(1)
    plan = plan.open_decision(question, by=HER, at=now, id="home")
    change, stay = m.OptionKind.CHANGE, m.OptionKind.AS_IS
    for name, words, who, kind in (
        ("stay", "Stay with Hodan", HER, stay),
        ("mill", "The flat on Mill Lane", HER, change),
        ("room", "The room at Linden House", WORKER, change),
    ):
        tell(f"- {words} ({CALLED[who]})", "  ")
        plan = plan.offer_option(
            "home", words, by=who, at=now, id=name, kind=kind
        )
    flat = m.Resource(name="4 Mill Lane", kind=m.ResourceKind.PLACE)
    offer = m.Offer(resource_id=flat.id, voice=Voice.of(WORKER, at=day(2)))
    for noun in (flat, offer):
        plan = plan.add(noun, by=WORKER, at=day(2))
    no = m.ProviderAnswer.REFUSED
    plan = plan.revise(offer.id, by=WORKER, at=day(4), provider_answer=no)
    tell(f"The landlord of Mill Lane, asked by Joan: {no.value}. Amina:")
    why = m.Barrier(
        words="They take nobody who is on benefits.",
        voice=Voice.of(HER, at=day(4)),
        about_ids=(offer.id,),
        kind=m.BarrierKind.SYSTEMIC,
    )
    tell(why.words, "  ")
    plan = plan.add(why, by=HER, at=day(4))
    return plan.withdraw("mill", by=HER, at=day(4), words=why.words)


def what_speaks_for_it(plan: Plan) -> Plan:
    """Let everybody say what they see, each in their own voice."""
    hodan = plan.supporters[0].actor
    rent = "The rent at Linden House is fixed for a year."
    plan = plan.inform("home", rent, by=WORKER, at=day(5))
    for option, side, words, who in (
        ("stay", Side.FOR, "Samira laughs here", HER),
        ("stay", Side.FOR, "I like having you both", hodan),
        ("stay", Side.AGAINST, "Four of us in two rooms", HER),
        ("room", Side.FOR, "A door I can lock", HER),
        ("room", Side.FOR, "The rent stays as it is", WORKER),
        ("room", Side.AGAINST, "Two buses to the school", HER),
        ("room", Side.AGAINST, "I am further off on bad days", hodan),
    ):
        plan = plan.consider("home", option, side, words, by=who, at=day(5))
    return plan


def the_room_goes_at_five(plan: Plan) -> Plan:
    """Let a worker try to choose, then do what she can do instead."""
    title("3. The room goes at five, and Amina does not pick up the phone")
    tell("At twenty to five Joan, who means well, tries to take it for her:")
    now = day(8, hour=16, minute=40)
    try:
        plan.choose("home", "room", by=WORKER, at=now)
    except AuthorshipError as refusal:
        tell(refusal.problems[0].message, "  ! ")
    tell("So Joan asks for the room to be held, and texts Amina. Her answer:")
    ask = "Ask Linden House to hold the room until noon tomorrow"
    held = m.Step(words=ask, voice=Voice.of(WORKER, at=now), owner=WORKER)
    heard = Voice.heard(HER, by=WORKER, at=now, wording=Wording.VERBATIM)
    message = "I want to see the stairs first"
    tell(f"{message}.", "  ")
    tell("Joan writes it down: Amina's words, with Joan as the recorder.")
    return plan.add(held, by=WORKER, at=now).consider(
        "home", "room", Side.UNSURE, message, by=WORKER, at=now, voice=heard
    )


def lines_of(plan: Plan, option: m.Option, side: Side) -> list[str]:
    """Return what was said of *option* on one side, half a page wide."""
    lines = ["", "not sure:" if side is Side.UNSURE else f"{side.value}:"]
    for one in plan.standing(plan.find(m.Decision, "home").considerations):
        if (one.option_id, one.side) == (option.id, side):
            who = CALLED[one.voice.speaker] if one.voice.speaker else "?"
            lines += wrap(f"- {one.words} ({who})", HALF)
    return lines


def side_by_side(plan: Plan) -> None:
    """Print what speaks for and against, in her order, without a verdict."""
    title("4. Side by side")
    options = plan.standing(plan.find(m.Decision, "home").options)
    print("  ".join(f"{o.words.upper():<{HALF}}" for o in options).rstrip())
    for side in Side:
        columns = [lines_of(plan, option, side) for option in options]
        for row in zip_longest(*columns, fillvalue=""):
            print("  ".join(f"{cell:<{HALF}}" for cell in row).rstrip())


def she_chooses(plan: Plan) -> Plan:
    """Let her choose; support fades, and once it rises again."""
    title("5. She chooses, and says how much help she wants")
    hodan, why = plan.supporters[0].actor, "The stairs are fine."
    plan = plan.choose(
        "home", "room", by=HER, at=day(9), words=why, consulted=(hodan,)
    )
    tell(f"Amina heard Hodan first, and chose the room: {why}")
    last = None
    for number, level, heading, words in (
        (9, m.SupportLevel.DO_WITH, m.Direction.FADE, "Come along to sign"),
        (20, m.SupportLevel.STAND_BY, m.Direction.FADE, "I ring, you wait"),
        (41, m.SupportLevel.COACH, m.Direction.HOLD, "A letter: help me read"),
    ):
        last = m.SupportAgreement(
            level=level,
            direction=heading,
            voice=Voice.of(HER, at=day(number)),
            replaces=last.id if last else None,
        )
        plan = plan.add(last, by=HER, at=day(number))
        name = level.name.lower().replace("_", " ")
        print(f"  day {number:>2}  {'=' * level:<4} {name:<9} {words}")
    tell("More help again is no step back: the direction is hers.")
    return plan


def she_changes_her_mind(plan: Plan) -> Plan:
    """Let her choose again, and rate in private how the two get on."""
    title("6. She changes her mind")
    why = "Two buses are too many. We stay with Hodan and go on looking."
    plan = plan.choose("home", "stay", by=HER, at=day(60), words=why)
    tell(why, "  ")
    for choice in plan.find(m.Decision, "home").choices:
        option = plan.find(m.Option, str(choice.option_id))
        what = (
            "stands" if choice == plan.choice_of("home") else "stays on record"
        )
        print(f"  - {choice.decided_at:%d %B}: {option.words} ({what})")
    rating = m.Rating(
        about_id=JOAN.id,
        rater=HER,
        at=day(60),
        ruler=m.Ruler.RAPPORT,
        value=6,
        voice=Voice.of(HER, at=day(60)),
    )
    return plan.add(rating, by=HER, at=day(60))


def saved_and_seen(plan: Plan) -> None:
    """Save the plan, load it again, and look at it as Joan."""
    title("7. Saved, loaded, and seen by Joan")
    folder = Path(tempfile.mkdtemp(prefix="empowerkit-demo-"))
    whole, seen = folder / "plan.json", folder / "seen-by-joan.json"
    dump(plan, whole)
    same = "the same plan" if load(whole) == plan else "ANOTHER PLAN"
    dump(plan, seen, seen_by=WORKER)
    missing = len(load(seen).absent)
    print(f"  {whole}\n    {whole.stat().st_size} bytes, loaded back: {same}")
    print(
        f"  {seen}\n    ratings: {len(load(seen).ratings)}, withheld: {missing}"
    )
    tell(
        "Amina rated how she and Joan get on. That is hers to show: Joan's "
        "copy does not hold it, and says that something is withheld."
    )


def main() -> None:
    """Tell the story."""
    tell("WHERE TO LIVE. A made-up story, with a real plan behind it.")
    plan = what_speaks_for_it(what_could_be(what_she_says()))
    plan = the_room_goes_at_five(plan)
    side_by_side(plan)
    saved_and_seen(she_changes_her_mind(she_chooses(plan)))
    title("What this shows, and what it cannot")
    tell(
        "This cannot know that she chose freely; it shows who says so. All "
        "that was said names its speaker, and none of it was overwritten."
    )
    tell(
        "Try next: open plan.json; follow docs/tutorial/first-plan.md; change "
        "this script and see what is refused, and in which words."
    )


if __name__ == "__main__":
    main()
