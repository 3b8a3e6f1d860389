"""What every test shares: how long properties are searched for counterexamples."""

import os

from hypothesis import HealthCheck, settings

settings.register_profile("short", max_examples=50, deadline=None)
settings.register_profile(
    "long", max_examples=2_000, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile(os.environ.get("MODERATION_TEST_BUDGET", "short"))
