"""What other systems read of ours without knowing our terms."""

from __future__ import annotations

import pytest

from empowerkit.codecs import fhir
from empowerkit.codecs.fhir import _documents
from empowerkit.codecs.fhir._codes import OUR_CODES
from empowerkit.model import Role
from empowerkit.model._record import is_noun, walk
from empowerkit.testing.caseload import plans


@pytest.mark.parametrize("version", fhir.FhirVersion)
def test_who_spoke_is_the_author_of_a_basic_resource(version):
    """Whoever knows nothing of our extensions still sees whose words it is."""
    told = 0
    for plan in plans(30, seed=1):
        voices = {
            noun.id: getattr(noun, "voice", None)
            for _, noun in walk(plan)
            if is_noun(type(noun))
        }
        for entry in fhir.write(plan, version=version)["entry"]:
            resource = entry["resource"]
            voice = voices.get(resource["id"])
            if resource["resourceType"] != "Basic" or voice is None:
                continue
            speaker = voice.speaker
            if speaker is None or speaker.role is Role.ORGANISATION:
                continue
            _, _, reference = resource["author"]["reference"].partition("/")
            assert speaker.id == reference
            told += 1
    assert told > 50


def test_what_was_asked_about_is_the_code():
    """Each topic has a code of its own, and none is asked about nothing."""
    topics = {}
    for plan in plans(30, seed=1):
        asked = {one.id: one.topic.value for one in plan.asked}
        for entry in fhir.write(plan)["entry"]:
            resource = entry["resource"]
            if resource["id"] in asked:
                topics[asked[resource["id"]]] = resource["code"]["coding"]

    assert len(topics) > 1
    assert topics == {
        topic: [{"system": OUR_CODES, "code": f"asked-{topic}"}]
        for topic in topics
    }


@pytest.mark.parametrize(
    "text",
    [
        "9007199254740993",
        "-9007199254740993",
        '["9007199254740993", 9007199254740993, "9007199254740993"]',
    ],
)
def test_the_quick_way_leaves_numbers_that_others_round(needs, text):
    """Wherever one stands, among runs of digits in texts too."""
    needs("fast", "msgspec")

    assert _documents._quick.parsed(text.encode()) is None


def test_the_quick_way_takes_digits_in_texts(needs):
    """A digest or an id is no number, however long."""
    needs("fast", "msgspec")
    text = '["9007199254740993", "a9007199254740993"]'

    assert _documents._quick.parsed(text.encode()) is not None
