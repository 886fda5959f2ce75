"""Addresses under measurement: the bare view beside the product."""

from django.urls import include, path

from benchmarks._bare import insert

urlpatterns = [path("bare/", insert), path("", include("laufzettel.config.urls"))]
