"""
Which words and terms of a directory speak of which need.

The words are our own, and English; replace them, or add those of your
directory and language.
Source of the codes: the classes of the 211 (AIRS) taxonomy that name the
same thing; only a term that says it is of that taxonomy is held against
them.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

import attrs

from empowerkit.model import Domain


@attrs.frozen(kw_only=True)
class Topic:
    """
    The words and codes by which a directory speaks of one need.

    Attributes:
        words: Words, or several in a row; one that ends in ``*`` stands
            for all that begin so.  Case does not matter.
        codes: Beginnings of codes in the 211 (AIRS) taxonomy.

    >>> Topic(words=("evict*", "rent")).codes
    ()
    """

    words: tuple[str, ...]
    codes: tuple[str, ...] = ()


def _topic(words: str, codes: str = "") -> Topic:
    listed = (word.strip() for word in words.split(","))
    return Topic(words=tuple(listed), codes=tuple(codes.split()))


_HOUSING: Final = (
    "housing, tenan*, landlord*, evict*, rent, rental, lease, foreclos*, "
    "mortgage*, apartment*, section 8"
)
_LEGAL: Final = (
    "legal, lawyer*, attorney*, court*, tenants' rights, civil rights, "
    "law, expung*, immigration, mediation"
)

TOPICS: Final[Mapping[str, Topic]] = MappingProxyType(
    {
        Domain.FOOD_INSECURITY: _topic(
            "food, meal*, grocer*, pantry, pantries, nutrition*, snap, wic, "
            "hunger, lunch*, soup kitchen*",
            "BD NL-6000",
        ),
        Domain.HOUSING_INSTABILITY: _topic(_HOUSING, "BH"),
        Domain.HOMELESSNESS: _topic(
            "homeless*, shelter*, unhoused, housing first, rehous*, "
            "transitional housing, supportive housing, street outreach",
            "BH-1800",
        ),
        Domain.INADEQUATE_HOUSING: _topic(
            "home repair*, weatheri*, mold, lead paint, habitab*, "
            "code enforcement, home modification*, housing condition*, "
            "repair*",
            "BH-3000",
        ),
        Domain.TRANSPORTATION_INSECURITY: _topic(
            "transport*, transit, bus, buses, ride, rides, driver*, "
            "paratransit, bicycle*, car loan*, automobile*",
            "BT",
        ),
        Domain.FINANCIAL_INSECURITY: _topic(
            "financial*, money, debt*, bankrupt*, cash, credit, budget*, "
            "loan*, income, public benefits, benefits, social security, "
            "consumer, tax, taxes, pension*, economic*",
            "DM NL NS NT",
        ),
        Domain.MATERIAL_HARDSHIP: _topic(
            "clothes, clothing, furniture, diaper*, household goods, "
            "emergency assistance, thrift, toiletr*, school supplies",
            "BM",
        ),
        Domain.EDUCATIONAL_ATTAINMENT: _topic(
            "education*, school*, literacy, tutor*, ged, college*, "
            "classes, learn*, diploma*, scholarship*, students",
            "H",
        ),
        Domain.EMPLOYMENT_STATUS: _topic(
            "employ*, job, jobs, work, worker*, career*, wage*, "
            "unemploy*, vocational, apprentic*",
            "ND",  # codespell:ignore nd
        ),
        Domain.VETERAN_STATUS: _topic(
            "veteran*, military, armed forces, service member*, "
            "servicemember*",
            "TM",
        ),
        Domain.STRESS: _topic(
            "stress, counsel*, mental health, crisis, anxiety, therap*, "
            "mindful*, respite",
            "RP RR",
        ),
        Domain.SOCIAL_CONNECTION: _topic(
            "social, friend*, companion*, mentor*, recreation*, club*, "
            "group*, visiting, senior center*, community center*, peer*",
            "PL PN",
        ),
        Domain.INTIMATE_PARTNER_VIOLENCE: _topic(
            "domestic violence, domestic abuse, intimate partner*, "
            "order of protection, orders of protection, batter*, "
            "abuse, abused, stalking, safe housing, sexual assault",
        ),
        Domain.ELDER_ABUSE: _topic(
            "elder abuse, adult protect*, elder law, ombudsman, "
            "guardianship*, senior abuse, neglect",
        ),
        Domain.PERSONAL_HEALTH_LITERACY: _topic(
            "health education, health literacy, wellness, "
            "health information, patient education, nutrition education",
        ),
        Domain.HEALTH_INSURANCE_COVERAGE_STATUS: _topic(
            "health insurance, medicaid, medicare, medi-cal, insurance, "
            "health coverage, uninsured",
            "LH-3000 NL-5000",
        ),
        Domain.MEDICAL_COST_BURDEN: _topic(
            "medical bill*, medical debt*, hospital bill*, free clinic*, "
            "prescription*, charity care, medical clinic*, "
            "help pay for healthcare",
        ),
        Domain.DIGITAL_LITERACY: _topic(
            "computer class*, computer training, digital literacy, "
            "digital skill*, internet class*, computer skill*",
        ),
        Domain.DIGITAL_ACCESS: _topic(
            "internet, wi-fi, wifi, broadband, computer*, laptop*, "
            "digital access, web center*",
        ),
        Domain.UTILITY_INSECURITY: _topic(
            "utility, utilities, electric*, heat, heating, gas bill*, "
            "water bill*, energy, liheap",
            "BV",
        ),
        Domain.LANGUAGE_ACCESS: _topic(
            "interpret*, translat*, esl, english language, "
            "english as a second language, language*, bilingual*",
        ),
        Domain.INCARCERATION_STATUS: _topic(
            "reentry, re-entry, prison*, jail*, incarcerat*, parole*, "
            "probation, expung*, criminal record*, under arrest, "
            "formerly incarcerated, ex-offender*",
            "FF",
        ),
        Domain.PROTECTIVE_FACTOR: _topic(
            "mentor*, peer support, support group*, parenting, leadership, "
            "mutual aid",
            "PN",
        ),
        "legal": _topic(_LEGAL, "FT"),
        "emotional-and-mental-health": _topic(
            "mental health, counsel*, therap*, psych*, depress*, anxiety, "
            "suicid*, grief, trauma, emotional*",
            "RP RR",
        ),
        "caregiver-needs": _topic(
            "caregiver*, respite, child care, childcare, day care, "
            "kinship, home care, family support",
        ),
    }
)
