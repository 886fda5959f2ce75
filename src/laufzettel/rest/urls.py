"""Addresses of `rest`, below /api/v1/."""

from django.urls import path

from laufzettel.rest import openapi, services, submissions, token

app_name = "rest"
urlpatterns = [
    path("openapi.json", openapi.document, name="openapi"),
    path("token", token.token, name="token"),
    path("services", services.services, name="services"),
    path("services/<slug:key>", services.service, name="service"),
    path("services/<slug:key>/schema", services.schema, name="schema"),
    path("services/<slug:key>/submissions", submissions.submit, name="submit"),
    path("submissions/<str:reference>", submissions.status, name="submission"),
    path("submissions/<str:reference>/receipt", submissions.receipt, name="receipt"),
]
