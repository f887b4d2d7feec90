"""The pages of one plan, word for word, as people would read them."""

from __future__ import annotations

from datetime import date

from empowerkit.progress import Version, between, summarise


CLIENT = """\
Your progress so far
====================

This is how things stood on 3 April 2026.

What went well
--------------

- You reached this on 20 March 2026: “I rang them myself”
- Noticed by Joan on 21 March 2026: “That was the hard one.”
- You did this on your own on 18 March 2026: “Ring the agent”
- You did this on 25 March 2026: “Fill in the form”
- You gained this strength by 20 March 2026: “She can ring strangers”
  (from Joan)

Your goal: My own kitchen
-------------------------

You are on your way. You want to be there by 1 September 2026.

Milestones reached: 1 of 3

- Reached on 20 March 2026: “I rang them myself”
- Next: “I have seen two flats” (hoped for by 1 May 2026)
- Still open: “I have a day to move”

Steps done: 2 of 3

- Done by you on 18 March 2026: “Ring the agent”
- Done by you on 25 March 2026: “Fill in the form”
- To do by Joan: “Ask for the loan” (planned for 10 April 2026)

Help:

- You agreed on this help on 1 April 2026: somebody talks you through it
- Before that: you do it together with somebody (from 2 March 2026);
  somebody is there in case you want them (from 20 March 2026)
- You want the help to stay as it is.
- The kind of help you want: learning how to do it; somebody to cheer
  you on
- An idea from Joan on 2 April 2026: somebody is there in case you want
  them
- This is not agreed. It is up to you.

How people see it:

- Where this stands, from you on 1 April 2026: “A bed”
- Where it stood at the start: “No place”
- How sure it can be done, from you: 4 on 2 March 2026, and 7 on 1 April
  2026 (from 0 to 10). That is 3 more.
- How sure it can be done, from Joan on 2 March 2026: 5 (from 0 to 10).

Not part of one goal
--------------------

How people see it:

- How you two get on (Joan), from you on 1 April 2026: 6 (from 0 to 10).

Your decisions
--------------

“Where do Samira and I live?”
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

- You chose this on 30 March 2026: “The room” (as reported by Joan)
- What you said about it: “A door I can lock.”
- You chose 2 times. The last choice counts, and you may change your
  mind again.

What others decided
-------------------

Decided over your head by Joan on 12 March 2026: “Visitors leave at
ten.”

- The ground they gave: a rule of the agency.
- What you think of it is not written down.
- What you can do about it is not written down.

What is waiting
---------------

- Asked by you on 28 March 2026, with no answer yet: “Who pays?”
- Offered to you on 28 March 2026, for you to say yes or no: “Tenants'
  clinic”
- A look at the whole plan (planned for 1 June 2026)
- A look at how much help you want with “My own kitchen” (planned for 4
  May 2026)
- A look back at what you chose: “Where do Samira and I live?” (planned
  for 30 May 2026)

Who did what
------------

These are plain counts. None of them is good or bad.

- Times you got in touch: 1 of 2 (not known here: 1)
- Ideas and steps that came from you: 2 of 5
- Choices that were yours: 1 of 2
- Steps you did: 2 of 2
- Ratings you gave: 4 of 5
"""
RECORD = """\
Progress of Amina
=================

As things stood on 3 April 2026. As Joan may read it. Something in the
plan is private to others, and is not on this page.

What went well
--------------

- Reached on 20 March 2026: “I rang them myself” (from Amina, written
  down by Joan)
- Noticed by Joan on 21 March 2026: “That was the hard one.”
- Done by Amina on 18 March 2026, on their own: “Ring the agent”
- Done by Amina on 25 March 2026: “Fill in the form”
- Strength gained by 20 March 2026: “She can ring strangers” (from Joan)

Goal: My own kitchen
--------------------

In the words of Amina. Active. To be reached by 1 September 2026.

Milestones reached: 1 of 3

- Reached on 20 March 2026: “I rang them myself” (from Amina, written
  down by Joan)
- Next: “I have seen two flats” (hoped for by 1 May 2026) (from Joan)
- Still open: “I have a day to move” (from Amina)

Steps done: 2 of 3

- Done by Amina on 18 March 2026 (help: on their own): “Ring the agent”
- Done by Amina on 25 March 2026 (help: coached): “Fill in the form”
- To do by Joan: “Ask for the loan” (planned for 10 April 2026)

Help:

- Help agreed by Amina on 1 April 2026: coached
- Before that: done together (from 2 March 2026); somebody standing by
  (from 20 March 2026)
- Amina wants the help to stay as it is.
- The kind of help Amina wants: skills; motivation
- Help proposed by Joan on 2 April 2026: somebody standing by
- A proposal is no agreement.

Ratings:

- Where this stands, from Amina on 1 April 2026: “A bed”
- Where it stood at the start: “No place”
- Confidence, from Amina: 4 on 2 March 2026, and 7 on 1 April 2026 (from
  0 to 10). That is 3 more.
- Confidence, from Joan on 2 March 2026: 5 (from 0 to 10).

Decisions
---------

“Where do Samira and I live?”
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

- Chosen by Amina on 30 March 2026: “The room” (as reported by Joan)
- Reason given by Amina: “A door I can lock.”
- Chosen 2 times; the last choice stands.

Decided by others
-----------------

Imposed by Joan on 12 March 2026: “Visitors leave at ten.”

- Basis: a rule of the agency.
- What Amina says to it is not recorded.
- How to contest it is not recorded.

What is waiting
---------------

- Question from Amina on 28 March 2026, not answered: “Who pays?”
- Offered on 28 March 2026, no answer from Amina yet: “Tenants' clinic”
- Review of the plan (planned for 1 June 2026)
- Review of the help agreed with “My own kitchen” (planned for 4 May
  2026)
- Look back at the choice: “Where do Samira and I live?” (planned for 30
  May 2026)

Who did what
------------

Counts of what is recorded; none has a good direction.

- Contacts sought by Amina: 1 of 2 (not recorded, or not on this page:
  1)
- Options and steps proposed by Amina: 2 of 5
- Decisions made by Amina: 1 of 2
- Steps done by Amina: 2 of 2
- Ratings given by Amina: 3 of 4
"""
ENDING = """\
What you reached, and what you take with you
============================================

This is how things stood on 3 April 2026.

What you reached
----------------

- You reached this on 20 March 2026: “I rang them myself”
- Noticed by Joan on 21 March 2026: “That was the hard one.”
- You did this on your own on 18 March 2026: “Ring the agent”
- You did this on 25 March 2026: “Fill in the form”
- You gained this strength by 20 March 2026: “She can ring strangers”
  (from Joan)

What you take with you
----------------------

- “I cook for ten”
- “She can ring strangers” (from Joan)
- What you said at the end on 3 April 2026: “I know whom to ring.”

Who you can ask
---------------

- Hodan (“my sister”)
- Tenants' clinic: Mondays, 12 Mill Lane
"""
SINCE = """\
What has changed
================

From 15 March 2026 to 3 April 2026.

What went well
--------------

- You reached this on 20 March 2026: “I rang them myself”
- Noticed by Joan on 21 March 2026: “That was the hard one.”
- You did this on your own on 18 March 2026: “Ring the agent”
- You did this on 25 March 2026: “Fill in the form”
- You gained this strength by 20 March 2026: “She can ring strangers”
  (from Joan)

The help you want
-----------------

- Help you agreed on with “My own kitchen”: before, you do it together
  with somebody; now, somebody talks you through it.
- You want the help to stay as it is.
- The kind of help you want: learning how to do it; somebody to cheer
  you on

What was put in numbers
-----------------------

- How sure it can be done, from you: 4 on 2 March 2026, and 7 on 1 April
  2026 (from 0 to 10). That is 3 more.
- Where this stands, from you on 1 April 2026: “A bed”
- Where it stood at the start: “No place”
- How you two get on (Joan), from you on 1 April 2026: 6 (from 0 to 10).

Your decisions
--------------

“Where do Samira and I live?”
~~~~~~~~~~~~~~~~~~~~~~~~~~~~~

- You chose this on 30 March 2026: “The room” (as reported by Joan)
- What you said about it: “A door I can lock.”
- You chose 2 times. The last choice counts, and you may change your
  mind again.
"""
APRIL = date(2026, 4, 3)


def test_for_the_client(plan):
    """The client's version speaks to "you", and opens with what went well."""
    summary = summarise(plan, as_of=APRIL, seen_by=plan.client.actor)

    assert CLIENT == summary.to_text(width=72)


def test_for_the_record(plan):
    """The record's version names people, and tells what its reader may read."""
    joan = plan.workers[0].actor
    summary = summarise(
        plan, as_of=APRIL, seen_by=joan, version=Version.RECORD
    )

    assert RECORD == summary.to_text(width=72)


def test_for_an_ending(plan):
    """The ending's version tells what is taken along, and who can be asked."""
    summary = summarise(
        plan,
        as_of=APRIL,
        seen_by=plan.client.actor,
        version=Version.ENDING,
    )

    assert ENDING == summary.to_text(width=72)


def test_since_the_last_time(plan):
    """For a review, a page tells what came between two days."""
    then, now = (
        summarise(plan, as_of=day, seen_by=plan.client.actor)
        for day in (date(2026, 3, 15), APRIL)
    )

    assert SINCE == between(then, now).to_text(width=72)
