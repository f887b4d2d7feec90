"""
What helps to test code that uses empowerkit.

- `empowerkit.testing.strategies`: Hypothesis strategies for every noun
  (needs the extra ``empowerkit[testing]``).
- `empowerkit.testing.rules`: proves a rule of practice (needs the extra
  ``empowerkit[testing]``).
- `empowerkit.testing.stores`: what every store must do, to subclass for one
  of your own.
- `empowerkit.testing.caseload`: plausible plans from a seed, without
  Hypothesis.
"""

from __future__ import annotations


__all__: list[str] = []
