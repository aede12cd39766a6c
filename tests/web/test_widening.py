"""A search says what the dictionary added, and can be asked without it."""

import pytest
from django.urls import reverse

from tests.factories.catalogue import ExpertiseFactory, SynonymFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("region")]


@pytest.fixture
def waste():
    """An expertise that has the technical term alone, and the pair that leads to it."""
    SynonymFactory(plain="ごみ", term="廃棄物")
    return ExpertiseFactory(title_ja="廃棄物の再資源化", title_en="")


def titles(response):
    return [str(item["title"]) for item in response.context["items"]]


def test_the_sentence_names_the_word_and_what_was_added(client, waste):
    response = client.get(reverse("web:expertise_list"), {"q": "ごみ"})

    assert titles(response) == ["廃棄物の再資源化"]
    assert "「ごみ」を「廃棄物」も含めて検索しました。" in response.text


def test_the_search_is_undone_by_a_link_and_done_again_by_its_chip(client, waste):
    widened = client.get(reverse("web:expertise_list"), {"q": "ごみ"})
    exact = client.get(widened.context["widened"]["undo_url"])
    [chip] = exact.context["chosen"]
    again = client.get(chip["remove_url"])

    assert (titles(exact), exact.context["widened"]) == ([], None)
    assert chip["label"] == "入力した言葉だけで検索"
    assert titles(again) == ["廃棄物の再資源化"]


def test_a_new_question_in_the_box_has_the_dictionary_again(client, waste):
    path = reverse("web:expertise_list")
    exact = client.get(path, {"q": "ごみ", "exact": "1", "theme": "x"})

    names = [field["name"] for field in exact.context["search_hidden"]]
    carried = [field["name"] for field in exact.context["facets_hidden"]]
    assert "exact" not in names
    assert "exact" in carried


def test_many_words_do_not_fill_the_page(client):
    words = ["林檎", "蜜柑", "葡萄", "西瓜", "苺", "柿", "梨"]
    for word in words:
        SynonymFactory(plain=word, term=f"{word}栽培")

    response = client.get(reverse("web:expertise_list"), {"q": " ".join(words)})

    assert len(response.context["widened"]["sentences"]) == 6
    assert "ほか2語" in response.text


def test_nothing_added_nothing_said(client):
    response = client.get(reverse("web:expertise_list"), {"q": "ごみ"})

    assert response.context["widened"] is None
