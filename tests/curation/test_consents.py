import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import translation

from curation.actions.answers import accept
from curation.actions.consents import consent_to_be_named
from curation.enums import Purpose, Side
from curation.models import Consent
from curation.selectors.sentences import consent_text
from lifecycle.errors import CommentRequired, NotAllowed
from lifecycle.models import LogEntry
from tests.factories.accounts import officer_of
from tests.factories.curation import agreed_case, asked_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_ledger_keeps_the_words_that_stood_beside_the_button(language):
    case = asked_case()

    with translation.override(language):
        shown = consent_text(Purpose.CONTACT)
        accept(case.introduction, side=Side.NEED, by=case.poster)

    assert Consent.objects.get().text == shown


def test_the_words_are_japanese_for_a_japanese_reader():
    with translation.override("ja"):
        assert consent_text(Purpose.CONTACT) == (
            "相手方も承諾した場合に、当方の組織名と、担当者の氏名・メールアドレス・"
            "電話番号を、この紹介の相手方に開示することに同意します。"
        )


@pytest.mark.parametrize("statement", ["UPDATE {} SET text = ''", "DELETE FROM {}"])
def test_the_database_itself_refuses_to_change_the_ledger(statement):
    agreed_case()

    with pytest.raises(IntegrityError, match="append-only"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.format(Consent._meta.db_table))

    assert Consent.objects.count() == 2


def test_an_anonymous_poster_may_agree_to_be_named_in_the_result():
    case = agreed_case(anonymous=True)

    consent = consent_to_be_named(case.introduction, by=case.poster)

    assert (consent.party.side, consent.purpose, consent.by) == (
        Side.NEED,
        Purpose.NAME,
        case.poster,
    )
    assert str(consent) == f"{consent.party}: {Purpose.NAME.label}"
    assert LogEntry.objects.last().action == "consent_to_be_named"


def test_agreeing_twice_has_one_effect():
    case = agreed_case(anonymous=True)

    first = consent_to_be_named(case.introduction, by=case.poster)

    assert consent_to_be_named(case.introduction, by=case.poster) == first
    assert LogEntry.objects.filter(action="consent_to_be_named").count() == 1


def test_the_office_records_a_consent_with_who_gave_it():
    case = agreed_case(anonymous=True)
    officer = officer_of(case.need.municipality)

    with pytest.raises(CommentRequired):
        consent_to_be_named(case.introduction, by=officer)
    consent = consent_to_be_named(case.introduction, by=officer, note="汐見社長")

    assert (consent.by, consent.note) == (officer, "汐見社長")


def test_the_other_side_cannot_agree_for_the_poster():
    case = agreed_case(anonymous=True)

    with pytest.raises(NotAllowed):
        consent_to_be_named(case.introduction, by=case.researcher, note="よいはず")
