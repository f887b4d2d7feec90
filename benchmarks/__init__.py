"""How fast empowerkit is beside its peers; run as ``python -m benchmarks``."""
