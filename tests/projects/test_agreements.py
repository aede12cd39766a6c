from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError

from lifecycle import clock
from lifecycle.errors import NotAllowed, WrongState
from lifecycle.models import LogEntry
from projects.actions.agreements import (
    add_agreement,
    apply_agreement,
    confirm_none_needed,
    sign_agreement,
)
from projects.enums import AgreementKind
from projects.errors import (
    ConfirmationMissing,
    NoSignatureNeeded,
    NotInTheFuture,
    SignatureNeeded,
)
from projects.models import Agreement
from projects.signals import agreement_settled
from tests.factories.projects import completed_case, preparing_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def told():
    heard = []

    def listen(agreement, entry, **kwargs):
        heard.append((agreement.kind, entry.action))

    agreement_settled.connect(listen)
    yield heard
    agreement_settled.disconnect(listen)


def log(action):
    return [e.after for e in LogEntry.objects.filter(action=action)]


def test_an_agreement_is_applied_for_and_signed(told):
    case, project = preparing_case()
    agreement, today = project.agreements.get(), clock.today()
    assert str(agreement) == AgreementKind.JOINT_RESEARCH.label

    apply_agreement(agreement, by=case.liaison, on=today - timedelta(days=3))
    assert not project.may_begin
    sign_agreement(agreement, by=case.secretary, on=today, document_no=" 共研-12 ")

    stored = Agreement.objects.get()
    assert (stored.applied_on, stored.signed_on, stored.document_no) == (
        today - timedelta(days=3),
        today,
        "共研-12",
    )
    assert stored.is_settled
    assert told == [(AgreementKind.JOINT_RESEARCH, "sign_agreement")]
    assert log("sign_agreement") == [
        {
            "kind": "joint_research",
            "signed_on": str(today),
            "document_no": "共研-12",
        }
    ]


def test_the_same_entry_twice_has_one_effect(told):
    case, project = preparing_case()
    agreement = project.agreements.get()

    for _ in range(2):
        apply_agreement(agreement, by=case.liaison, on=clock.today())
        sign_agreement(agreement, by=case.liaison, on=clock.today())

    assert len(log("apply_agreement")) == len(log("sign_agreement")) == 1
    assert len(told) == 1


def test_the_liaison_office_confirms_by_itself_that_none_is_needed(told):
    case, project = preparing_case(AgreementKind.NONE_NEEDED)
    agreement = project.agreements.get()

    confirm_none_needed(agreement, by=case.liaison)

    assert agreement.is_settled
    assert (agreement.confirmed_by, agreement.confirmed_by_name) == (
        case.liaison,
        case.liaison.get_full_name(),
    )
    assert told == [(AgreementKind.NONE_NEEDED, "confirm_none_needed")]


def test_the_secretariat_records_who_confirmed_it():
    case, project = preparing_case(AgreementKind.NONE_NEEDED)
    agreement = project.agreements.get()

    with pytest.raises(ConfirmationMissing):
        confirm_none_needed(agreement, by=case.secretary, confirmed_by_name=" ")
    confirm_none_needed(
        agreement, by=case.secretary, confirmed_by_name="杣 由希子（電話）"
    )

    assert agreement.confirmed_by_name == "杣 由希子（電話）"


@pytest.mark.parametrize("act", [apply_agreement, sign_agreement])
def test_what_is_not_needed_is_not_signed(act):
    case, project = preparing_case(AgreementKind.NONE_NEEDED)

    with pytest.raises(NoSignatureNeeded):
        act(project.agreements.get(), by=case.secretary, on=clock.today())


def test_what_is_signed_is_not_confirmed():
    case, project = preparing_case()

    with pytest.raises(SignatureNeeded):
        confirm_none_needed(project.agreements.get(), by=case.liaison)


@pytest.mark.parametrize("act", [apply_agreement, sign_agreement])
def test_nothing_was_signed_tomorrow(act):
    case, project = preparing_case()

    with pytest.raises(NotInTheFuture):
        act(
            project.agreements.get(),
            by=case.secretary,
            on=clock.today() + timedelta(days=1),
        )


@pytest.mark.parametrize("who", ["poster", "researcher"])
def test_participants_do_not_keep_the_agreements(who):
    case, project = preparing_case()

    with pytest.raises(NotAllowed):
        sign_agreement(
            project.agreements.get(), by=getattr(case, who), on=clock.today()
        )


def test_agreements_of_other_kinds_may_be_added_once_each():
    case, project = preparing_case()

    nda = add_agreement(project, by=case.liaison, kind=AgreementKind.NDA)

    assert add_agreement(project, by=case.liaison, kind=AgreementKind.NDA) == nda
    assert [a.kind for a in project.agreements.all()] == [
        AgreementKind.JOINT_RESEARCH,
        AgreementKind.NDA,
    ]
    assert log("add_agreement") == [{"kind": "nda"}]
    with pytest.raises(ValidationError):
        add_agreement(project, by=case.liaison, kind="oath")


def test_nothing_is_signed_after_the_end():
    case, project = completed_case()

    with pytest.raises(WrongState):
        add_agreement(project, by=case.liaison, kind=AgreementKind.NDA)
