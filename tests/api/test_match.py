"""Any text, answered on the spot; and nothing of it is kept."""

import json
import logging

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from rest_framework.throttling import ScopedRateThrottle

from catalogue.enums import Visibility
from matching import VERSION
from tests.factories.catalogue import ExpertiseFactory, NeedFactory

MARKER = "ざわめきもんしろ蝶"
TEXT = "煮干しの選別で、折れや割れを画像で見分けたいです。"
OTHERS = [
    ("橋のひび割れの点検", "コンクリートの橋を打音で点検します。"),
    ("外国語の会話の教材", "発音を録音して学ぶ教材を作ります。"),
    ("竹林の手入れ", "放置された竹を炭にして土に戻します。"),
]


@pytest.fixture
def sorting():
    """An expertise on sorting among others on other matters."""
    for title, summary in OTHERS:
        ExpertiseFactory(title_ja=title, title_en="", summary_ja=summary, body_ja="")
    return ExpertiseFactory()


def ask(client, body, **headers):
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(
        "/api/v1/match/", text, content_type="application/json", headers=headers
    )


def problem(response):
    assert response.headers["Content-Type"] == "application/problem+json"
    return response.status_code, response.json()["code"]


def test_a_text_is_answered_with_evidence(client, sorting):
    response = ask(client, {"text": TEXT})

    answer = response.json()
    first = answer["results"][0]
    assert (answer["matcher"], answer["silence"]) == (VERSION, None)
    assert {name: first[name] for name in ("id", "kind", "title", "url")} == {
        "id": sorting.public_id,
        "kind": "expertise",
        "title": sorting.title_ja,
        "url": f"http://testserver/expertise/{sorting.public_id}/",
    }
    scores = [found["score"] for found in answer["results"]]
    assert scores == sorted(scores, reverse=True)
    assert first["band"] in ("strong", "related", "partly")
    shares = sum(term["share"] for term in first["terms"])
    assert shares == pytest.approx(first["score"], abs=0.01)
    for side in ("left", "right"):
        quoted = first["evidence"][0][side]
        assert set(quoted) == {"field", "lang", "sentence", "marks"}
        assert all(quoted["sentence"][a:b].strip() for a, b in quoted["marks"])
    assert first["evidence"][0]["left"]["sentence"] in TEXT
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("text", ["", "  \n", "選別", "🍣🍣", "あ", "qzxv"])
def test_a_text_that_says_too_little_is_answered_with_a_reason(client, sorting, text):
    response = ask(client, {"text": text})

    answer = response.json()
    assert response.status_code == 200
    assert (answer["results"] == []) is (answer["silence"] is not None)


def test_the_number_of_answers_is_limited(client):
    for _ in range(4):
        ExpertiseFactory()
    for title, summary in OTHERS:
        ExpertiseFactory(title_ja=title, title_en="", summary_ja=summary, body_ja="")

    assert len(ask(client, {"text": TEXT, "limit": 2}).json()["results"]) == 2


def test_needs_are_answered_as_the_public_may_see_them(client, sorting):
    NeedFactory(visibility=Visibility.MEMBERS)
    seen = NeedFactory()

    answer = ask(client, {"text": TEXT, "kinds": ["need"]}).json()

    assert {found["id"] for found in answer["results"]} <= {seen.public_id}


def test_a_need_is_never_answered_with_its_posters_name(client):
    for title, summary in OTHERS:
        NeedFactory(title_ja=title, title_en="", summary_ja=summary)
    need = NeedFactory(anonymous=True)

    response = ask(
        client, {"text": f"{need.title_ja} {need.organisation}", "kinds": ["need"]}
    )

    found = [r for r in response.json()["results"] if r["id"] == need.public_id]
    assert need.organisation.name_ja not in json.dumps(
        [evidence["right"] for r in found for evidence in r["evidence"]],
        ensure_ascii=False,
    )


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "あ\x00い"}, 400, "broken_text"),
        ({"text": "あ\ufffdい"}, 400, "broken_text"),
        ({"text": "あ" * 50_001}, 413, "text_too_long"),
        ({"text": 5}, 400, "invalid"),
        ({"text": ["a"]}, 400, "invalid"),
        ({"text": None}, 400, "invalid"),
        ({}, 400, "invalid"),
        ([], 400, "invalid"),
        ({"text": "あ", "kinds": ["wish"]}, 400, "invalid"),
        ({"text": "あ", "limit": 51}, 400, "invalid"),
        ("{", 400, "parse_error"),
        (b"\xff\xfe", 400, "parse_error"),
    ],
)
def test_what_cannot_be_read_is_a_problem(client, body, status, code):
    assert problem(ask(client, body)) == (status, code)


def test_the_longest_text_is_answered(client, sorting):
    longest = (TEXT * 2500)[:50_000]

    assert ask(client, {"text": longest}).status_code == 200


def test_wrong_fields_are_named(client):
    body = ask(client, {"text": 5.5, "limit": 0}, **{"Accept-Language": "en"}).json()

    assert set(body["errors"]) == {"text", "limit"}
    assert body["detail"] == "Some fields are missing or wrong; see “errors”."


def test_other_methods_and_types_are_refused(client):
    assert problem(client.get("/api/v1/match/")) == (405, "method_not_allowed")
    form = client.post("/api/v1/match/", {"text": "あ"})
    assert problem(form) == (415, "unsupported_media_type")


def test_too_many_questions_are_put_off(client, monkeypatch):
    rates = ScopedRateThrottle.THROTTLE_RATES | {"match": "1/min"}
    monkeypatch.setattr(ScopedRateThrottle, "THROTTLE_RATES", rates)
    assert ask(client, {"text": "選別"}).status_code == 200

    response = ask(client, {"text": "選別"})

    assert problem(response) == (429, "throttled")
    assert 1 <= int(response.headers["Retry-After"]) <= 61


def everything_kept():
    """Every text in the database, and the cache."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [str(row) for row in cursor.fetchall()]
    return "\n".join([*texts, str(getattr(cache, "_cache", ""))])


@pytest.mark.parametrize("end", ["", "\x00", "の" * 50_001])
def test_nothing_of_the_text_is_kept(client, sorting, caplog, capfd, settings, end):
    caplog.set_level(logging.DEBUG)

    ask(client, {"text": f"{MARKER} {TEXT}{end}"})

    out, err = capfd.readouterr()
    assert MARKER not in caplog.text + out + err
    assert MARKER not in everything_kept()
    assert not Session.objects.exists()
    assert "sessionid" not in client.cookies
    kept = [p for p in settings.INDEX_DIR.rglob("*") if p.is_file()]
    assert not any(MARKER.encode() in path.read_bytes() for path in kept)


def test_a_failure_of_the_server_does_not_log_the_text(
    client, monkeypatch, caplog, mailoutbox, settings
):

    settings.ADMINS = [("Shiomi", "shiomi@example.jp")]
    client.raise_request_exception = False

    def fail(*args, **options):
        raise RuntimeError("the matcher is broken")

    monkeypatch.setattr("api.views.answer", fail)

    response = ask(client, {"text": MARKER})

    assert response.status_code == 500
    assert MARKER not in caplog.text
    assert all(MARKER not in str(mail.message()) for mail in mailoutbox)
