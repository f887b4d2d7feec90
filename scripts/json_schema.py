"""
Print the JSON Schema of plans.

Run it as
``python scripts/json_schema.py > src/empowerkit/codecs/plan-1.schema.json``.
"""

from __future__ import annotations

import json

from empowerkit.codecs import json_schema


if __name__ == "__main__":
    print(json.dumps(json_schema(), indent=2))
