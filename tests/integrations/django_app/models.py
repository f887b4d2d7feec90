"""The tables: the journal of plans, and what the host keeps beside it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from empowerkit import Actor, Role


class Journal(models.Model):
    """The journal's own id, and whose turn it is to write."""

    one = models.SmallIntegerField(primary_key=True)
    own_id = models.CharField(max_length=64)
    turns = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.own_id


class Entry(models.Model):
    """One entry of the journal: who did what, and no words."""

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.CharField(max_length=64, unique=True)
    plan = models.CharField(max_length=64)
    version = models.BigIntegerField()
    header = models.BinaryField()

    class Meta:
        """One entry makes one version."""

        constraints = (
            models.UniqueConstraint(
                fields=("plan", "version"), name="entry_of_a_version"
            ),
        )

    def __str__(self) -> str:
        return self.entry


class Payload(models.Model):
    """What was said, beside its entry, so that it can go alone."""

    entry = models.ForeignKey(
        Entry, on_delete=models.PROTECT, related_name="payloads"
    )
    place = models.IntegerField()
    salt = models.BinaryField()
    body = models.BinaryField()

    class Meta:
        """One payload stands in one place."""

        constraints = (
            models.UniqueConstraint(
                fields=("entry", "place"), name="payload_of_a_place"
            ),
        )

    def __str__(self) -> str:
        return f"{self.entry_id}.{self.place}"


class Person(models.Model):
    """Whom a user of the site is in plans."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="person",
    )
    role = models.CharField(
        max_length=16, choices=[(role.value, role.value) for role in Role]
    )
    own_id = models.CharField(max_length=64)

    def __str__(self) -> str:
        return f"{self.role} {self.own_id}"

    @property
    def actor(self) -> Actor:
        """The person, as one who acts."""
        return Actor(role=Role(self.role), id=self.own_id)


class Notice(models.Model):
    """That a plan has something new in it: a table of the host's own."""

    plan = models.CharField(max_length=64)
    version = models.BigIntegerField()

    class Meta:
        """One notice a version."""

        constraints = (
            models.UniqueConstraint(
                fields=("plan", "version"), name="notice_of_a_version"
            ),
        )

    def __str__(self) -> str:
        return f"{self.plan} {self.version}"
