"""The settings of the product with one more address: the bare view that everything is compared with."""

from laufzettel.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks._urls"
LOGGING["root"]["level"] = "WARNING"  # noqa: F405
