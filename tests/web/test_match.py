"""The matcher's page: answered on the spot, and nothing of it kept."""

import logging
from io import StringIO

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from matching import MAX_LENGTH
from tests.factories.catalogue import (
    ExpertiseFactory,
    FacilityFactory,
    NeedFactory,
    OutcomeFactory,
    about_bridges,
)
from tests.web.conftest import texts

MARKER = "ヒノキゴケ標識語"
TROUBLE = "煮干しの折れを目で見分けて選別しており、二時間が限度です。"


@pytest.fixture
def ask(region, client):
    def post(text, language="", status=200, **more):
        response = client.post(f"{language}/match/", {"text": text} | more)
        assert response.status_code == status
        return BeautifulSoup(response.content.decode(), "html.parser")

    return post


def test_the_box_is_empty_at_first(get):
    page = get("/match/")
    assert page.select_one("textarea").text.strip() == ""
    assert page.select_one(".match-box")["method"] == "post"
    assert "入力した文章は保存しません" in texts(page, ".privacy-note")[0]
    assert page.select(".candidate, .next-step") == []


def test_a_text_is_answered_with_the_passage_that_shows_why(ask):
    offer = ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    page = ask(TROUBLE)
    assert texts(page, ".candidate .entry-title") == [offer.title_ja]
    assert texts(page, ".passage-side")[:2] == ["入力した文章", "できること"]
    assert "煮干し" in "".join(texts(page, ".candidate mark"))
    assert texts(page, ".evidence-place") == ["候補1"]
    assert page.select_one("textarea").text.strip() == TROUBLE


def test_each_kind_can_be_looked_for(ask):
    about_bridges(9)
    told = "煮干しの折れを見分けます。"
    texts_of = {"title_ja": "煮干しの折れ", "title_en": ""}
    things = {
        "expertise": ExpertiseFactory(summary_ja=told, **texts_of),
        "facility": FacilityFactory(summary_ja=told, **texts_of),
        "outcome": OutcomeFactory(published=True, summary_ja=told, **texts_of),
        "need": NeedFactory(summary_ja=told, anonymous=True, **texts_of),
    }
    sides = {
        "expertise": "できること",
        "facility": "設備",
        "outcome": "成果",
        "need": "困りごと",
    }

    for kind, thing in things.items():
        page = ask(TROUBLE, kind=kind)
        (link,) = page.select(".candidate .entry-title a")
        assert link["href"] == f"/{_place(kind)}/{thing.public_id}/"
        assert texts(page, ".passage-side")[:2] == ["入力した文章", sides[kind]]
        chosen = page.select("[name=kind][checked]")
        assert [radio["value"] for radio in chosen] == [kind]
        # Whoever writes what they can do does not ask for advice with it.
        assert bool(page.select(".next-step form")) == (kind != "need")
    assert things["need"].organisation.name_ja not in page.get_text()


def _place(kind):
    plural = {"facility": "facilities", "expertise": "expertise"}
    return plural.get(kind, f"{kind}s")


def test_what_cannot_be_looked_for_is_refused_and_the_text_kept(ask):
    page = ask(TROUBLE, status=400, kind="programme")
    assert texts(page, "#match-error") == ["何を探すかを選んでください。"]
    assert page.select_one("textarea").text.strip() == TROUBLE


def test_needs_for_members_are_not_found_by_the_public(ask):
    about_bridges(9)
    NeedFactory(visibility="members", title_ja="煮干しの折れ")
    page = ask(TROUBLE, kind="need")
    assert page.select(".candidate") == []


def test_one_step_leads_on_and_says_what_it_keeps(ask):
    ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    page = ask(TROUBLE)
    form = page.select_one(".next-step form")
    assert form["action"] == "/my/ask/"
    assert form.select_one("[name=text]")["value"] == TROUBLE
    assert texts(form, "button") == ["この内容で相談を申し込む"]
    assert texts(form, ".privacy-note")[0].startswith(
        "ここからは下書きとして24時間保存します"
    )
    assert page.select_one(".next-step [href='tel:0830000000']") is not None
    assert page.select_one(".next-step [href='mailto:office@example.jp']") is not None


def test_the_answer_in_english(ask):
    ExpertiseFactory(
        title_en="Sorting small dried fish", summary_en="We sort dried sardines."
    )
    page = ask("Sorting dried sardines by hand takes hours.", "/en")
    assert texts(page, ".passage-side")[:2] == ["What you wrote", "The expertise"]
    assert texts(page, ".next-step button") == ["Ask for advice with this text"]


@pytest.mark.parametrize("text", ["困っています", "…", "潜水艦", "🐟🔥", "1234"])
def test_silence_says_why_and_what_to_add(ask, text):
    ExpertiseFactory()
    page = ask(text)
    assert texts(page, "#answer") == ["この文章に合う候補は見つかりませんでした"]
    assert len(page.select("[role=status]")) == 1
    assert page.select("section[aria-labelledby=answer] li")
    assert page.select_one(".next-step form") is not None


def test_an_empty_box_is_not_an_answer(ask):
    for text in ("", "   ", "\n\n"):
        page = ask(text, status=400)
        assert texts(page, "#match-error")[0].startswith("まだ何も入力されていません")
    assert Client().post("/match/").status_code == 400


def test_a_text_that_is_too_long_is_kept(ask):
    text = "草" * (MAX_LENGTH + 1)
    page = ask(text, status=413)
    assert page.select_one("textarea").text.strip() == text
    assert "50,001文字" in texts(page, "#match-error")[0]
    assert page.select_one("textarea")["aria-invalid"] == "true"


def test_the_longest_text_is_answered(ask):
    ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    text = (TROUBLE * 2000)[:MAX_LENGTH]
    assert len(ask(text).select(".candidate")) == 1


def test_what_is_larger_than_any_form_is_refused_in_words(region, client):
    answer = client.post("/match/", {"text": "草" * 1_000_000})
    assert answer.status_code == 413
    page = BeautifulSoup(answer.content.decode(), "html.parser")
    assert texts(page, "h1") == ["文章かファイルが大きすぎます"]


@pytest.mark.parametrize("sign", ["\x00", "\ufffd"])
def test_damaged_characters_are_refused_and_the_text_kept(ask, sign):
    page = ask(f"煮干し{sign}の選別", status=400)
    assert "壊れて届いた文字があります" in texts(page, "#match-error")[0]
    assert "の選別" in page.select_one("textarea").text


def test_broken_bytes_are_refused(region, client):
    answer = client.post(
        "/match/",
        b"text=%E7%85%AE%E5%B9",
        content_type="application/x-www-form-urlencoded",
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script> 煮干し",
        "'; DROP TABLE catalogue_expertise; -- 煮干し",
        "\u202eしぼに\u200f 煮干し",
        "ﾆﾎﾞｼ １２３ 煮干し",
        "煮干し 🐟" * 10,
    ],
)
def test_anything_else_is_just_text(ask, text):
    ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    page = ask(text)
    assert page.select_one("textarea").text.strip() == text
    assert page.select("main script") == []


def test_who_blocks_cookies_is_answered_too(region):
    client = Client(enforce_csrf_checks=True)
    assert client.post("/match/", {"text": TROUBLE}).status_code == 200


def test_other_methods_are_refused(region, client):
    assert client.put("/match/").status_code == 405


@pytest.fixture
def everything_logged():
    """Collect what any logger would write, at every level."""
    stream = StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(logging.Formatter("%(message)s %(args)s %(exc_info)s"))
    root = logging.getLogger()
    named = [logging.getLogger(name) for name in logging.root.manager.loggerDict]
    levels = {logger: logger.level for logger in [root, *named]}
    propagate = {logger: logger.propagate for logger in named}
    root.addHandler(handler)
    for logger in levels:
        logger.setLevel(logging.DEBUG)
    for logger in named:
        logger.propagate = True
    yield stream
    root.removeHandler(handler)
    for logger, level in levels.items():
        logger.setLevel(level)
    for logger, value in propagate.items():
        logger.propagate = value


def rows_with(word):
    found = []
    for model in apps.get_models():
        for row in model._default_manager.all().values():
            if word in str(row):
                found.append((model, row))
    return found


def files_with(word):
    data = settings.DATA_DIR
    return [
        path
        for path in data.rglob("*")
        if path.is_file()
        and path.stat().st_size < 10_000_000
        and word.encode() in path.read_bytes()
    ]


@pytest.mark.parametrize("length", [1, MAX_LENGTH])
def test_the_text_reaches_no_log_no_row_no_session_and_no_cache(
    region, client, everything_logged, length
):
    ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    text = TROUBLE + MARKER * length  # the second one is refused as too long
    with CaptureQueriesContext(connection) as captured:
        answer = client.post("/match/", {"text": text})
    assert MARKER in answer.content.decode()
    assert answer["Cache-Control"] == (
        "max-age=0, no-cache, no-store, must-revalidate, private"
    )
    assert MARKER not in everything_logged.getvalue()
    assert [q["sql"] for q in captured if MARKER in q["sql"]] == []
    assert rows_with(MARKER) == []
    assert files_with(MARKER) == []
    assert MARKER not in str(caches["default"]._cache)
    assert "sessionid" not in answer.cookies


def test_a_failure_does_not_log_the_text(
    region, client, everything_logged, monkeypatch
):
    def fail(*args, **options):
        raise RuntimeError("the matcher is away")

    monkeypatch.setattr("web.views.match.answer", fail)
    client.raise_request_exception = False
    answer = client.post("/match/", {"text": MARKER})
    assert answer.status_code == 500
    assert "the matcher is away" in everything_logged.getvalue()
    assert MARKER not in everything_logged.getvalue()


def test_queries(region, client):
    def count():
        with CaptureQueriesContext(connection) as captured:
            client.post("/match/", {"text": TROUBLE})
        return len(captured)

    ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    count()
    one = count()
    for _ in range(2):
        ExpertiseFactory(summary_ja="煮干しの折れや割れを見分けます。")
    count()
    assert count() == one
    assert one <= 12
