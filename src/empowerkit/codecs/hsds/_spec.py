"""
What the standard calls things: objects, fields, tables, older spellings.

Source: Human Services Data Specification 3.0 and 3.1, and the tables of
1.0 to 2.0; an Open Referral resource, https://docs.openreferral.org.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import attrs

from empowerkit.model import ResourceStatus


@attrs.frozen(kw_only=True)
class Kind:
    """
    One kind of object of HSDS 3.0.

    Attributes:
        texts: Fields that hold text.
        numbers: Fields that hold a number.
        codes: Fields that hold one of some terms.
        parts: Fields that hold a list of objects, and of which kind.
        one: Fields that hold one object, and of which kind.
        needs: Fields that the schema wants, and what stands there where
            nothing is recorded.
        said: The field that a bare text stands for.
    """

    texts: frozenset[str]
    numbers: frozenset[str] = frozenset()
    codes: Mapping[str, frozenset[str]] = attrs.field(
        factory=dict[str, frozenset[str]]
    )
    parts: Mapping[str, str] = attrs.field(factory=dict[str, str])
    one: Mapping[str, str] = attrs.field(factory=dict[str, str])
    needs: Mapping[str, str] = attrs.field(factory=dict[str, str])
    said: str | None = None


STATUSES: Final = frozenset(status.value for status in ResourceStatus)
PLACES: Final = frozenset({"physical", "postal", "virtual"})
DAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NOTED: Final = {"attributes": "attribute", "metadata": "metadata"}


def _texts(names: str) -> frozenset[str]:
    return frozenset(names.split())


def _unsaid(names: str) -> dict[str, str]:
    return dict.fromkeys(names.split(), "")


_ADDRESS_PARTS: Final = "address_1 city state_province postal_code country"
_METADATA: Final = (
    "last_action_date last_action_type field_name previous_value "
    "replacement_value updated_by"
)

# Directories say these of a service, of where it is and of whose it is, also
# where the standard has another place for it.
_ANYWHERE: Final = {
    "accessibility": "accessibility",
    "languages": "language",
    "phones": "phone",
    "schedules": "schedule",
    "service_areas": "service_area",
}
KINDS: Final[Mapping[str, Kind]] = {
    "accessibility": Kind(
        texts=_texts("description details url"),
        parts=_NOTED,
        said="description",
    ),
    "address": Kind(
        texts=_texts(f"attention address_2 region {_ADDRESS_PARTS}"),
        codes={"address_type": PLACES},
        parts=_NOTED,
        needs=_unsaid(_ADDRESS_PARTS) | {"address_type": "physical"},
    ),
    "attribute": Kind(
        texts=_texts("link_type link_entity value label"),
        parts={"metadata": "metadata"},
        one={"taxonomy_term": "taxonomy_term"},
    ),
    "contact": Kind(
        texts=_texts("name title department email"),
        parts=_NOTED | {"phones": "phone"},
    ),
    "cost_option": Kind(
        texts=_texts("valid_from valid_to option currency amount_description"),
        numbers=_texts("amount"),
        parts=_NOTED,
        said="option",
    ),
    "funding": Kind(texts=_texts("source"), parts=_NOTED, said="source"),
    "language": Kind(
        texts=_texts("name code note"), parts=_NOTED, said="name"
    ),
    "location": Kind(
        texts=_texts(
            "url name alternate_name description transportation "
            "external_identifier external_identifier_type"
        ),
        numbers=_texts("latitude longitude"),
        codes={"location_type": PLACES},
        needs={"location_type": "physical"},
        parts=_NOTED
        | _ANYWHERE
        | {
            "addresses": "address",
            "contacts": "contact",
        },
    ),
    "metadata": Kind(
        texts=_texts(f"resource_type {_METADATA}"),
        needs=_unsaid(_METADATA),
    ),
    "organization": Kind(
        texts=_texts(
            "name alternate_name description email website tax_status "
            "tax_id legal_status logo uri parent_organization_id"
        ),
        numbers=_texts("year_incorporated"),
        parts=_NOTED
        | _ANYWHERE
        | {
            "addresses": "address",
            "contacts": "contact",
            "funding": "funding",
            "locations": "location",
            "organization_identifiers": "organization_identifier",
            "programs": "program",
        },
        needs=_unsaid("name description"),
    ),
    "organization_identifier": Kind(
        texts=_texts("identifier_scheme identifier_type identifier"),
        parts=_NOTED,
    ),
    "phone": Kind(
        texts=_texts("number type description"),
        numbers=_texts("extension"),
        parts=_NOTED | {"languages": "language"},
        needs=_unsaid("number"),
        said="number",
    ),
    "program": Kind(
        texts=_texts("name alternate_name description"),
        parts=_NOTED,
        needs=_unsaid("name description"),
    ),
    "required_document": Kind(
        texts=_texts("document uri"), parts=_NOTED, said="document"
    ),
    "schedule": Kind(
        texts=_texts(
            "valid_from valid_to dtstart until byday byweekno bymonthday "
            "byyearday description opens_at closes_at schedule_link "
            "attending_type notes"
        ),
        numbers=_texts("timezone count interval"),
        codes={
            "freq": _texts("WEEKLY MONTHLY"),
            "wkst": frozenset(DAYS),
        },
        parts=_NOTED,
        said="description",
    ),
    "service": Kind(
        texts=_texts(
            "organization_id program_id name alternate_name description url "
            "email interpretation_services application_process "
            "fees_description wait_time fees accreditations "
            "eligibility_description assured_date assurer_email licenses "
            "alert last_modified"
        ),
        numbers=_texts("minimum_age maximum_age"),
        codes={"status": STATUSES},
        parts=_NOTED
        | _ANYWHERE
        | {
            "contacts": "contact",
            "cost_options": "cost_option",
            "funding": "funding",
            "required_documents": "required_document",
            "service_at_locations": "service_at_location",
        },
        one={"organization": "organization", "program": "program"},
        needs=_unsaid("name"),
    ),
    "service_area": Kind(
        texts=_texts("name description extent extent_type uri"),
        parts=_NOTED,
        said="name",
    ),
    "service_at_location": Kind(
        texts=_texts("description"),
        parts=_NOTED
        | _ANYWHERE
        | {
            "contacts": "contact",
        },
        one={"location": "location"},
    ),
    "taxonomy": Kind(
        texts=_texts("name description uri version"),
        parts={"metadata": "metadata"},
        needs=_unsaid("name description"),
    ),
    "taxonomy_term": Kind(
        texts=_texts(
            "code name description parent_id taxonomy language term_uri"
        ),
        parts={"metadata": "metadata"},
        one={"taxonomy_detail": "taxonomy"},
        needs=_unsaid("name description"),
        said="name",
    ),
}

# Each table's own kind, by the names that versions 1.0 to 3.1 give it.
TABLES: Final[Mapping[str, str]] = {
    "accessibility": "accessibility",
    "accessibility_for_disabilities": "accessibility",
    "addresses": "address",
    "attributes": "attribute",
    "contacts": "contact",
    "cost_options": "cost_option",
    "eligibility": "eligibility",
    "funding": "funding",
    "holiday_schedules": "schedule",
    "languages": "language",
    "locations": "location",
    "mail_addresses": "address",
    "metadata": "metadata",
    "organization_identifiers": "organization_identifier",
    "organizations": "organization",
    "other_attributes": "attribute",
    "payments_accepted": "payment",
    "phones": "phone",
    "physical_addresses": "address",
    "postal_addresses": "address",
    "programs": "program",
    "regular_schedules": "schedule",
    "required_documents": "required_document",
    "schedules": "schedule",
    "service_areas": "service_area",
    "service_at_location": "service_at_location",
    "service_at_locations": "service_at_location",
    "service_attributes": "attribute",
    "service_capacity": "capacity",
    "service_capacities": "capacity",
    "service_taxonomy": "attribute",
    "services": "service",
    "services_at_location": "service_at_location",
    "services_at_locations": "service_at_location",
    "services_taxonomy": "attribute",
    "taxonomies": "taxonomy",
    "taxonomy": "taxonomy_term",
    "taxonomy_terms": "taxonomy_term",
    "units": "unit",
    "urls": "url",
}

# The field in which an object holds rows of a kind.
HELD_IN: Final[Mapping[str, str]] = {
    "accessibility": "accessibility",
    "address": "addresses",
    "attribute": "attributes",
    "capacity": "capacities",
    "contact": "contacts",
    "cost_option": "cost_options",
    "eligibility": "eligibility",
    "funding": "funding",
    "language": "languages",
    "location": "locations",
    "metadata": "metadata",
    "organization_identifier": "organization_identifiers",
    "payment": "payments_accepted",
    "phone": "phones",
    "program": "programs",
    "required_document": "required_documents",
    "schedule": "schedules",
    "service_area": "service_areas",
    "service_at_location": "service_at_locations",
    "url": "additional_urls",
}

# The columns by which a row names what it belongs to.
PARENTS: Final[Mapping[str, str]] = {
    "contact_id": "contact",
    "location_id": "location",
    "organization_id": "organization",
    "phone_id": "phone",
    "service_at_location_id": "service_at_location",
    "service_id": "service",
}

# What older versions, and 3.0 for the same thing, call a field.
RENAMED: Final[Mapping[str, Mapping[str, str]]] = {
    "accessibility": {"accessibility": "description"},
    "attribute": {"taxonomy_id": "taxonomy_term_id"},
    "language": {"language": "name"},
    "location": {"website": "url"},
    "organization": {"url": "website"},
    "phone": {"language": "languages", "number_type": "type"},
    "schedule": {"end_date": "valid_to", "start_date": "valid_from"},
    "service": {
        "eligibility": "eligibility_description",
        "funding_sources": "funding",
        "website": "url",
    },
    "taxonomy_term": {"taxonomy_id": "id", "vocabulary": "taxonomy"},
}
