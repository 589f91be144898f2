"""Properties are about results, not speed: a busy machine must not fail them."""

from hypothesis import HealthCheck, settings

settings.register_profile("clocks", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("clocks")
