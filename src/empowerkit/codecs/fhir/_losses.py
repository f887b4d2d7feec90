"""What could not be carried: where it stood, and why; never what it said."""

from __future__ import annotations

from typing import Final

import attrs

from ._forms import is_type
from ._index import Item


WHYS: Final = {
    "actor": "names nobody who can act or speak in this plan",
    "already-has-plan": "is a second plan of a client who has one here",
    "bare-text": "is text alone; a file among several is named by a Path",
    "blank-text": "is nothing but rare spaces, which FHIR takes for nothing",
    "code": "has a code that is not in its list",
    "day-for-time": "has no time of day: read as the start of that day, UTC",
    "diagnosis": "is a condition that nobody calls a need",
    "entered-in-error": "was entered in error, or called off",
    "given-twice": "was given before under the same type and id",
    "long-text": "is longer than 1 MiB, which FHIR does not allow",
    "malformed": "does not have the form that FHIR gives it",
    "modifier": "has a modifierExtension, which may turn its meaning around",
    "no-client": "names no patient whose plan it could be in",
    "no-kind": "is of a kind that has no place in a plan",
    "no-name": "gives no name to go by",
    "no-place": "has no place in a plan",
    "no-time": "has no time of day with its offset",
    "no-words": "says nothing in words",
    "not-supplied": "is named and was not given: nothing is known but its id",
    "offset": "has an offset beyond 14 hours: the same moment stands in UTC",
    "other-pages": "is one page of several, and the next was not given",
    "unread-document": "is a document that could not be read",
}


@attrs.frozen(kw_only=True, repr=False)
class Loss:
    """
    One thing that was not carried.

    Attributes:
        resource_type: FHIR's name of the resource; ``?`` where there is
            none.
        id: Its id, as given; empty where there is none.
        path: A JSON pointer from the resource; empty for all of it.
            Names that are not FHIR's stand as ``?``, since a key may be
            somebody's name.
        rule: A short name of the reason, stable across versions; where a
            rule of the model refused, the name of that rule.
        why: The reason, in a sentence.
        file: The file, from the folder that was read, and the line of an
            NDJSON file; empty where there is none.  Where several were
            read at once, by the path that was given.

    The ``repr`` holds the type, the path and the rule, and no id.
    """

    resource_type: str
    id: str
    path: str
    rule: str
    why: str
    file: str = ""

    def __repr__(self) -> str:
        return f"<Loss {self.resource_type}{self.path} [{self.rule}]>"


def loss(
    resource_type: object,
    noun_id: object,
    path: str,
    rule: str,
    *,
    file: str = "",
) -> Loss:
    """Return the loss of what stands at *path*, for the reason *rule*."""
    known = is_type(resource_type)
    return Loss(
        resource_type=str(resource_type) if known else "?",
        id=noun_id if isinstance(noun_id, str) else "",
        path=path,
        rule=rule,
        why=WHYS.get(rule) or f"breaks the rule {rule}",
        file=file,
    )


def whole(item: Item, rule: str) -> Loss:
    """Return the loss of all of *item*, for the reason *rule*."""
    return loss(item.type, item.id, "", rule, file=item.file)


def pointer(parts: tuple[str | int, ...]) -> str:
    """Return *parts* as a JSON pointer, of FHIR's names and numbers alone."""
    named = [
        f"/{part if isinstance(part, int) or part in NAMES else '?'}"
        for part in parts
    ]
    return "".join(named)


# The elements of the resources that are read, in R4 and R5, and what stands
# right below those of them that have parts.
NAMES: Final = frozenset(
    # A list of one name a line would be longer than the rest of the module.
    """
abatementAge abatementDateTime abatementPeriod abatementRange abatementString
account achievementStatus action actionId active activity actor
actorCanonical actorReference actualPeriod additionalInstruction address
addresses admission admitSource age agent alias allDay appliesTo appointment
appointmentRequired asNeededBoolean asNeededCodeableConcept asserter
assessment author authoredOn authority authorization availability
availabilityExceptions availableEndTime availableStartTime availableTime
basedOn birthDate bodySite bodyStructure businessStatus cardinalityBehavior
careTeam category characteristic class classHistory clinicalStatus code
coding comment communication component condition contact contained continuous
contributor controller coverageArea coveragePeriod coverageTiming created
custodian dailyAmount data dataAbsentReason dataPeriod date dateTime
daysOfWeek deceasedBoolean deceasedDateTime decision definitionCanonical
definitionUri deleted derivedFrom description destination detail
detailBoolean detailCodeableConcept detailInteger detailQuantity detailRange
detailRatio detailString device diagnosis dietPreference dischargeDisposition
display documentation documentType doNotPerform doseAndRate dueDate
dueDuration during dynamicValue effectiveDateTime effectiveInstant
effectivePeriod effectiveTiming eligibility emptyReason encounter end
endpoint endRelationship entity entry episodeOfCare event evidence
executionPeriod expressedBy expression extension extraDetails family flag
focus for form function gender generalPractitioner given goal grantee grantor
groupIdentifier groupingBehavior hasMember healthcareService high
hospitalization id identifier implicitRules individual input
instantiatesCanonical instantiatesReference instantiatesUri
instructionMarkdown instructionReference insurance intent interpretation
issued issuer item kind language lastModified length lifecycleStatus link
linkId location locationCode locationReference low manager
managingOrganization maritalStatus maxDosePerAdministration
maxDosePerLifetime maxDosePerPeriod meaning measure member meta method mode
modifierExtension multipleBirthBoolean multipleBirthInteger name normalValue
notAvailable note observation occurredDateTime occurredPeriod
occurrenceDateTime occurrencePeriod occurrenceTiming offeredIn offsetDuration
offsetRange onBehalfOf onsetAge onsetDateTime onsetPeriod onsetRange
onsetString orderDetail orderedBy organization origin other outcome
outcomeCode outcomeCodeableConcept outcomeReference output owner parameter
parameterFocus participant partOf path patient patientInstruction
performedActivity performer performerType period photo physicalType
plannedActivityReference plannedEndDate plannedStartDate policy policyBasis
policyRule policyText practitioner preAdmissionIdentifier precheckBehavior
preferred prefix priority productCodeableConcept productReference program
progress providedBy provision purpose qualification quantity quantityQuantity
quantityRange quantityRatio rank reAdmission reason reasonCode
reasonReference recipient recorded recordedDate recorder reference
referenceRange referralMethod regulatoryBasis relatedAction relatedData
relationship relevantHistory repeat repetitions replaces requestedPerformer
requestedPeriod requester requiredBehavior requirement requisition resource
resourceType restriction role route scheduledPeriod scheduledString
scheduledTiming scope securityLabel selectionBehavior sequence
serviceProvider serviceProvisionCode serviceType severity signature site
source sourceAttachment sourceReference specialArrangement specialCourtesy
specialty specimen stage start startCodeableConcept startDate status
statusDate statusHistory statusReason subject subjectStatus suffix summary
supportingInfo system target targetId telecom text textEquivalent timing
timingAge timingDateTime timingDuration timingPeriod timingRange timingTiming
title transform triggeredBy type typeCanonical typeReference uri url use
value valueAddress valueAge valueAnnotation valueAttachment valueAvailability
valueBase64Binary valueBoolean valueCanonical valueCode valueCodeableConcept
valueCodeableReference valueCoding valueContactDetail valueContactPoint
valueContributor valueCount valueDataRequirement valueDate valueDateTime
valueDecimal valueDistance valueDosage valueDuration valueExpression
valueExtendedContactDetail valueHumanName valueId valueIdentifier
valueInstant valueInteger valueInteger64 valueMarkdown valueMeta valueMoney
valueOid valueParameterDefinition valuePeriod valuePositiveInt valueQuantity
valueRange valueRatio valueRatioRange valueReference valueRelatedArtifact
valueSampledData valueSignature valueString valueTime valueTiming
valueTriggerDefinition valueUnsignedInt valueUri valueUrl valueUsageContext
valueUuid verification verificationDate verificationStatus verificationType
verified verifiedBy verifiedWith virtualService what who
""".split()  # noqa: SIM905 - as above
)
