"""Addresses under ``/api/v1/``."""

from typing import Any

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from api import catalogue, searching, views
from api.language import in_readers_language

app_name = "api"

VIEWS: list[tuple[str, Any, str]] = [
    ("", views.Root.as_view(), "root"),
    ("search/", searching.Search.as_view(), "search"),
    ("search/complete/", searching.Complete.as_view(), "complete"),
    ("match/", views.Match.as_view(), "match"),
    ("themes/", views.ThemeList.as_view(), "themes"),
    ("municipalities/", views.MunicipalityList.as_view(), "municipalities"),
    ("partnerships/", views.PartnershipList.as_view(), "partnerships"),
    ("schema/", SpectacularAPIView.as_view(), "schema"),
    ("docs/", views.docs, "docs"),
]
for plural, kind in (
    ("needs", catalogue.NEEDS),
    ("expertise", catalogue.EXPERTISE),
    ("facilities", catalogue.FACILITIES),
    ("outcomes", catalogue.OUTCOMES),
    ("researchers", catalogue.RESEARCHERS),
    ("organisations", catalogue.ORGANISATIONS),
):
    many, one = catalogue.views_of(kind)
    VIEWS += [
        (f"{plural}/", many.as_view(), plural),
        (f"{plural}/<slug:public_id>/", one.as_view(), f"{plural}_detail"),
    ]

urlpatterns = [
    path(route, in_readers_language(view), name=name) for route, view, name in VIEWS
]
