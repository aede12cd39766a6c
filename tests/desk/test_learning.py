"""The desk's page of what was learned from decisions."""

import pytest
from bs4 import BeautifulSoup

from recommendations.actions.learning import accept_weights, learn_weights
from recommendations.models import LearnedWeights, Pairing
from tests.factories.accounts import MunicipalityFactory, officer_of, secretary
from tests.factories.recommendations import PairingFactory, decide, quoting

pytestmark = pytest.mark.django_db

ADDRESS = "/admin/desk/learning/"


def text_of(response):
    soup = BeautifulSoup(response.content, "html.parser")
    return " ".join(soup.select_one(".desk").get_text(" ").split())


def state(row):
    row.refresh_from_db()
    return row.state


def press(client, action, row=None):
    data = {"action": action, "version": row.public_id if row else ""}
    return client.post(ADDRESS, data, follow=True)


def test_a_proposal_is_looked_at_before_it_is_accepted(enter, region):
    by = secretary()
    decide(by)
    # By the texts alone the title's comes first; with the weights the other one.
    title = PairingFactory(score=0.32, evidence=quoting("title"))
    PairingFactory(need=title.need, score=0.31, evidence=quoting("body"))
    client = enter(by)

    page = text_of(press(client, "learn"))

    assert "20 decisions about 10 needs (10 pairs)" in page
    assert "50 % by the texts alone, 100 % with these weights" in page
    assert "Of 1 open needs with candidates, 1 would have another one first" in page
    assert "(now 2)" in page and str(title.need) in page
    assert "expertise: description" in page and "(more)" in page
    assert "No learned weights are in use" in page

    accepted = text_of(press(client, "accept", LearnedWeights.objects.get()))
    assert "No learned weights are in use" not in accepted
    assert LearnedWeights.objects.get().state == "used"


def test_what_would_change_on_the_graded_set_is_shown_where_there_is_one(
    enter, region, settings, tmp_path
):
    by = secretary()
    decide(by)
    client = enter(by)
    title = PairingFactory(score=0.32, evidence=quoting("title"))
    PairingFactory(need=title.need, score=0.31, evidence=quoting("body"))
    assert "graded set" not in text_of(press(client, "learn"))

    title.need.pack_id, title.need.is_demo = "n1", True
    title.need.save()
    title.expertise.pack_id = "e1"
    title.expertise.save()
    settings.REGION_DIR = tmp_path
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "grades.csv").write_text("need,candidate,grade\nn1,e1,3\n")

    page = text_of(client.get(ADDRESS))
    assert "1 need that has candidates now" in page
    assert "from 1.000 to 0.631: 0 better, 1 worse" in page


def test_too_few_decisions_are_told(enter, region):
    response = press(enter(secretary()), "learn")

    assert response.status_code == 400
    assert "it takes 10" in response.content.decode()


def test_what_another_decision_would_change_is_looked_at_first(enter, region):
    by = secretary()
    decide(by)
    row = learn_weights(by=by)
    accept_weights(row, by=by)
    title = PairingFactory(score=0.32, evidence=quoting("title"))
    PairingFactory(need=title.need, score=0.31, evidence=quoting("body"), factor=1.2)
    client, look = enter(by), f"{ADDRESS}?look={row.public_id}"
    other_first = "Of 1 open needs with candidates, 1 would have another one first"

    page = client.get(ADDRESS)
    assert b'value="set_aside"' not in page.content
    assert look in BeautifulSoup(page.content, "html.parser").decode()
    looked = client.get(look)
    assert b'value="set_aside"' in looked.content
    assert "ordered by the texts alone" in text_of(looked)
    assert other_first in text_of(looked) and "(now 2)" in text_of(looked)
    assert state(row) == "used"

    press(client, "set_aside", row)
    assert state(row) == "set_aside"
    Pairing.objects.update(factor=1)

    page = client.get(ADDRESS)
    assert b'value="use_again"' not in page.content
    looked = client.get(look)
    assert b'value="use_again"' in looked.content
    assert "20 decisions about 10 needs (10 pairs)" in text_of(looked)
    assert other_first in text_of(looked)
    assert state(row) == "set_aside"

    press(client, "use_again", row)
    assert state(row) == "used"


def test_a_decision_that_was_looked_at_leads_back_to_the_page(enter, region):
    by = secretary()
    decide(by)
    row = learn_weights(by=by)
    accept_weights(row, by=by)
    look = f"{ADDRESS}?look={row.public_id}"
    client = enter(by)

    done = client.post(look, {"action": "set_aside", "version": row.public_id})

    assert done["Location"] == ADDRESS
    assert client.get(f"{ADDRESS}?look=nothing").status_code == 404


def test_words_of_an_earlier_version_that_are_not_weighed_are_told(enter, region):
    by = secretary()
    decide(by)
    old = learn_weights(by=by)
    LearnedWeights.objects.update(
        state="set_aside", weights=old.weights | {"term:女性": 0.1}
    )

    page = text_of(enter(by).get(ADDRESS))

    assert "Earlier versions" in page
    assert "the word “女性” (no longer weighed)" in page


def test_the_page_is_the_secretariats_and_knows_its_versions(enter, region):
    assert enter(officer_of(MunicipalityFactory())).get(ADDRESS).status_code == 403
    client = enter(secretary())
    assert client.post(ADDRESS, {"action": "accept"}).status_code == 404
