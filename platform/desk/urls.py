"""Addresses of the desk, under ``/admin/desk/``; a thing goes by its public id."""

from django.urls import path

from desk.views.events import (
    ChooseNeedsPage,
    ChooseOffersPage,
    EventEditPage,
    EventPage,
    EventsPage,
    NewEventPage,
    calendar,
)
from desk.views.gaps import GapsExport, GapsPage
from desk.views.introduce import IntroducePage
from desk.views.introductions import IntroductionPage, IntroductionsPage
from desk.views.learning import LearningPage
from desk.views.log import LogPage
from desk.views.mails import MailsPage
from desk.views.members import MembersPage
from desk.views.needs import NeedEditPage, NeedPage, NeedsPage
from desk.views.no_text import NoTextPage
from desk.views.offers import OfferPage, OffersPage
from desk.views.outcomes import NewOutcomePage, OutcomePage, OutcomesPage
from desk.views.projects import ProjectPage, ProjectsPage, ResultPage
from desk.views.queue import QueuePage
from desk.views.region import RegionPage
from desk.views.synonyms import (
    SynonymExport,
    SynonymFilePage,
    SynonymPage,
    SynonymsPage,
)
from desk.views.visits import FindOrganisationPage, VisitPage
from desk.views.why_not import WhyNotPage

app_name = "desk"

urlpatterns = [
    path("", QueuePage.as_view(), name="queue"),
    path("needs/", NeedsPage.as_view(), name="needs"),
    path("needs/<str:public_id>/", NeedPage.as_view(), name="need"),
    path("needs/<str:public_id>/edit/", NeedEditPage.as_view(), name="need_edit"),
    path("needs/<str:public_id>/why-not/", WhyNotPage.as_view(), name="why_not"),
    path("needs/<str:public_id>/log/", LogPage.as_view(), name="log"),
    path(
        "needs/<str:public_id>/introduce/<str:pairing>/",
        IntroducePage.as_view(),
        name="introduce",
    ),
    path("visits/", FindOrganisationPage.as_view(), name="visits"),
    path("visits/new/", VisitPage.as_view(), name="visit_new"),
    path("introductions/", IntroductionsPage.as_view(), name="introductions"),
    path(
        "introductions/<str:public_id>/",
        IntroductionPage.as_view(),
        name="introduction",
    ),
    path("projects/", ProjectsPage.as_view(), name="projects"),
    path("projects/<str:public_id>/", ProjectPage.as_view(), name="project"),
    path("projects/<str:public_id>/result/", ResultPage.as_view(), name="result"),
    path("outcomes/", OutcomesPage.as_view(), name="outcomes"),
    path("outcomes/new/", NewOutcomePage.as_view(), name="outcome_new"),
    path("outcomes/<str:public_id>/", OutcomePage.as_view(), name="outcome"),
    path("offers/", OffersPage.as_view(), name="offers"),
    path("offers/<str:kind>/<str:public_id>/", OfferPage.as_view(), name="offer"),
    path(
        "organisations/<str:public_id>/members/", MembersPage.as_view(), name="members"
    ),
    path("events/", EventsPage.as_view(), name="events"),
    path("events/new/", NewEventPage.as_view(), name="event_new"),
    path("events/<str:public_id>/", EventPage.as_view(), name="event"),
    path("events/<str:public_id>/edit/", EventEditPage.as_view(), name="event_edit"),
    path(
        "events/<str:public_id>/needs/", ChooseNeedsPage.as_view(), name="event_needs"
    ),
    path(
        "events/<str:public_id>/offers/",
        ChooseOffersPage.as_view(),
        name="event_offers",
    ),
    path("events/<str:public_id>/<str:key>.ics", calendar, name="event_calendar"),
    path("no-text/", NoTextPage.as_view(), name="no_text"),
    path("gaps/", GapsPage.as_view(), name="gaps"),
    path("gaps/gaps.csv", GapsExport.as_view(), name="gaps_export"),
    path("learning/", LearningPage.as_view(), name="learning"),
    path("mails/", MailsPage.as_view(), name="mails"),
    path("dictionary/", SynonymsPage.as_view(), name="synonyms"),
    path("dictionary/new/", SynonymPage.as_view(), name="synonym_new"),
    path("dictionary/file/", SynonymFilePage.as_view(), name="synonym_file"),
    path(
        "dictionary/synonyms.csv",
        SynonymExport.as_view(),
        {"encoding": "utf-8"},
        name="synonym_export",
    ),
    path(
        "dictionary/synonyms-cp932.csv",
        SynonymExport.as_view(),
        {"encoding": "cp932"},
        name="synonym_export_cp932",
    ),
    path("dictionary/<str:public_id>/", SynonymPage.as_view(), name="synonym"),
    path("region/", RegionPage.as_view(), name="region"),
]
