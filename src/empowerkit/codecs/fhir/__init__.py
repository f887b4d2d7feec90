"""
FHIR in and out: R4, R4B and R5, as plain JSON data.

`read` makes a plan of each patient in a file, a folder or a Bundle, and says
what it could not carry; `write` makes a Bundle of a plan, and `losses` says
beforehand what that cannot carry.
Nothing is made up: where nobody is named as the one who spoke, nobody is.

The conformance page lists each noun, its resource and its elements.
"""

from __future__ import annotations

from ._codes import FhirVersion
from ._losses import Loss
from ._read import FhirReading, read
from ._write import losses, write


__all__ = ["FhirReading", "FhirVersion", "Loss", "losses", "read", "write"]
