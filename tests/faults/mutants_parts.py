"""What is changed, and the tests that belong to it."""

from __future__ import annotations


# Each is tried whole: code, and tests.
TARGETS = {
    "journal": (
        ["src/empowerkit/journal/*"],
        [
            "tests/journal",
            "tests/faults/test_mutants.py",
            "tests/property/test_erasures.py",
            "tests/stores/test_stores.py",
        ],
    ),
    "authority": (
        ["src/empowerkit/authority/*"],
        [
            "tests/test_authority.py",
            "tests/test_authority_fields.py",
            "tests/property/test_authority_voices.py",
            "tests/property/test_plan_histories.py",
            "tests/faults/test_mutants.py",
            "tests/journal",
        ],
    ),
    "loader": (
        [
            f"src/empowerkit/codecs/_{name}.py"
            for name in ("build", "fast", "faults", "form", "json", "text")
        ],
        [
            "tests/codecs/test_build.py",
            "tests/codecs/test_fast.py",
            "tests/codecs/test_faults.py",
            "tests/codecs/test_json.py",
            "tests/codecs/test_loader_edges.py",
            "tests/codecs/test_loader_words.py",
            "tests/codecs/test_silence.py",
            "tests/codecs/test_text.py",
            "tests/property/test_codecs.py",
            "tests/property/test_codecs_faults.py",
        ],
    ),
}
# What is drawn from when all is asked for: all that is shipped, in parts.
PARTS = TARGETS | {
    "model": (
        [
            "src/empowerkit/model/*",
            "src/empowerkit/errors.py",
            "src/empowerkit/__*.py",
        ],
        [
            "tests/model",
            "tests/plan",
            "tests/contract/test_errors.py",
            "tests/codecs/test_build.py",
            "tests/codecs/test_json.py",
            "tests/test_authority.py",
        ],
    ),
    "plan": (
        ["src/empowerkit/plan/*"],
        [
            "tests/plan",
            "tests/model",
            "tests/test_authority.py",
            "tests/property/test_guard.py",
            "tests/property/test_invariants.py",
            "tests/property/test_parts_of_plans.py",
            "tests/property/test_plan_histories.py",
            "tests/property/test_seen_plans.py",
        ],
    ),
    "render": (
        ["src/empowerkit/_render/*"],
        [
            "tests/render",
            "tests/matrix",
            "tests/progress",
            "tests/report",
            "tests/property/test_progress.py",
        ],
    ),
    "matrix": (
        ["src/empowerkit/matrix/*"],
        ["tests/matrix", "tests/render", "tests/property/test_matrix.py"],
    ),
    "measures": (
        ["src/empowerkit/measures/*"],
        ["tests/measures", "tests/property/test_measures.py"],
    ),
    "progress": (
        ["src/empowerkit/progress/*"],
        ["tests/progress", "tests/render", "tests/property/test_progress.py"],
    ),
    "practice": (
        ["src/empowerkit/practice/*"],
        ["tests/practice", "tests/property/test_practice.py"],
    ),
    "schema": (
        [
            f"src/empowerkit/codecs/_{name}.py"
            for name in ("_init__", "files", "schema")
        ],
        [
            "tests/contract/test_schema.py",
            "tests/contract/test_wire.py",
            "tests/codecs/test_hsds_csv.py",
            "tests/codecs/test_hsds_hostile.py",
            "tests/codecs/test_json.py",
            "tests/codecs/test_text.py",
        ],
    ),
    "fhir": (
        ["src/empowerkit/codecs/fhir/*"],
        [
            "tests/codecs/test_fhir_at_once.py",
            "tests/codecs/test_fhir_hostile.py",
            "tests/codecs/test_fhir_quick.py",
            "tests/codecs/test_fhir_read.py",
            "tests/codecs/test_fhir_sources.py",
            "tests/codecs/test_fhir_told.py",
            "tests/codecs/test_fhir_typed.py",
            "tests/codecs/test_fhir_write.py",
            "tests/property/test_fhir.py",
        ],
    ),
    "hsds": (
        ["src/empowerkit/codecs/hsds/*"],
        [
            "tests/codecs/test_hsds.py",
            "tests/codecs/test_hsds_csv.py",
            "tests/codecs/test_hsds_hostile.py",
            "tests/codecs/test_hsds_told.py",
            "tests/property/test_hsds.py",
        ],
    ),
    "datapackage": (
        ["src/empowerkit/codecs/datapackage/*"],
        [
            "tests/codecs/test_datapackage.py",
            "tests/codecs/test_datapackage_told.py",
            "tests/property/test_datapackage.py",
        ],
    ),
    "attest": (
        ["src/empowerkit/attest/*", "src/empowerkit/sign/*"],
        ["tests/attest", "tests/property/test_attest.py"],
    ),
    "store": (
        ["src/empowerkit/store/*"],
        ["tests/stores", "tests/contract/test_wire_stores.py"],
    ),
    "report": (
        ["src/empowerkit/report/*"],
        ["tests/report", "tests/render"],
    ),
    "cli": (["src/empowerkit/cli/*"], ["tests/cli"]),
    "caseload": (
        [
            "src/empowerkit/testing/_case*.py",
            "src/empowerkit/testing/caseload.py",
        ],
        [
            "tests/testing/test_caseload.py",
            "tests/testing/test_caseload_rates.py",
        ],
    ),
    "strategies": (
        ["src/empowerkit/testing/strategies/*"],
        ["tests/testing/test_strategies.py"],
    ),
    "suites": (
        [
            f"src/empowerkit/testing/{name}.py"
            for name in ("__init__", "rules", "stores")
        ],
        [
            "tests/practice/test_prove.py",
            "tests/practice/test_rule_promises.py",
            "tests/stores/test_stores.py",
        ],
    ),
}
# They need a server, or processes of their own, which no mutant gets.
LEFT_OUT = [
    "src/empowerkit/cli/_processes.py",
    "src/empowerkit/cli/_servers.py",
    "src/empowerkit/store/_postgres.py",
    "src/empowerkit/store/postgres.py",
]
# What takes long, or needs what is not here.
SLOW = "Postgres or browser or hundred_thousand"
