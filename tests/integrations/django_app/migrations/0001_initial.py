# ruff: noqa: RUF012 - written by Django, and as Django writes it
import django.db.models.deletion

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Journal",
            fields=[
                (
                    "one",
                    models.SmallIntegerField(
                        primary_key=True, serialize=False
                    ),
                ),
                ("own_id", models.CharField(max_length=64)),
                ("turns", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name="Entry",
            fields=[
                (
                    "sequence",
                    models.BigIntegerField(primary_key=True, serialize=False),
                ),
                ("entry", models.CharField(max_length=64, unique=True)),
                ("plan", models.CharField(max_length=64)),
                ("version", models.BigIntegerField()),
                ("header", models.BinaryField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "version"), name="entry_of_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("plan", models.CharField(max_length=64)),
                ("version", models.BigIntegerField()),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("plan", "version"), name="notice_of_a_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("client", "client"),
                            ("worker", "worker"),
                            ("supporter", "supporter"),
                            ("proxy", "proxy"),
                            ("interpreter", "interpreter"),
                            ("organisation", "organisation"),
                            ("software", "software"),
                        ],
                        max_length=16,
                    ),
                ),
                ("own_id", models.CharField(max_length=64)),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="person",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Payload",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("place", models.IntegerField()),
                ("salt", models.BinaryField()),
                ("body", models.BinaryField()),
                (
                    "entry",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="payloads",
                        to="django_app.entry",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("entry", "place"), name="payload_of_a_place"
                    )
                ],
            },
        ),
    ]
