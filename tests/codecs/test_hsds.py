"""Resource directories as JSON: read, searched, written."""

from __future__ import annotations

import json
import pickle
import subprocess
import sys

from datetime import UTC, datetime
from pathlib import Path

import pytest

from empowerkit.codecs import hsds
from empowerkit.codecs.hsds._notes import RULES
from empowerkit.codecs.hsds._spec import KINDS, TABLES
from empowerkit.errors import DocumentError
from empowerkit.model import (
    Actor,
    Client,
    Domain,
    Need,
    Resource,
    ResourceId,
    ResourceKind,
    ResourceStatus,
    Role,
    Side,
    Source,
    Voice,
)


SYSTEM = "https://directory.example"
CLINIC = {
    "id": "s1",
    "name": "Tenants' clinic",
    "status": "active",
    "description": "Help against eviction",
    "url": "https://clinic.example",
    "email": "hello@clinic.example",
    "fees_description": "Free",
    "eligibility_description": "For people of the county",
    "minimum_age": 18,
    "phones": [{"number": "555 0101", "extension": 7, "type": "voice"}],
    "languages": [{"name": "Somali", "code": "so"}],
    "required_documents": [{"document": "The lease"}],
    "service_areas": [{"name": "Peoria County"}],
    "alert": "Closed in August",
    "service_at_locations": [
        {
            "id": "a1",
            "schedules": [
                {
                    "freq": "WEEKLY",
                    "byday": "MO,TU",
                    "opens_at": "9:00",
                    "closes_at": "12:00",
                }
            ],
            "location": {
                "id": "l1",
                "location_type": "physical",
                "name": "Town hall",
                "addresses": [{"address_1": "1 Main Street"}],
                "accessibility": [{"description": "A ramp"}],
                "transportation": "Bus 4",
            },
        }
    ],
    "organization": {
        "id": "o1",
        "name": "Neighbours",
        "description": "A house for all",
        "phones": [{"number": "555 0100"}],
    },
}


def loaded(data):
    """Return the directory that *data* makes."""
    return hsds.loads(json.dumps(data), system=SYSTEM)


def of(**changes):
    """Return the one listing of a service with *changes*."""
    (found,) = loaded(
        {"id": "s1", "name": "Clinic", "status": "active"} | changes
    ).listings
    return found


def losses(data):
    """Return rule and path of everything that was noted."""
    return [(p.rule, p.path) for p in loaded(data).losses]


class TestResource:
    def test_a_service_becomes_a_resource(self):
        """What a resource has a field for comes from its service."""
        (found,) = loaded([CLINIC]).resources

        assert found.name == "Tenants' clinic"
        assert found.description == "Help against eviction"
        assert found.contact == (
            "555 0101, extension 7 (voice)\nhello@clinic.example\n"
            "https://clinic.example"
        )
        assert found.cost == "Free"
        assert found.eligibility == "For people of the county\n18 and over"
        assert found.languages == ("so",)
        assert found.status is ResourceStatus.ACTIVE
        assert found.source == Source(system=SYSTEM, id="s1")

    def test_what_is_not_recorded_is_none(self):
        """An empty status, and all that is not there, is None."""
        (found,) = loaded(
            [{"id": "s1", "name": "Clinic", "status": ""}]
        ).resources

        assert found == Resource(
            id=found.id,
            name="Clinic",
            source=Source(system=SYSTEM, id="s1"),
        )

    def test_reading_again_gives_the_same_id(self):
        """A resource's id is made from the system and the id there."""
        again = hsds.loads(json.dumps([CLINIC]), system=SYSTEM)
        other = hsds.loads(json.dumps([CLINIC]), system="elsewhere")

        assert again.resources == loaded([CLINIC]).resources
        assert again.resources[0].id != other.resources[0].id

    def test_a_name_is_one_line(self):
        """Line ends and marks that nobody sees do not stand in a name."""
        found = of(name="Clinic\n\tof \u202ethe\u2066 town\x7f")

        assert found.resource.name == "Clinic of the town"
        assert "\n" in found.service["name"]

    def test_the_organisation_is_reached_where_the_service_is_not(self):
        """Without telephone, mail and page of its own, it has its house's."""
        whose = {
            "id": "o1",
            "name": "House",
            "email": "house@house.example",
            "website": "https://house.example",
            "phones": [{"number": "1"}],
        }

        assert of(organization=whose).contact == (
            "1",
            "house@house.example",
            "https://house.example",
        )

    def test_a_place_is_nearer_than_the_organisation(self):
        """The telephone of the place comes before that of the house."""
        place = {"id": "l1", "phones": [{"number": "2"}]}
        whose = {"id": "o1", "name": "House", "phones": [{"number": "1"}]}
        found = of(
            organization=whose, service_at_locations=[{"location": place}]
        )

        assert found.contact == ("2",)
        assert found.phones == ("2", "1")

    def test_languages_that_are_no_tags_stay_in_words(self):
        """A language without a code is told, and is no tag."""
        found = of(languages=["Somali", {"code": "es_MX"}, {"code": "?"}])

        assert found.resource.languages == ("es-MX",)
        assert found.languages == ("Somali", "es_MX", "?")


class TestListing:
    def test_everything_else_in_words(self):
        """What a resource has no field for is told in plain words."""
        (found,) = loaded([CLINIC]).listings

        assert found.organisation == "Neighbours"
        assert (found.minimum_age, found.maximum_age) == (18, None)
        assert found.languages == ("Somali (so)",)
        assert found.documents == ("The lease",)
        assert found.areas == ("Peoria County",)
        assert found.accessibility == ("Town hall: A ramp",)
        assert found.phones == ("555 0101, extension 7 (voice)", "555 0100")
        assert found.schedules == ("Monday, Tuesday: 9:00 to 12:00",)
        assert found.places == ("Town hall; 1 Main Street; Bus 4",)
        assert found.terms == ()

    def test_nothing_recorded_is_nothing_said(self):
        """A service of a name alone says nothing else."""
        found = of()

        assert found.organisation is None
        assert found.places == found.cost == found.eligibility == ()

    def test_places_of_the_organisation_stand_in(self):
        """Where no place is named, the organisation's places are told."""
        whose = {
            "id": "o1",
            "name": "",
            "locations": [{"id": "l1", "name": "Hall"}],
            "addresses": [{"city": "Peoria"}],
        }

        assert of(organization=whose).places == ("Hall", "Peoria")
        assert of(organization=whose).organisation is None

    @pytest.mark.parametrize(
        ("schedule", "said"),
        [
            ({"byday": "SU"}, "Sunday: no hours given"),
            (
                {"byday": "-1FR,2MO"},
                "the last Friday, the second Monday: no hours given",
            ),
            ({"byday": "+7MO"}, "the 7 Monday: no hours given"),
            ({"weekday": "Weekends", "opens_at": "9"}, "Weekends: 9"),
            ({"byday": "some day", "notes": "Ring"}, "some day; Ring"),
            (
                {"weekday": "monday", "opens_at": "9am", "closes_at": "3pm"},
                "Monday: 9am to 3pm",
            ),
            (
                {
                    "freq": "WEEKLY",
                    "interval": 2,
                    "byday": "MO",
                    "closes_at": "4",
                },
                "Monday, every 2 weeks: 4",
            ),
            (
                {"freq": "MONTHLY", "interval": 1, "bymonthday": "1,15"},
                "day 1,15 of the month: no hours given",
            ),
            (
                {
                    "start_date": "2026-12-24",
                    "end_date": "2026-12-26",
                    "closed": "true",
                },
                "closed; from 2026-12-24 until 2026-12-26",
            ),
            (
                {"description": "By appointment", "attending_type": "Online"},
                "Online; By appointment",
            ),
        ],
    )
    def test_schedules_in_words(self, schedule, said):
        """A schedule is told as somebody would say it."""
        assert of(schedules=[schedule]).schedules == (said,)

    @pytest.mark.parametrize(
        ("low", "high", "said"),
        [
            (18, None, ("18 and over",)),
            (None, "25", ("up to 25",)),
            (12, 25.5, ("12 to 25.5",)),
            (0, None, ("0 and over",)),
        ],
    )
    def test_ages_in_words(self, low, high, said):
        """Ages are told; zero is an age, and none is none."""
        assert of(minimum_age=low, maximum_age=high).eligibility == said

    @pytest.mark.parametrize(
        ("cost", "said"),
        [
            (
                {"option": "Under 18", "amount": 35, "currency": "gbp"},
                "Under 18: 35 GBP",
            ),
            (
                {
                    "amount": "about 5",
                    "valid_from": "2026-01-01",
                    "valid_to": "2026-12-31",
                },
                "about 5, from 2026-01-01, until 2026-12-31",
            ),
        ],
    )
    def test_costs_in_words(self, cost, said):
        """A cost is told with its currency and its time."""
        assert of(cost_options=[cost]).cost == (said,)

    def test_people_to_ask_for(self):
        """A contact is told with where to reach them."""
        person = {
            "name": "Reception",
            "phones": [{"number": "3", "department": "Front desk"}],
        }

        assert of(contacts=[person]).contact == ("Reception, 3: Front desk",)

    def test_an_area_told_as_text(self):
        """An extent is told where it is text, and not where it is a shape."""
        areas = [
            {"name": "County", "extent": "All of it", "extent_type": "text"},
            {"name": "Town", "extent": "{}", "extent_type": "geojson"},
        ]

        assert of(service_areas=areas).areas == ("County: All of it", "Town")

    def test_no_words_in_a_repr(self):
        """What a directory says is in no repr."""
        directory = loaded([CLINIC])
        (match,) = hsds.find_resources(directory, "legal", topics={})

        assert repr(directory) == "<Directory of 1 services, 0 losses>"
        for value in (directory.listings[0], match):
            assert "linic" not in repr(value)

    def test_a_directory_survives_pickle(self):
        """It comes out of pickle as it went in."""
        directory = loaded([CLINIC, {"id": "s2"}])

        assert pickle.loads(pickle.dumps(directory)) == directory


class TestShapes:
    """Every shape in which 3.0 and 3.1 hold services as JSON."""

    @pytest.mark.parametrize(
        "shape",
        [
            pytest.param(lambda service: service, id="service"),
            pytest.param(lambda service: [service], id="list"),
            pytest.param(lambda service: {"contents": [service]}, id="page"),
            pytest.param(
                lambda service: {"services": [service]}, id="services"
            ),
            pytest.param(
                lambda service: {"services.csv": [service]}, id="tables"
            ),
        ],
    )
    def test_the_same_service(self, shape):
        """A service is the same in each."""
        service = {"id": "s1", "name": "Clinic", "status": "active"}

        assert loaded(shape(service)) == loaded(service)

    def test_a_list_of_texts_holds_no_service(self):
        """What is no object is reported, and nothing else comes of it."""
        assert losses(["Clinic", None]) == [
            ("unknown-object", "$[0]"),
            ("unknown-object", "$[1]"),
        ]

    def test_an_organisation_with_services(self):
        """Each service of an organisation knows whose it is."""
        service = {"id": "s1", "name": "Clinic", "status": "active"}
        whose = {"id": "o1", "name": "House", "description": "All"}
        found = loaded([whose | {"services": [service, "?"]}])

        assert found.listings[0].organisation == "House"
        assert [(p.rule, p.path) for p in found.losses] == [
            ("unknown-object", "$[0].services[1]")
        ]

    def test_a_service_at_a_location(self):
        """A place with its service is a service with its place."""
        service = {"id": "s1", "name": "Clinic", "status": "active"}
        place = {"id": "l1", "location_type": "physical", "name": "Hall"}
        found = loaded([{"id": "a1", "location": place, "service": service}])

        assert found.listings[0].places == ("Hall",)

    def test_a_service_at_two_locations_is_one(self):
        """Where it stands twice, what one lacks the other adds."""
        service = {"id": "s1", "name": "Clinic", "status": "active"}
        pages = [
            {
                "id": f"a{n}",
                "location": {"id": f"l{n}", "name": f"Hall {n}"},
                "service": service,
            }
            for n in (1, 2)
        ]
        pages.append(service | {"alert": "Ring", "phones": [{"number": "1"}]})
        found = loaded(pages)

        assert found.listings[0].places == ("Hall 1", "Hall 2")
        assert found.listings[0].service["alert"] == "Ring"
        assert found.losses == ()

    def test_two_that_differ_are_reported(self):
        """What stands first stays, and the other is told of."""
        service = {"id": "s1", "name": "Clinic", "status": "active"}
        first = service | {"organization": {"id": "o1", "name": "House"}}
        other = service | {
            "name": "Clinic!",
            "organization": {"id": "o1", "name": "Home"},
            "keywords": ["a"],
        }
        found = loaded([first | {"keywords": ["b"]}, other])

        assert found.resources[0].name == "Clinic"
        assert [(p.rule, p.path) for p in found.losses] == [
            ("duplicate-id", "$[1].name"),
            ("duplicate-id", "$[1].organization.name"),
            ("duplicate-id", "$[1].keywords"),
        ]

    @pytest.mark.parametrize(
        ("data", "noted"),
        [
            ({"openapi_url": "x", "version": "3.0"}, ("no-service", "$")),
            ([], ("no-service", "$")),
            ({}, ("unknown-object", "$")),
            ({"name": "Clinic"}, ("unknown-object", "$")),
            ({"location_type": "physical"}, ("not-carried", "$")),
            ({"website": "x", "name": "House"}, ("not-carried", "$")),
            ({"version": "1", "uri": "x"}, ("not-carried", "$")),
            ({"taxonomy": "x", "code": "y"}, ("not-carried", "$")),
            ({"status": "active"}, ("required", "$")),
            ({"status": "active", "id": "s1", "name": " "}, ("required", "$")),
            ({"status": "active", "id": "s1", "name": []}, ("required", "$")),
            ({"status": "active", "id": [1], "name": "x"}, ("required", "$")),
            (
                {"services.csv": [{"id": "s1", "name": None}]},
                ("required", "$.services.csv[0]"),
            ),
            (
                {"services.csv": [{"id": None, "name": "Clinic"}]},
                ("required", "$.services.csv[0]"),
            ),
            (
                {"contents": [], "total_pages": 3, "page_number": 2},
                ("other-pages", "$"),
            ),
            ({"contents": [], "total_pages": 3}, ("other-pages", "$")),
        ],
    )
    def test_what_holds_no_service_is_reported(self, data, noted):
        """What cannot be used is told of, with its place."""
        assert losses(data) == [noted]

    def test_a_page_with_an_odd_number_of_pages_is_read(self):
        """Only a whole number above one tells of other pages."""
        assert losses({"contents": [], "total_pages": "many"}) == [
            ("no-service", "$")
        ]


class TestMessy:
    """Nothing is dropped without a word, and nothing stops the rest."""

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("status", "Open"),
            ("minimum_age", "eighteen"),
            ("minimum_age", True),
            ("minimum_age", [18]),
            ("description", {"en": "Help"}),
            ("organization", "Neighbours"),
            ("phones", 5550101),
            ("phones", ["1", 2]),
            ("languages", ","),
        ],
    )
    def test_what_does_not_fit_is_kept_beside(self, field, value):
        """A value that its field cannot hold is reported, and kept."""
        service = {"id": "s1", "name": "Clinic", "fees": "1", field: value}
        found = loaded([service])

        assert found.listings[0].service[f"{field}_as_given"] == value
        assert [(p.rule, p.path) for p in found.losses] == [
            ("field-type", f"$[0].{field}")
        ]

    @pytest.mark.parametrize(
        ("field", "value", "held"),
        [
            ("status", "Temporarily_Closed ", "temporarily closed"),
            ("minimum_age", " 18 ", 18),
            ("maximum_age", "25.5", 25.5),
            ("wait_time", 3, "3"),
            ("wait_time", True, "true"),
        ],
    )
    def test_what_can_be_understood_is(self, field, value, held):
        """A number as text, or a code in other letters, is what it says."""
        assert of(**{field: value}).service[field] == held

    @pytest.mark.parametrize(
        ("service", "held"),
        [
            ({"website": "a"}, {"url": "a"}),
            (
                {"website": "a", "url": "b"},
                {"url": "b", "website_as_given": "a"},
            ),
            ({"weekday": "Mon"}, {"weekday": "Mon"}),
        ],
    )
    def test_older_spellings_are_read(self, service, held):
        """An older name is the newer one; where both stand, both stay."""
        found = of(**service).service

        assert held.items() <= found.items()

    def test_a_weekday_beside_a_rule_stays(self):
        """A rule goes before a day's name, which is kept."""
        schedule = {"weekday": "Monday", "byday": "TU"}

        assert of(schedules=[schedule]).schedules == (
            "Monday, Tuesday: no hours given",
        )

    def test_bare_texts_say_one_thing_each(self):
        """A list written as one text is a list."""
        found = of(required_documents="ID card, lease", phones="555 0101")

        assert found.documents == ("ID card", "lease")
        assert found.phones == ("555 0101",)

    def test_one_object_is_a_list_of_one(self):
        """A single object where a list belongs is read as one."""
        assert of(phones={"number": "1"}).phones == ("1",)

    def test_extras_stay(self):
        """A field of no version, and one of 3.1, stays as it is."""
        units = [{"unit": {"name": "Bed"}, "available": 12}]
        found = of(capacities=units, colour="blue")

        assert found.service["capacities"] == units
        assert found.service["colour"] == "blue"

    def test_ids_become_uuids_and_theirs_are_kept(self):
        """3.0 wants UUIDs; the id of the directory stands beside."""
        found = of(organization_id="o9").service
        term = {"name": "Housing", "parent_id": "101"}
        within = of(attributes=[{"taxonomy_term": term}]).service

        assert found["id_as_given"] == "s1"
        assert found["organization_id_as_given"] == "o9"
        assert len(found["id"]) == len(found["organization_id"]) == 36
        held = within["attributes"][0]["taxonomy_term"]
        assert held["parent_id_as_given"] == "101"

    def test_a_uuid_stays(self):
        """An id that is a UUID is kept."""
        name = "ac148810-d857-441c-9679-408f346de14b"

        assert of(id=name).service["id"] == name
        assert of(id=name).resource.source.id == name

    def test_keys_that_stand_twice_are_reported(self):
        """JSON with a key twice is read, and told of."""
        text = (
            '[{"id": "s1", "id": "s2", "name": "Clinic", "status": "active"}]'
        )
        found = hsds.loads(text, system=SYSTEM)

        assert found.resources[0].source.id == "s2"
        assert [p.rule for p in found.losses] == ["duplicate-key"]

    @pytest.mark.parametrize("number", ["NaN", "Infinity", "1e999"])
    def test_what_is_no_number_is_reported(self, number):
        """A number that is none is left out, and told of."""
        text = f'[{{"id": "s1", "name": "Clinic", "minimum_age": {number}}}]'
        found = hsds.loads(text, system=SYSTEM)

        assert found.listings[0].minimum_age is None
        assert [p.rule for p in found.losses] == ["number"]

    def test_text_that_cannot_be_stored_is_mended(self):
        """NUL and lone surrogates are left out, and told of."""
        text = r'[{"id": "s1", "name": "Cl\u0000in\ud800ic", "fees": null, "\u0000": 2.5}]'
        found = hsds.loads(text, system=SYSTEM)

        assert found.resources[0].name == "Clinic"
        assert [(p.rule, p.path) for p in found.losses] == [
            ("text-storable", "$[0].name"),
            ("text-storable", "$[0]"),
        ]

    @pytest.mark.parametrize(
        ("data", "rule"),
        [
            (b"", "json-syntax"),
            (b'{"id": ', "json-syntax"),
            (b"[" * 40 + b"]" * 40, "depth-cap"),
            (b"9" * 5000, "json-syntax"),
            (b" " * 300, "size-cap"),
        ],
    )
    def test_what_cannot_be_read_at_all_is_refused(self, data, rule):
        """A file of which nothing can be read raises our own error."""
        with pytest.raises(DocumentError) as error:
            hsds.loads(
                data,
                system=SYSTEM,
                max_bytes=5000 if rule != "size-cap" else 299,
            )

        assert error.value.rule == rule

    def test_a_byte_order_mark_does_no_harm(self):
        """UTF-8 with its mark, UTF-16 with its own, and text are read."""
        text = json.dumps([CLINIC])

        for data in (
            b"\xef\xbb\xbf" + text.encode(),
            text.encode("utf-16"),
            "\ufeff" + text,
        ):
            assert hsds.loads(data, system=SYSTEM) == loaded([CLINIC])


NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
HER = Actor(role=Role.CLIENT, id="c1")


def need(domain):
    """Return a need in *domain*."""
    return Need(words="A door", voice=Voice.of(HER, at=NOON), domain=domain)


def reasons(match, side):
    """Return code and words of the reasons of one side."""
    return [(r.code, r.words) for r in match.reasons if r.side is side]


class TestFind:
    """Eligibility explains, and never filters; nobody is ranked."""

    def test_why_it_fits_is_said(self):
        """Each place where a word stands is a reason."""
        (found,) = hsds.find_resources(
            loaded([CLINIC]), need(Domain.HOUSING_INSTABILITY)
        )

        assert reasons(found, Side.FOR) == [
            ("word", "the word 'Tenants' stands in its name"),
            ("word", "the word 'eviction' stands in its description"),
        ]
        assert found.resource.name == "Tenants' clinic"

    def test_what_is_to_be_known_is_said(self):
        """Who may come, cost, area, papers and notices are told."""
        (found,) = hsds.find_resources(
            loaded([CLINIC]), Domain.HOUSING_INSTABILITY
        )

        assert [(r.code, r.words) for r in found.to_ask] == [
            ("eligibility", "it says For people of the county: ask there"),
            ("eligibility", "it says 18 and over: ask there"),
            ("cost", "it says of its cost: Free"),
            ("area", "it is for people of: Peoria County"),
            ("document", "it asks for: The lease"),
            ("alert", "it gives notice: Closed in August"),
        ]

    def test_what_does_not_fit_is_not_there(self):
        """A service of which nothing speaks of the need is not returned."""
        found = hsds.find_resources(loaded([CLINIC]), Domain.FOOD_INSECURITY)

        assert found == ()

    @pytest.mark.parametrize(
        "changes",
        [
            {"minimum_age": 200},
            {"eligibility_description": "For nobody"},
            {"status": "defunct"},
            {"service_areas": ["Far away"]},
        ],
    )
    def test_nothing_is_filtered(self, changes):
        """Whatever it says of who may come, or of itself, it is returned."""
        found = hsds.find_resources(
            loaded([CLINIC | changes]), Domain.HOUSING_INSTABILITY
        )

        assert len(found) == 1

    @pytest.mark.parametrize(
        ("status", "side", "said"),
        [
            ("defunct", Side.AGAINST, "its status is 'defunct'"),
            (
                "temporarily closed",
                Side.AGAINST,
                "its status is 'temporarily closed'",
            ),
            (
                "",
                Side.UNSURE,
                "its status is not recorded: ask whether it is open",
            ),
            (
                "Open",
                Side.UNSURE,
                "its status is 'Open': ask whether it is open",
            ),
        ],
    )
    def test_the_status_is_a_reason(self, status, side, said):
        """Closed speaks against; not recorded is to be asked."""
        directory = loaded([{"id": "s1", "name": "Housing", "status": status}])
        (found,) = hsds.find_resources(directory, Domain.HOUSING_INSTABILITY)

        assert ("status", said) in reasons(found, side)

    @pytest.mark.parametrize(
        ("need_", "topics"),
        [
            (need(None), hsds.TOPICS),
            (need(Domain.UNSPECIFIED), hsds.TOPICS),
            (Domain.STRESS, {}),
            ("somewhere to swim", hsds.TOPICS),
        ],
    )
    def test_a_need_without_words_finds_everything(self, need_, topics):
        """Where nothing is known, nothing is kept from anybody."""
        (found,) = hsds.find_resources(loaded([CLINIC]), need_, topics=topics)

        assert (
            "no-topic",
            "nothing is known of the need's words: nothing was left out",
        ) in reasons(found, Side.UNSURE)

    def test_the_order_is_by_name(self):
        """Large and small letters alike; reasons do not move anything."""
        names = ["rent help", "Housing for rent: housing", "an apartment"]
        directory = loaded(
            [{"id": n, "name": n, "status": "active"} for n in names]
        )
        found = hsds.find_resources(directory, Domain.HOUSING_INSTABILITY)

        assert [one.resource.name for one in found] == [
            "an apartment",
            "Housing for rent: housing",
            "rent help",
        ]

    @pytest.mark.parametrize(
        ("term", "fits"),
        [
            ({"name": "Help Find Housing"}, True),
            ({"name": "Swimming"}, False),
            ({"code": "BH-1800.8500", "taxonomy": "AIRS", "name": "x"}, True),
            ({"code": "BH-1800", "taxonomy": "211 LA County"}, True),
            ({"code": "BH-1800", "taxonomy": "Bath houses"}, False),
            (
                {
                    "code": "housing-instability",
                    "taxonomy": "Gravity SDOH domains",
                },
                True,
            ),
            (
                {"code": "stress", "taxonomy": "Gravity SDOH domains"},
                False,
            ),
        ],
    )
    def test_terms_are_a_reason(self, term, fits):
        """A term speaks by its name, or by its code where it says whose."""
        service = {
            "id": "s1",
            "name": "x",
            "attributes": [{"taxonomy_term": term}, {}],
        }
        found = hsds.find_resources(
            loaded([service | {"status": "active"}]),
            Domain.HOUSING_INSTABILITY,
        )

        assert [r.code for one in found for r in one.speaks_for] == [
            "term"
        ] * fits

    def test_a_code_alone_is_quoted(self):
        """A term without a name is called by its code."""
        term = {"code": "BH-1800", "taxonomy": "AIRS"}
        found = of(attributes=[{"taxonomy_term": term}])

        assert found.terms == ("BH-1800",)

    @pytest.mark.parametrize(
        ("word", "text", "fits"),
        [
            ("rent", "Rent help", True),
            ("rent", "Parents", False),
            ("rent", "Rental", False),
            ("rent*", "Rental", True),
            ("soup kitchen", "A Soup Kitchen", True),
            ("c++", "We teach c++", True),
        ],
    )
    def test_words_are_whole(self, word, text, fits):
        """A word stands for itself, unless it ends in a star."""
        topics = {"mine": hsds.Topic(words=(word,))}
        found = hsds.find_resources(
            loaded([{"id": "1", "name": text, "status": "active"}]),
            "mine",
            topics=topics,
        )

        assert bool(found) is fits

    def test_no_words_fit_nothing(self):
        """A topic without words finds nothing by words."""
        found = hsds.find_resources(
            loaded([CLINIC]), "mine", topics={"mine": hsds.Topic(words=())}
        )

        assert found == ()

    def test_several_words_are_quoted_as_such(self):
        """The reason quotes what stands there."""
        (found,) = hsds.find_resources(
            loaded([{"id": "1", "name": "Legal AID", "status": "active"}]),
            "mine",
            topics={"mine": hsds.Topic(words=("legal aid",))},
        )

        assert (
            found.speaks_for[0].words
            == "the words 'Legal AID' stand in its name"
        )

    @pytest.mark.parametrize(
        ("changes", "side", "said"),
        [
            (
                {"languages": [{"code": "so-SO"}]},
                Side.FOR,
                "it lists a language of the client's: so-SO",
            ),
            (
                {"languages": [{"code": "fr"}]},
                Side.AGAINST,
                "none of the client's languages is listed: fr",
            ),
            (
                {"languages": ["French"]},
                Side.UNSURE,
                "it says of languages: French",
            ),
            (
                {},
                Side.UNSURE,
                "it says nothing of languages: ask, and ask for an interpreter",
            ),
        ],
    )
    def test_the_clients_languages_are_compared(self, changes, side, said):
        """Nothing else of the client's is."""
        service = {"id": "1", "name": "Rent", "status": "active"} | changes
        (found,) = hsds.find_resources(
            loaded([service]),
            Domain.HOUSING_INSTABILITY,
            client=Client(called="Amina", languages=("so",)),
        )

        assert ("language", said) in reasons(found, side)

    def test_a_client_without_languages_has_none_compared(self):
        """What is not recorded is not compared."""
        (found,) = hsds.find_resources(
            loaded([CLINIC]),
            Domain.HOUSING_INSTABILITY,
            client=Client(called="Amina"),
        )

        assert "language" not in {r.code for r in found.reasons}
        assert found.speaks_against == ()

    def test_every_domain_has_its_words(self):
        """Each of the categories but the unspecified one is mapped."""
        missing = {*Domain} - {*hsds.TOPICS}

        assert missing == {Domain.UNSPECIFIED}


class TestWrite:
    def test_written_and_read_again(self):
        """Reading what was written gives the same directory."""
        directory = loaded([CLINIC])
        again = hsds.loads(hsds.dumps(directory), system=SYSTEM)

        assert directory == again

    def test_a_page_as_the_standard_has_it(self):
        """What is written is one page, the only one."""
        page = json.loads(hsds.dumps(loaded([CLINIC])))

        assert {k: v for k, v in page.items() if k != "contents"} == {
            "total_items": 1,
            "total_pages": 1,
            "page_number": 1,
            "size": 1,
            "first_page": True,
            "last_page": True,
            "empty": False,
        }

    def test_an_unknown_status_is_not_made_up(self):
        """Without a status, nothing is written until somebody says which."""
        directory = loaded([{"id": "s1", "name": "Clinic", "fees": "Free"}])

        with pytest.raises(DocumentError, match="without_status") as error:
            hsds.dumps(directory)

        assert (error.value.rule, error.value.path) == (
            "status-wanted",
            "$.listings[0].service",
        )

    @pytest.mark.parametrize("given", [None, "Open"])
    def test_a_status_for_the_schema_alone_is_not_read_back(self, given):
        """What was written because the schema wants it is no status."""
        directory = loaded(
            [{"id": "s1", "name": "Clinic", "fees": "x", "status": given}]
        )
        data = hsds.dumps(directory, without_status=ResourceStatus.ACTIVE)

        assert json.loads(data)["contents"][0]["status"] == "active"
        again = hsds.loads(data, system=SYSTEM)
        assert directory.listings == again.listings

    def test_a_file_is_written_for_its_owner(self, tmp_path):
        """The file is whole, and its owner's alone."""
        path = tmp_path / "directory.json"
        hsds.dump(loaded([CLINIC]), path)

        assert hsds.read(path, system=SYSTEM) == loaded([CLINIC])
        assert path.stat().st_mode & 0o777 == 0o600

    def test_own_resources_as_a_directory(self):
        """Resources of a plan can be written, and come back."""
        ours = Resource(
            id=ResourceId("r1"),
            name="Sewing circle",
            kind=ResourceKind.SUPPORT_GROUP,
            domain=Domain.SOCIAL_CONNECTION,
            languages=("so", "en"),
            description="Tuesdays",
            contact="Ask for Hodan",
            cost="Free",
            eligibility="For all",
            status=ResourceStatus.ACTIVE,
            source=Source(system=SYSTEM, id="7"),
        )
        directory = hsds.directory_of([ours], system=SYSTEM)
        again = hsds.loads(hsds.dumps(directory), system=SYSTEM)

        assert directory.losses == ()
        assert again.resources == directory.resources
        for name in (
            "name",
            "kind",
            "domain",
            "languages",
            "description",
            "contact",
            "cost",
            "eligibility",
            "status",
            "source",
        ):
            assert getattr(again.resources[0], name) == getattr(ours, name)

    def test_what_the_standard_cannot_carry_is_told(self):
        """Who found it and what it replaces has no field in HSDS."""
        ours = Resource(
            id=ResourceId("r2"),
            name=" ",
            found=Voice.of(HER, at=NOON),
            replaces=ResourceId("r1"),
        )
        directory = hsds.directory_of([ours], system=SYSTEM)

        assert [(p.rule, p.path) for p in directory.losses] == [
            ("not-carried", "$.found"),
            ("not-carried", "$.replaces"),
            ("required", "$.name"),
        ]
        assert directory.resources[0].source == Source(system=SYSTEM, id="r2")

    def test_a_domain_of_the_directory_is_kept(self):
        """A Gravity category that the directory states is the domain."""
        ours = Resource(name="x", domain=Domain.STRESS)
        (found,) = hsds.find_resources(
            hsds.directory_of([ours], system=SYSTEM), Domain.STRESS
        )

        assert [r.code for r in found.speaks_for] == ["term"]
        assert found.resource.domain is Domain.STRESS


class TestPage:
    """The conformance page says everything, row by row."""

    PAGE = Path(__file__).parents[2] / "docs" / "reference" / "hsds.md"

    def test_every_rule_field_and_table_is_on_it(self):
        """Nothing that is read or reported is missing there."""
        page = self.PAGE.read_text(encoding="utf-8")
        fields = {
            name
            for kind in KINDS.values()
            for name in (
                *kind.texts,
                *kind.numbers,
                *kind.codes,
                *kind.parts,
                *kind.one,
            )
        }
        named = fields | {*KINDS, *TABLES} | RULES

        assert {n for n in named if f"`{n}`" not in page} == set()


def test_it_is_not_loaded_with_the_other_codecs():
    """Whoever needs no directory does not pay for it."""
    code = (
        "import sys, empowerkit.codecs; "
        "print([m for m in sys.modules if 'hsds' in m])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        check=True,
        text=True,
    )

    assert done.stdout.strip() == "[]"
