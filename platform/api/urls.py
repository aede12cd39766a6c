"""Addresses under ``/api/v1/``."""

from django.urls import path
from drf_spectacular.views import SpectacularAPIView

from api import catalogue, views

app_name = "api"

urlpatterns = [
    path("", views.Root.as_view(), name="root"),
    path("match/", views.Match.as_view(), name="match"),
    path("themes/", views.ThemeList.as_view(), name="themes"),
    path("municipalities/", views.MunicipalityList.as_view(), name="municipalities"),
    path("partnerships/", views.PartnershipList.as_view(), name="partnerships"),
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", views.docs, name="docs"),
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
    urlpatterns += [
        path(f"{plural}/", many.as_view(), name=plural),
        path(f"{plural}/<slug:public_id>/", one.as_view(), name=f"{plural}_detail"),
    ]
