import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from accounts.models import Membership, Organisation, Partnership, Region
from catalogue.enums import Visibility
from catalogue.models import Change, Conflict, Researcher, Theme
from lifecycle.models import LogEntry
from tests.factories.accounts import (
    MunicipalityFactory,
    OrganisationFactory,
    PartnershipFactory,
    UserFactory,
    person_in,
    secretary,
)
from tests.factories.catalogue import (
    ExpertiseFactory,
    NeedFactory,
    ResearcherFactory,
    ThemeFactory,
)

pytestmark = pytest.mark.django_db


def formset(*rows, initial=0):
    sent = {
        "rows-TOTAL_FORMS": len(rows),
        "rows-INITIAL_FORMS": initial,
        "rows-MIN_NUM_FORMS": 0,
        "rows-MAX_NUM_FORMS": 1000,
    }
    for number, row in enumerate(rows):
        sent |= {f"rows-{number}-{name}": value for name, value in row.items()}
    return sent


def edit_url(register, row):
    return reverse(f"{register}:edit", args=[row.pk])


def changed():
    return set(Change.objects.exclude(kind="").values_list("kind", "object_id"))


def test_an_organisation_is_edited_with_its_sites(enter):
    firm, here = OrganisationFactory(), MunicipalityFactory()
    user = secretary()
    fields = {"name_ja": "汐見水産", "kind": "company", "listed": "on"}

    response = enter(user).post(
        edit_url("desk_organisations", firm),
        fields | formset({"municipality": here.pk, "name_ja": "本社"}),
    )

    firm.refresh_from_db()
    assert response.status_code == 302
    assert (firm.name_ja, firm.listed) == ("汐見水産", True)
    assert firm.sites.get().municipality == here
    entry = LogEntry.objects.filter(subject_id=firm.public_id).first()
    assert (entry.action, entry.actor) == ("edit", user)
    assert entry.after["name_ja"] == "汐見水産"
    assert ("organisation", firm.public_id) in changed()


def test_a_wrong_check_digit_is_refused_and_everything_kept(enter):
    response = enter(secretary()).post(
        reverse("desk_organisations:add"),
        {"name_ja": "汐見水産", "kind": "company", "corporate_number": "1" * 13}
        | formset(),
    )

    assert response.status_code == 200
    assert "corporate_number" in response.context["form"].errors
    assert "汐見水産" in response.content.decode()
    assert not Organisation.objects.filter(name_ja="汐見水産").exists()


def test_capacity_and_conflicts_reach_the_matcher(enter):
    researcher, firm = ResearcherFactory(), OrganisationFactory()
    offer = ExpertiseFactory(researcher=researcher)
    fields = {"name_ja": researcher.name_ja, "capacity": 1, "listed": "on"}

    enter(secretary()).post(
        edit_url("desk_researchers", researcher),
        fields | formset({"organisation": firm.pk, "kind": "own_firm", "note": ""}),
    )

    assert Researcher.objects.get(pk=researcher.pk).capacity == 1
    assert Conflict.objects.get().organisation == firm
    assert {
        ("researcher", researcher.public_id),
        ("expertise", offer.public_id),
    } <= changed()
    assert set(
        LogEntry.objects.filter(subject_id=researcher.public_id).values_list(
            "action", flat=True
        )
    ) == {"edit", "add"}


def test_a_partnership_is_added_with_its_instrument(enter):
    here = MunicipalityFactory()
    university = OrganisationFactory(university=True)
    fields = {
        "municipality": here.pk,
        "institution": university.pk,
        "status": "active",
    }
    document = {
        "kind": "comprehensive",
        "title_ja": "包括連携協定",
        "signed_on": "2020-04-01",
    }

    enter(secretary()).post(
        reverse("desk_partnerships:add"), fields | formset(document)
    )

    partnership = Partnership.objects.get()
    assert partnership.status == "active"
    assert partnership.instruments.get().title_ja == "包括連携協定"
    assert LogEntry.objects.filter(
        subject_type="accounts.partnership", action="add"
    ).exists()


def test_a_partnership_tells_of_the_needs_that_partners_read_first(enter):
    tie, there = PartnershipFactory(status="arranging"), MunicipalityFactory()
    first = {"visibility": Visibility.PARTNERS_FIRST}
    here = NeedFactory(municipality=tie.municipality, **first)
    NeedFactory(municipality=tie.municipality)
    beyond = NeedFactory(municipality=there, **first)
    client, edit = enter(secretary()), "desk_partnerships:edit"
    fields = {"institution": tie.institution.pk, "status": "active"}

    def keep(place):
        given = fields | {"municipality": place.pk} | formset()
        before = Change.objects.count()
        client.post(reverse(edit, args=[tie.pk]), given)
        rows = list(Change.objects.order_by("pk"))[before:]
        return {(row.kind, row.object_id) for row in rows}

    assert keep(tie.municipality) == {("need", here.public_id)}
    assert keep(there) == {("need", here.public_id), ("need", beyond.public_id)}


def test_registers_say_in_words_of_the_reader_who_is_shown(enter):
    ResearcherFactory(listed=False)
    user = secretary()
    client = enter(user)
    user.language = "ja"
    user.save()

    page = client.get(reverse("desk_researchers:index")).content.decode()
    form = client.get(reverse("desk_researchers:add")).content.decode()
    partners = client.get(reverse("desk_partnerships:add")).content.decode()

    assert "いいえ" in page and "False" not in page
    assert "Organisation" not in BeautifulSoup(form, "html.parser").main.get_text()
    assert "Municipality" not in BeautifulSoup(partners, "html.parser").main.get_text()


def test_a_theme_is_renamed(enter):
    theme = ThemeFactory()
    fields = {
        "number": theme.number,
        "slug": theme.slug,
        "name_ja": "仕事を生む",
        "name_en": "Work",
    }

    enter(secretary()).post(edit_url("desk_themes", theme), fields)

    assert Theme.objects.get().name_ja == "仕事を生む"


def test_people_are_added_by_the_address_of_their_account(enter):
    firm, user = OrganisationFactory(), UserFactory()
    url = reverse("desk:members", args=[firm.public_id])
    client = enter(secretary())
    sent = {"action": "add", "add-role": "member"}

    unknown = client.post(url, sent | {"add-email": "nobody@example.jp"})
    client.post(url, sent | {"add-email": user.email.upper()})

    assert unknown.status_code == 400
    assert "nobody@example.jp" in unknown.content.decode()
    assert Membership.objects.get(organisation=firm).user == user


def test_roles_are_changed_and_memberships_ended(enter):
    firm = OrganisationFactory(university=True)
    user = person_in(firm)
    membership = Membership.objects.get(user=user)
    url = reverse("desk:members", args=[firm.public_id])
    client = enter(secretary())
    row = {"member": membership.pk}

    client.post(url, row | {"action": "role", f"role-{membership.pk}-role": "liaison"})
    membership.refresh_from_db()
    assert membership.role == "liaison"

    client.post(url, row | {"action": "end"})
    assert not Membership.objects.filter(pk=membership.pk).exists()
    assert client.post(url, row | {"action": "end"}).status_code == 404


def test_an_officer_added_here_may_enter_the_desk(enter):
    from tests.factories.accounts import officer_of

    office = officer_of(MunicipalityFactory()).memberships.get().organisation
    user = UserFactory()
    enter(secretary()).post(
        reverse("desk:members", args=[office.public_id]),
        {"action": "add", "add-role": "officer", "add-email": user.email},
    )

    fresh = type(user).objects.get(pk=user.pk)
    assert enter(fresh).get(reverse("desk:queue")).status_code == 200


def test_the_office_s_contacts_and_rules_are_changed_and_logged(enter):
    client = enter(secretary())
    url = reverse("desk:region")
    form = client.get(url).context["region_form"]
    fields = {name: form[name].value() for name in form.fields}

    wrong = client.post(url, fields | {"action": "save", "reminder_working_days": 10})
    client.post(url, fields | {"action": "save", "phone": "083-111-2222"})

    assert wrong.status_code == 400
    assert Region.objects.get().phone == "083-111-2222"
    assert LogEntry.objects.get(subject_type="accounts.region").after == {
        "phone": "083-111-2222"
    }


def test_the_outbox_is_read_without_naming_a_withheld_poster(enter):
    from notifications.models import Mail
    from tests.factories.catalogue import NeedFactory

    need, other = NeedFactory(anonymous=True), UserFactory()
    poster = need.created_by
    common = {"event": "asked", "case": need.public_id, "language": "ja", "body": ""}
    Mail.objects.create(to=poster, subject="To the poster", **common)
    Mail.objects.create(to=other, subject="To the other side", **common)
    client = enter(secretary())

    page = client.get(reverse("desk:mails"))
    html = page.content.decode()

    assert [row["cells"][0][1] for row in page.context["rows"]] == [
        "To the other side",
        "To the poster",
    ]
    assert poster.email not in html
    assert other.email in html
    found = client.get(reverse("desk:mails"), {"q": poster.email})
    assert found.context["rows"] == []
