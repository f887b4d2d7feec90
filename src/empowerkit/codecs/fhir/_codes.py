"""The spellings of FHIR and of its guides, and of our own extensions."""

from __future__ import annotations

import enum
import re

from typing import Final

from empowerkit.model import (
    AnswerStatus,
    Domain,
    GoalDomain,
    NeedStatus,
    Role,
    Ruler,
)


class FhirVersion(enum.StrEnum):
    """
    The versions of FHIR that are written; all of them are read.

    R4B is read and written as R4: for what a plan holds the two are alike.
    """

    R4 = "R4"
    R5 = "R5"


OURS: Final = "urn:empowerkit:fhir:"
OUR_IDS: Final = "urn:empowerkit:id"
OUR_NOUNS: Final = "urn:empowerkit:noun"
OUR_CODES: Final = "urn:empowerkit:code"
EMPTY: Final = f"{OURS}empty"
ROLE: Final = f"{OURS}role"
# Reserved by RFC 2606: it says that there is no server behind it.
NOWHERE: Final = "https://empowerkit.invalid/fhir"
FHIR: Final = "http://hl7.org/fhir"

_CORE: Final = f"{FHIR}/StructureDefinition"
ABSENT: Final = f"{_CORE}/data-absent-reason"
ACCEPTANCE: Final = f"{_CORE}/goal-acceptance"
RELATIONSHIP: Final = f"{_CORE}/goal-relationship"
PERTAINS: Final = f"{_CORE}/resource-pertainsToGoal"
PRONOUNS: Final = f"{_CORE}/individual-pronouns"
_THO: Final = "http://terminology.hl7.org/CodeSystem"
ABSENT_REASONS: Final = f"{_THO}/data-absent-reason"
ACHIEVEMENT: Final = f"{_THO}/goal-achievement"
ACT_CLASS: Final = f"{_THO}/v3-ActCode"
AGENT_TYPES: Final = f"{_THO}/provenance-participant-type"
CLINICAL: Final = f"{_THO}/condition-clinical"
CONDITION_CATEGORY: Final = f"{_THO}/condition-category"
CONFIDENTIALITY: Final = f"{_THO}/v3-Confidentiality"
CONSENT_SCOPE: Final = f"{_THO}/consentscope"
OBSERVATION_CATEGORY: Final = f"{_THO}/observation-category"
RELATIONSHIPS: Final = f"{_THO}/goal-relationship-type"
BCP_47: Final = "urn:ietf:bcp:47"
LOINC: Final = "http://loinc.org"
SNOMED: Final = "http://snomed.info/sct"

_PCO: Final = f"{FHIR}/us/pco"
ATTAINMENT: Final = f"{_PCO}/StructureDefinition/pco-goal-attainment-scaling"
PCO_CONCEPTS: Final = f"{_PCO}/CodeSystem/pco-concepts-temporary"
PCO_DOMAINS: Final = f"{_PCO}/CodeSystem/pco-goal-domains-temporary"
PCO_READINESS: Final = (
    f"{_PCO}/CodeSystem/readiness-assessment-concepts-temporary"
)
ELTSS_NEEDS: Final = (
    f"{FHIR}/us/eltss/CodeSystem/eltss-condition-category-code"
)
ELTSS_STRENGTHS: Final = f"{FHIR}/us/eltss/CodeSystem/eltss-observation-code"
GRAVITY: Final = (
    f"{FHIR}/us/sdoh-clinicalcare/CodeSystem/SDOHCC-CodeSystemTemporaryCodes"
)

ASSESSED_NEED: Final = "assessed-need"
BARRIER: Final = "811791000000103"
PREFERENCE: Final = "95541-9"
RANKED: Final = "81340-2"
# LOINC; the second is for treatment.
PREFERENCES: Final = frozenset({PREFERENCE, "75773-2", RANKED})
PREFERENCE_CATEGORIES: Final = frozenset(
    {
        "care-experience-preference",
        "treatment-intervention-preference",
        "what-matters",
    }
)
PROTECTIVE_FACTOR: Final = Domain.PROTECTIVE_FACTOR.value
STRENGTH: Final = "strength"
WHAT_MATTERS: Final = "what-matters"

LEVELS: Final = {
    "LA34479-8": 2,
    "LA34480-6": 1,
    "LA34481-4": 0,
    "LA34483-0": -1,
    "LA34484-8": -2,
}
LEVEL_NAMES: Final = {
    "much better than expected": 2,
    "better than expected": 1,
    "expected outcome": 0,
    "less than expected": -1,
    "much less than expected": -2,
}
LEVEL_CODES: Final = {level: code for code, level in LEVELS.items()}
LEVEL_DISPLAYS: Final = {
    level: name.capitalize() for name, level in LEVEL_NAMES.items()
}
REPORTED: Final = "107332-9"
ATTAINMENT_BY: Final = {
    Role.CLIENT: "107334-5",
    Role.WORKER: "107333-7",
    Role.SUPPORTER: "107331-1",
}
ATTAINMENTS: Final = frozenset({REPORTED, *ATTAINMENT_BY.values()})
READINESS: Final = {
    "importance": Ruler.IMPORTANCE,
    "confidence": Ruler.CONFIDENCE,
}
NOT_ANSWERED: Final = {
    "asked-declined": AnswerStatus.PREFERS_NOT_TO_SAY,
    "asked-unknown": AnswerStatus.DOES_NOT_KNOW,
    "not-asked": AnswerStatus.NOT_ASKED,
}
ABSENT_CODES: Final = {status: code for code, status in NOT_ANSWERED.items()}
DOMAINS: Final = {domain.value: domain for domain in Domain}
GOAL_DOMAINS: Final = {domain.value: domain for domain in GoalDomain}
CLINICAL_STATUS: Final = {
    NeedStatus.OPEN: "active",
    NeedStatus.MET: "resolved",
    NeedStatus.ENDED: "inactive",
}
NEED_STATUS: Final = {
    "active": NeedStatus.OPEN,
    "recurrence": NeedStatus.OPEN,
    "relapse": NeedStatus.OPEN,
    "inactive": NeedStatus.ENDED,
    "remission": NeedStatus.ENDED,
    "resolved": NeedStatus.MET,
}
ROLES: Final = {
    "Patient": Role.CLIENT,
    "Practitioner": Role.WORKER,
    "PractitionerRole": Role.WORKER,
    "RelatedPerson": Role.SUPPORTER,
    "Organization": Role.ORGANISATION,
    "Device": Role.SOFTWARE,
}
RESOURCES: Final = {
    Role.CLIENT: "Patient",
    Role.WORKER: "Practitioner",
    Role.SUPPORTER: "RelatedPerson",
    Role.PROXY: "RelatedPerson",
    Role.INTERPRETER: "Practitioner",
    Role.ORGANISATION: "Organization",
    Role.SOFTWARE: "Device",
}

_CAPITAL: Final = re.compile("(?<!^)(?=[A-Z])")


def slug(kind: type) -> str:
    """Return how *kind* is spelled in urls: ``what-matters``."""
    return _CAPITAL.sub("-", kind.__name__).lower()
