"""Addresses of my page; they stand in the namespace of ``web.urls``."""

from django.urls import path

from web.my.views import (
    ask,
    checks,
    introductions,
    needs,
    offers,
    overview,
    people,
    projects,
    suggestions,
)

NEED = "needs/<public_id:public_id>/"
ENTRY = "expertise/<public_id:public_id>/"
CHECK = "checks/<public_id:public_id>/"
INTRODUCTION = "introductions/<public_id:public_id>/"
PROJECT = "projects/<public_id:public_id>/"

urlpatterns = [
    path("", overview.overview, name="my"),
    path("ask/", ask.ask, name="ask"),
    path("ask/discard/", ask.discard, name="ask_discard"),
    path("needs/", needs.needs, name="my_needs"),
    path("needs/new/", needs.new_need, name="my_need_new"),
    path(NEED, needs.need, name="my_need"),
    path(f"{NEED}edit/", needs.edit_need, name="my_need_edit"),
    path(f"{NEED}submit/", needs.submit, name="my_need_submit"),
    path(f"{NEED}close/", needs.close, name="my_need_close"),
    path(f"{NEED}renew/", needs.renew, name="my_need_renew"),
    path("expertise/", offers.expertise, name="my_expertise"),
    path("expertise/new/", offers.new_entry, name="my_expertise_new"),
    path(ENTRY, offers.entry, name="my_expertise_entry"),
    path(f"{ENTRY}edit/", offers.edit_entry, name="my_expertise_edit"),
    path(f"{ENTRY}submit/", offers.submit_entry, name="my_expertise_submit"),
    path(f"{ENTRY}archive/", offers.archive_entry, name="my_expertise_archive"),
    path(f"{ENTRY}revive/", offers.revive_entry, name="my_expertise_revive"),
    path(
        f"{ENTRY}suggestions/",
        suggestions.suggestions,
        name="my_expertise_suggestions",
    ),
    path("suggestions/", suggestions.suggestions, name="my_suggestions"),
    path("checks/", checks.checks, name="my_checks"),
    path(CHECK, checks.check, name="my_check"),
    path(f"{CHECK}publish/", checks.publish, name="my_check_publish"),
    path(f"{CHECK}return/", checks.give_back, name="my_check_return"),
    path("introductions/", introductions.introductions, name="my_introductions"),
    path(INTRODUCTION, introductions.introduction, name="my_introduction"),
    path(
        f"{INTRODUCTION}accept/",
        introductions.accept_introduction,
        name="my_introduction_accept",
    ),
    path(
        f"{INTRODUCTION}decline/",
        introductions.decline_introduction,
        name="my_introduction_decline",
    ),
    path(
        f"{INTRODUCTION}pass-on/",
        introductions.pass_introduction_on,
        name="my_introduction_pass_on",
    ),
    path(f"{INTRODUCTION}talk/", introductions.talk, name="my_introduction_talk"),
    path(PROJECT, projects.project, name="my_project"),
    path(f"{PROJECT}milestones/", projects.new_milestone, name="my_project_milestone"),
    path(
        f"{PROJECT}milestones/<int:key>/",
        projects.reach_milestone,
        name="my_project_reached",
    ),
    path(
        f"{PROJECT}agreements/<int:key>/",
        projects.record_agreement,
        name="my_project_agreement",
    ),
    path(f"{PROJECT}begin/", projects.begin, name="my_project_begin"),
    path(f"{PROJECT}complete/", projects.complete, name="my_project_complete"),
    path("organisation/", people.organisation, name="my_organisation"),
    path("account/", people.account, name="my_account"),
]
