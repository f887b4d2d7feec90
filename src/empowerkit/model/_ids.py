"""
Opaque ids: one type a noun, so that a goal's id is not a worker's.

At run time every id is a `str` of the form
``[A-Za-z0-9][A-Za-z0-9._-]{0,63}``.
Where none is given it is a random UUID: never a time-ordered one, which
would tell when somebody came.
"""

from __future__ import annotations

import os
import re

from typing import Any, NewType


Id = NewType("Id", str)

AbsentId = NewType("AbsentId", str)
AcceptanceId = NewType("AcceptanceId", str)
AcknowledgementId = NewType("AcknowledgementId", str)
AskedId = NewType("AskedId", str)
BarrierId = NewType("BarrierId", str)
ChoiceId = NewType("ChoiceId", str)
ClientId = NewType("ClientId", str)
ConsentId = NewType("ConsentId", str)
ConsiderationId = NewType("ConsiderationId", str)
ContactAgreementId = NewType("ContactAgreementId", str)
ContactId = NewType("ContactId", str)
CopyGivenId = NewType("CopyGivenId", str)
DecisionId = NewType("DecisionId", str)
DisclosureId = NewType("DisclosureId", str)
EndingId = NewType("EndingId", str)
FitId = NewType("FitId", str)
GoalId = NewType("GoalId", str)
ImposedDecisionId = NewType("ImposedDecisionId", str)
InformationId = NewType("InformationId", str)
InterpreterId = NewType("InterpreterId", str)
MandateId = NewType("MandateId", str)
MilestoneId = NewType("MilestoneId", str)
NeedId = NewType("NeedId", str)
ObjectionId = NewType("ObjectionId", str)
OfferId = NewType("OfferId", str)
OptionId = NewType("OptionId", str)
PermissionId = NewType("PermissionId", str)
PlanId = NewType("PlanId", str)
ProxyId = NewType("ProxyId", str)
QuestionId = NewType("QuestionId", str)
RatingId = NewType("RatingId", str)
ResourceId = NewType("ResourceId", str)
RestrictionId = NewType("RestrictionId", str)
SetAsideId = NewType("SetAsideId", str)
StepId = NewType("StepId", str)
StrengthId = NewType("StrengthId", str)
SubstituteDecisionId = NewType("SubstituteDecisionId", str)
SupportAgreementId = NewType("SupportAgreementId", str)
SupporterId = NewType("SupporterId", str)
WhatMattersId = NewType("WhatMattersId", str)
WithdrawalId = NewType("WithdrawalId", str)
WorkerId = NewType("WorkerId", str)

is_id = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", re.ASCII).fullmatch


_DRAWN = (1 << 128) - 1 ^ 0xF000_C000_0000_0000_0000
_MARKED = 0x4000_8000_0000_0000_0000


def new_id() -> Any:
    """Return a random id: a version 4 UUID, in its usual spelling."""
    # Here, and not by `uuid`: an id is made with each noun and each entry.
    drawn = int.from_bytes(os.urandom(16), "big") & _DRAWN | _MARKED
    spelt = f"{drawn:032x}"
    return (
        f"{spelt[:8]}-{spelt[8:12]}-{spelt[12:16]}-{spelt[16:20]}-{spelt[20:]}"
    )
