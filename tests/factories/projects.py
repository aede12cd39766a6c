"""Joint projects, played through the real actions so that their log is real."""

from typing import Any

from curation.models import Introduction
from lifecycle import clock
from projects.actions.agreements import sign_agreement
from projects.actions.projects import (
    activate_project,
    complete_project,
    start_project,
)
from projects.actions.results import draft_result, publish_result
from projects.enums import AgreementKind
from projects.models import Project
from tests.factories.curation import Case, talking_case

RESULT = {
    "title_ja": "煮干しの選別を半分の時間で",
    "summary_ja": "折れた煮干しを画像で見分ける装置を試作しました。",
    "result_ja": "選別にかかる時間が半分になりました。",
}


def preparing_case(
    agreement_kind: str = AgreementKind.JOINT_RESEARCH, **need: Any
) -> tuple[Case, Project]:
    """Make a case whose project is being prepared."""
    case = talking_case(**need)
    project = start_project(
        case.introduction,
        by=case.secretary,
        title_ja="煮干し選別機の試作",
        title_en="A prototype for sorting sardines",
        agreement_kind=agreement_kind,
    )
    return case, project


def active_case(**need: Any) -> tuple[Case, Project]:
    """Make a case whose project is under way."""
    case, project = preparing_case(**need)
    sign_agreement(project.agreements.get(), by=case.secretary, on=clock.today())
    activate_project(project, by=case.secretary)
    return case, project


def completed_case(**need: Any) -> tuple[Case, Project]:
    """Make a case whose project is completed."""
    case, project = active_case(**need)
    complete_project(project, by=case.secretary)
    return case, project


def drafted_case(**need: Any) -> tuple[Case, Project]:
    """Make a case whose result is written down."""
    case, project = completed_case(**need)
    draft_result(project, by=case.secretary, **RESULT)
    return case, project


def published_case(**need: Any) -> tuple[Case, Project]:
    """Make a case whose result is published."""
    case, project = drafted_case(**need)
    publish_result(project, by=case.secretary)
    return case, project


def introduction_of(project: Project) -> Introduction:
    """Return a project's introduction, as it is now."""
    return Introduction.objects.get(project=project)
