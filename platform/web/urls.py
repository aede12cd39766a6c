"""Addresses of the public site; my page has its own below them."""

from django.urls import include, path, register_converter

from lifecycle.identifiers import ALPHABET, LENGTH
from web.views import (
    lists,
    match,
    needs,
    offers,
    outcomes,
    partnerships,
    people,
    themes,
)


class PublicIdConverter:
    """A public identifier in an address."""

    regex = f"[{ALPHABET}]{{{LENGTH}}}"

    def to_python(self, value: str) -> str:
        """Return it as it is."""
        return value

    def to_url(self, value: str) -> str:
        """Return it as it is."""
        return value


register_converter(PublicIdConverter, "public_id")

app_name = "web"
urlpatterns = [
    path("needs/", lists.needs, name="needs"),
    path("needs/<public_id:public_id>/", needs.need, name="need"),
    path("expertise/", lists.expertise, name="expertise_list"),
    path("expertise/<public_id:public_id>/", offers.expertise, name="expertise"),
    path("researchers/", lists.researchers, name="researchers"),
    path("researchers/<public_id:public_id>/", people.researcher, name="researcher"),
    path("organisations/", lists.organisations, name="organisations"),
    path(
        "organisations/<public_id:public_id>/",
        people.organisation,
        name="organisation",
    ),
    path("facilities/", lists.facilities, name="facilities"),
    path("facilities/<public_id:public_id>/", offers.facility, name="facility"),
    path("outcomes/", lists.outcomes, name="outcomes"),
    path("outcomes/<public_id:public_id>/", outcomes.outcome, name="outcome"),
    path("search/", lists.search, name="search"),
    path("search/complete/", lists.complete, name="complete"),
    path("partnerships/", partnerships.matrix, name="partnerships"),
    path("themes/", themes.themes, name="themes"),
    path("themes/<slug:slug>/", themes.theme, name="theme"),
    path("match/", match.match, name="match"),
    path("my/", include("web.my.urls")),
]
