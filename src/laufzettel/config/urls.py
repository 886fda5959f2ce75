"""Addresses: which app answers where."""

from django.urls import include, path

from laufzettel.config.health import health
from laufzettel.look import views as look

urlpatterns = [
    path("gestaltung.css", look.theme, name="theme"),
    path("gesund/", health, name="health"),
    path("api/v1/", include("laufzettel.rest.urls")),
    path("desk/", include("laufzettel.desk.urls")),
    path("", include("laufzettel.portal.urls")),
]

handler500 = "laufzettel.config.middleware.broken"
