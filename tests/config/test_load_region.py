"""Loading a region: whole, idempotent, and refusing what is broken."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Municipality, Organisation, Region, User
from accounts.selectors import region
from catalogue.enums import NeedState, OfferState
from catalogue.models import Change, Expertise, Need, Researcher
from config.region.loading import load_region
from config.region.problems import BrokenPack, Problem
from lifecycle.models import LogEntry
from tests.config.packs import FILES, write_pack

pytestmark = pytest.mark.django_db


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return write_pack(tmp_path)


def problems(root: Path) -> list[Problem]:
    with pytest.raises(BrokenPack) as caught:
        load_region(root)
    return caught.value.problems


def test_an_invented_region_is_loaded_whole(pack):
    load_region(pack)
    assert [str(m.localized("name", "ja")) for m in Municipality.objects.all()] == [
        "みなも町",
        "あしはら村",
    ]
    assert region().area_en == "the lakeside"
    assert region().secretariat.pack_id == "office"
    assert region().approvals == ["catalogue.outcome:publish"]
    researcher = Researcher.objects.get()
    assert [a.organisation.pack_id for a in researcher.affiliations.all()] == ["lake-u"]
    states = set(Expertise.objects.values_list("state", flat=True))
    assert states == {OfferState.PUBLISHED}
    need = Need.objects.get()
    assert need.state == NeedState.OPEN
    assert need.opened_at.date().isoformat() == "2026-07-01"


def test_no_entry_knows_yamaguchi(pack):
    load_region(pack)
    assert "山口" not in "".join(Organisation.objects.values_list("name_ja", flat=True))


def test_a_second_load_changes_nothing(pack):
    load_region(pack)
    entries, changes = LogEntry.objects.count(), Change.objects.count()
    report = load_region(pack)
    assert (sum(report.added.values()), sum(report.changed.values())) == (0, 0)
    assert sum(report.unchanged.values()) > 0
    assert (LogEntry.objects.count(), Change.objects.count()) == (entries, changes)


def test_a_changed_cell_changes_one_row(pack):
    load_region(pack)
    write_pack(
        pack,
        municipalities_dot_csv=FILES["municipalities.csv"].replace(
            "Minamo", "Minamo-no"
        ),
    )
    report = load_region(pack)
    assert dict(report.changed) == {"municipalities": 1}
    assert not report.added


def test_the_report_counts_by_kind(pack):
    out = StringIO()
    call_command("load_region", str(pack), stdout=out)
    assert "municipalities: 2 added, 0 changed, 0 left alone" in out.getvalue()


def test_demonstration_accounts_sign_in_with_the_printed_password(pack, settings):
    load_region(pack)
    user = User.objects.get(email="demo_fisher@example.jp")
    assert user.check_password(settings.DEMONSTRATION_PASSWORD)
    assert user.role == "member"
    assert User.objects.get(email="demo_office@example.jp").has_perm(
        "wagtailadmin.access_admin"
    )


@pytest.mark.parametrize(
    ("file", "old", "new", "row", "field"),
    [
        ("municipalities_dot_csv", "990019", "990018", 2, "code"),
        ("organisations_dot_csv", "university", "univercity", 2, "kind"),
        (
            "organisations_dot_csv",
            "ミナモダイガク,",
            "ミナモダイガク,1234567890123",
            2,
            "corporate_number",
        ),
        ("sites_dot_csv", "lake-u", "sea-u", 1, "organisation"),
        ("partnerships_dot_csv", "active", "", 1, "status"),
        ("themes_dot_csv", "water,1", "water,one", 1, "number"),
        ("demo__needs_dot_toml", '"water"', '"fire"', 1, "themes"),
        ("demo__needs_dot_toml", "2027-06-30", '"soon"', 1, "deadline"),
        ("demo__expertise_dot_toml", "maturity = 4", "maturity = 12", 1, "maturity"),
        ("region_dot_toml", "#00428c", "#ffee00", None, "accent"),
        ("demo__accounts_dot_csv", "demo_fisher", "fisher", 1, "email"),
    ],
)
def test_a_broken_field_is_named_with_file_and_entry(pack, file, old, new, row, field):
    name = file.replace("__", "/").replace("_dot_", ".")
    write_pack(pack, **{file: FILES[name].replace(old, new)})
    [problem] = problems(pack)
    assert (problem.file, problem.row, problem.field) == (name, row, field)
    assert problem.remedy
    assert not Municipality.objects.exists()
    assert not Region.objects.exists()


def test_every_problem_is_named_at_once(pack):
    write_pack(
        pack,
        sites_dot_csv=FILES["sites.csv"].replace("lake-u", "sea-u"),
        themes_dot_csv=FILES["themes.csv"].replace("Water and life", ""),
        partnerships_dot_csv=FILES["partnerships.csv"].replace("active", "maybe"),
    )
    places = {(problem.file, problem.field) for problem in problems(pack)}
    assert places == {
        ("sites.csv", "organisation"),
        ("partnerships.csv", "status"),
    }


def test_a_file_in_cp932_is_refused_with_the_remedy(pack):
    text = FILES["municipalities.csv"]
    (pack / "municipalities.csv").write_bytes(text.encode("cp932"))
    found = [p for p in problems(pack) if p.file == "municipalities.csv"]
    assert [p.remedy for p in found] == ["is not UTF-8: save it as CSV UTF-8"]


def test_a_ragged_row_is_refused(pack):
    write_pack(pack, sites_dot_csv=FILES["sites.csv"] + "lake-u,990019\n")
    [problem] = problems(pack)
    assert (problem.file, problem.row) == ("sites.csv", 2)
    assert "2 cells where the header has 5" in problem.remedy


@pytest.mark.parametrize(
    ("field", "text_of_it"),
    [("summary_ja", "傷んだ木の柱を、"), ("uses_ja", "養殖いけすの見張り")],
)
def test_a_text_that_is_too_long_is_refused(pack, field, text_of_it):
    path = pack / "demo/expertise.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(text_of_it, "長" * 10_001), encoding="utf-8")

    [problem] = problems(pack)

    assert (problem.file, problem.field) == ("demo/expertise.toml", field)
    assert "10000" in problem.remedy


def test_the_same_entry_twice_is_refused(pack):
    twice = FILES["themes.csv"] + "water,2,水,Water,,\n"
    write_pack(pack, themes_dot_csv=twice)
    [problem] = problems(pack)
    assert (problem.row, problem.field) == (2, "id")
    assert "themes.csv, entry 1" in problem.remedy


def test_a_missing_column_is_named(pack):
    write_pack(pack, sites_dot_csv="municipality,name_ja\n990001,本部\n")
    places = [(p.row, p.field) for p in problems(pack)]
    assert (None, "organisation") in places


def test_unreadable_toml_is_named(pack):
    write_pack(pack, demo__needs_dot_toml="[[need]\nid = 1")
    [problem] = problems(pack)
    assert problem.file == "demo/needs.toml"
    assert problem.remedy.startswith("cannot be read")


def test_a_missing_folder_and_missing_files_are_named(tmp_path):
    assert problems(tmp_path / "nowhere")[0].remedy == "there is no such folder"
    (tmp_path / "empty").mkdir()
    missing = {p.file for p in problems(tmp_path / "empty")}
    assert {"region.toml", "municipalities.csv", "organisations.csv"} <= missing


def test_the_command_tells_the_problems_and_that_nothing_was_loaded(pack):
    write_pack(
        pack, partnerships_dot_csv=FILES["partnerships.csv"].replace("lake-u", "x")
    )
    with pytest.raises(CommandError) as caught:
        call_command("load_region", str(pack))
    assert str(caught.value).startswith(
        "Nothing was loaded.\npartnerships.csv, entry 1"
    )


def test_a_case_is_played_through_the_real_actions(pack):
    write_pack(
        pack,
        demo__cases_dot_toml="""
[[case]]
need = "n1"
expertise = "e1"
[[case.step]]
at = 2026-04-10T10:00:00
action = "submit"
by = "demo_fisher@example.jp"
[[case.step]]
at = 2026-04-13T09:30:00
action = "open_need"
by = "demo_office@example.jp"
[[case.step]]
at = 2026-04-14T11:00:00
action = "shortlist"
by = "demo_office@example.jp"
""",
    )
    load_region(pack)
    need = Need.objects.get()
    log = LogEntry.objects.filter(case=need.public_id).exclude(actor=None)
    assert [(e.action, e.actor.email, e.at.day) for e in log] == [
        ("submit", "demo_fisher@example.jp", 10),
        ("open", "demo_office@example.jp", 13),
        ("shortlist", "demo_office@example.jp", 14),
    ]
    assert load_region(pack).unchanged["cases"] == 1


@pytest.mark.parametrize(
    ("step", "remedy"),
    [
        ('action = "dance"\nby = "demo_office@example.jp"', "is unknown: write one of"),
        ('action = "open_need"\nby = "demo_fisher@example.jp"', "permission"),
        ('action = "shortlist"\nby = "demo_office@example.jp"', "the matcher does not"),
        ('action = "return_need"\nby = "demo_office@example.jp"', "a key is missing"),
    ],
)
def test_a_step_that_cannot_be_played_is_named(pack, step, remedy):
    write_pack(
        pack,
        demo__cases_dot_toml=f"""
[[case]]
need = "n1"
expertise = "e1"
[[case.step]]
at = 2026-04-10T10:00:00
{step}
""",
    )
    [problem] = problems(pack)
    assert problem.file == "demo/cases.toml"
    assert problem.field.startswith("step 1")
    assert remedy in problem.remedy
    assert not Need.objects.exists()
