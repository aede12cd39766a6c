import pytest
from django.utils import translation

from accounts.models import Membership
from curation.actions.answers import accept, pass_on
from curation.actions.asking import ask_both_sides
from curation.enums import Side
from curation.models import Introduction, Party
from curation.rules import is_asked, takes_part
from curation.selectors.introductions import (
    answered,
    awaiting,
    case_of,
    introductions_for,
)
from curation.selectors.people import (
    colleagues,
    my_side,
    name_of,
    people_asked,
    stands_in,
    without_people,
)
from tests.factories.accounts import (
    UserFactory,
    liaison_of,
    officer_of,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
    VisitFactory,
)
from tests.factories.curation import agreed_case, asked_case
from tests.factories.recommendations import PairingFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


def ask(**pairing):
    return ask_both_sides(
        pairing=PairingFactory(shortlisted=True, **pairing), by=secretary()
    )


# ── Whom the question is put to ─────────────────────────────────────────────────────


def test_the_poster_s_people_are_asked():
    case = asked_case()
    colleague = person_in(case.need.organisation)
    person_in(case.need.organisation, is_active=False)

    assert set(people_asked(case.party(Side.NEED))) == {
        case.poster,
        colleague,
        case.need.created_by,
    }


def test_first_the_liaison_office_and_then_the_researcher():
    case = asked_case()
    assert set(people_asked(case.party(Side.OFFER))) == {case.liaison}

    pass_on(case.introduction, by=case.liaison)

    assert set(people_asked(case.party(Side.OFFER))) == {case.researcher}


def test_without_a_liaison_office_account_the_secretariat_stands_in():
    introduction = ask()
    offer = introduction.party(Side.OFFER)

    assert stands_in(offer)
    assert set(people_asked(offer)) == {introduction.asked_by}


def test_without_an_account_in_the_firm_the_secretariat_stands_in():
    introduction = ask(need=NeedFactory(created_by=None))
    need = introduction.party(Side.NEED)

    assert stands_in(need)
    assert set(people_asked(need)) == {introduction.asked_by}


def test_a_company_s_people_are_asked():
    introduction = ask(expertise=ExpertiseFactory(company=True))
    offer = introduction.party(Side.OFFER)
    assert stands_in(offer)

    member = person_in(offer.organisation)

    assert not stands_in(offer)
    assert set(people_asked(offer)) == {member}


def test_a_researcher_without_an_account_is_asked_through_the_liaison_office():
    researcher = ResearcherFactory(user=None)
    introduction = ask(expertise=ExpertiseFactory(researcher=researcher))
    liaison = liaison_of(introduction.expertise.organisation)
    pass_on(introduction, by=liaison)
    offer = introduction.parties.get(side=Side.OFFER)

    assert not stands_in(offer)
    assert set(people_asked(offer)) == {liaison}


def test_a_researcher_whose_account_was_closed_is_asked_by_telephone():
    case = asked_case()
    pass_on(case.introduction, by=case.liaison)
    case.researcher.is_active = False
    case.researcher.save()

    assert stands_in(case.party(Side.OFFER))


def test_who_stands_in_is_read_for_many_with_one_query(django_assert_num_queries):
    for _ in range(3):
        asked_case()
    ask()
    parties = list(
        Party.objects.select_related("introduction__pairing__need", "researcher")
    )

    with django_assert_num_queries(1):
        alone = without_people(parties)

    assert alone == {p.pk for p in parties if stands_in(p)} != set()


def test_a_request_can_be_passed_on_within_the_institution():
    case = asked_case()
    party = case.party(Side.OFFER)
    colleague = ResearcherFactory(organisation=party.organisation)
    ResearcherFactory()

    assert set(colleagues(party)) == {party.researcher, colleague}


# ── Rules and queries agree ─────────────────────────────────────────────────────────


def test_queries_and_rules_agree_for_everybody():
    cases = [asked_case(), agreed_case(anonymous=True)]
    passed = asked_case()
    pass_on(passed.introduction, by=passed.liaison)
    company = ask(expertise=ExpertiseFactory(company=True))
    without = ask(expertise=ExpertiseFactory(researcher=ResearcherFactory(user=None)))
    officer = officer_of(cases[0].need.municipality)
    visited = NeedFactory(created_by=officer, visit=VisitFactory(by=officer))
    ask(need=visited)
    people = [UserFactory(), secretary(), officer]
    for case in [*cases, passed]:
        people += [case.poster, case.liaison, case.researcher]
        people.append(person_in(case.expertise.organisation))
    people.append(person_in(company.expertise.organisation))
    people.append(liaison_of(without.expertise.organisation))
    introductions = list(Introduction.objects.with_case())

    for user in people:
        mine = {i for i in introductions if takes_part(user, i)}
        to_answer = {
            i
            for i in introductions
            if i.state == "asked"
            and any(p.state == "waiting" and is_asked(user, p) for p in i.parties.all())
        }
        assert set(introductions_for(user)) == mine
        assert set(awaiting(user)) == to_answer
        assert set(answered(user)) == mine - to_answer


def test_nobody_takes_part_without_signing_in():
    introduction = asked_case().introduction

    assert not takes_part(None, introduction)
    assert my_side(introduction, None) is None


def test_everybody_knows_their_side():
    case = asked_case()

    assert my_side(case.introduction, case.poster) == Side.NEED
    assert my_side(case.introduction, case.liaison) == Side.OFFER
    assert my_side(case.introduction, case.researcher) is None


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_of_introductions_takes_a_fixed_number_of_queries(
    rows, django_assert_num_queries
):
    user = UserFactory()
    for _ in range(rows):
        case = asked_case()
        Membership.objects.create(user=user, organisation=case.need.organisation)

    with django_assert_num_queries(3):
        for introduction in introductions_for(user):
            assert introduction.need.organisation.name_ja
            assert introduction.party(Side.OFFER).researcher.name_ja
            assert my_side(introduction, user) == Side.NEED


def test_the_introductions_of_a_case_stand_in_their_order():
    case = asked_case()
    second = ask_both_sides(
        pairing=PairingFactory(need=case.need, shortlisted=True), by=case.secretary
    )
    asked_case()

    assert list(case_of(case.need)) == [case.introduction, second]


# ── Names ───────────────────────────────────────────────────────────────────────────


def named(case, side, reader):
    introduction = Introduction.objects.with_case().get(pk=case.introduction.pk)
    with translation.override("en"):
        return name_of(introduction.party(side), reader)


def test_a_withheld_name_is_told_to_the_other_side_only_after_both_agreed():
    case = asked_case(anonymous=True)
    name = case.need.organisation.name_en
    readers = (None, case.secretary, case.liaison, case.researcher)

    assert [named(case, Side.NEED, r) for r in readers] == ["Name withheld"] * 4
    assert named(case, Side.NEED, case.poster) == name

    accept(case.introduction, side=Side.NEED, by=case.poster)
    assert named(case, Side.NEED, case.liaison) == "Name withheld"
    accept(case.introduction, side=Side.OFFER, by=case.liaison)

    assert named(case, Side.NEED, case.liaison) == name
    assert named(case, Side.NEED, case.secretary) == "Name withheld"
    assert named(case, Side.NEED, None) == "Name withheld"


def test_other_names_are_told():
    case = asked_case()

    assert named(case, Side.NEED, None) == case.need.organisation.name_en
    assert named(case, Side.OFFER, None) == case.expertise.organisation.name_en
