"""How a field is laid out: label, support text, readers, box, error."""

import pytest
from bs4 import BeautifulSoup, Tag
from django import forms
from django.utils import translation

from design.forms import DescribedField, Renderer


class Sample(forms.Form):
    title = forms.CharField(label="題名", help_text="短く", max_length=60)
    body = forms.CharField(
        label="困りごと", widget=forms.Textarea, max_length=600, required=False
    )
    body.reader_note = "事務局の職員だけが読みます。<b>"
    kind = forms.ChoiceField(
        label="種類", widget=forms.RadioSelect, choices=[("a", "相談"), ("b", "試験")]
    )
    agree = forms.BooleanField(label="同意します")
    token = forms.CharField(widget=forms.HiddenInput)


def page(form: forms.Form) -> BeautifulSoup:
    with translation.override("ja"):
        return BeautifulSoup(str(form), "html.parser")


def field(form: forms.Form, name: str) -> Tag:
    with translation.override("ja"):
        html = form[name].as_field_group()
    return BeautifulSoup(html, "html.parser").select_one(".field")


def sample(data: dict[str, str] | None = None) -> Sample:
    return Sample(data, renderer=Renderer())


def test_forms_use_this_renderer(settings):
    assert settings.FORM_RENDERER == "design.forms.Renderer"
    assert isinstance(Sample()["title"], DescribedField)


def test_a_label_says_what_is_required():
    title = field(sample(), "title")
    assert title.select_one("label")["for"] == "id_title"
    assert title.select_one("label").get_text() == "題名 ※必須"
    assert title.input["aria-describedby"] == "id_title_helptext"
    assert title.select_one("#id_title_helptext").text == "短く"


def test_an_optional_field_has_no_mark():
    assert field(sample(), "body").select_one("label").get_text() == "困りごと"


def test_who_reads_a_box_stands_beside_it_and_is_spoken_with_it():
    body = field(sample(), "body")
    assert body.textarea["aria-describedby"] == "id_body_readers"
    note = body.select_one("#id_body_readers")
    assert note.get_text(strip=True) == "事務局の職員だけが読みます。<b>"


def test_support_text_and_errors_come_before_the_readers():
    class Both(forms.Form):
        body = forms.CharField(help_text="短く")
        body.reader_note = "事務局"

    both = Both({"body": ""}, renderer=Renderer())
    assert field(both, "body").input["aria-describedby"] == (
        "id_body_helptext id_body_error id_body_readers"
    )


def test_a_box_that_only_a_draft_may_leave_empty_says_so():
    class Draft(forms.Form):
        title = forms.CharField(required=False)
        title.required_note = "※申込みに必須"

    box = field(Draft(renderer=Renderer()), "title")
    assert box.select_one(".required").text == "※申込みに必須"
    assert not box.input.has_attr("required")


def test_a_long_box_counts_but_never_cuts():
    body = field(sample(), "body")
    assert body.textarea["data-count-to"] == "600"
    assert not body.textarea.has_attr("maxlength")
    assert field(sample(), "title").input["maxlength"] == "60"


def test_an_error_stands_under_its_box_and_keeps_what_was_typed():
    form = sample({"title": "", "body": "<あ" * 400, "token": "t"})
    body = field(form, "body")
    assert body.textarea.text.strip() == "<あ" * 400
    assert body.textarea["aria-invalid"] == "true"
    assert body.textarea["aria-describedby"] == "id_body_error id_body_readers"
    assert body.select_one("#id_body_error").get_text(strip=True) == (
        "600文字以内にしてください（いまは800文字です）。"
    )
    assert "has-error" in body["class"]


def test_radios_stand_in_a_fieldset_with_a_legend():
    kind = field(sample(), "kind")
    assert kind.fieldset.legend.get_text() == "種類 ※必須"
    assert [label.get_text(strip=True) for label in kind.select("div label")] == [
        "相談",
        "試験",
    ]


def test_a_check_box_stands_before_its_label():
    agree = field(sample(), "agree")
    box, label = agree.select_one(".check").find_all(["input", "label"])
    assert box["type"] == "checkbox"
    assert label["for"] == box["id"] == "id_agree"


def test_the_summary_leads_to_every_box_that_must_be_mended():
    form = sample({"title": "", "body": "x"})
    form.add_error(None, "同じ相談がもうあります。")
    summary = page(form).select_one("[data-error-summary]")
    links = {a.get_text(): a["href"] for a in summary.select("a")}
    assert links == {
        "題名": "#id_title",
        "種類": "#id_kind_0",
        "同意します": "#id_agree",
    }
    items = [li.get_text(" ", strip=True) for li in summary.select("li")]
    assert items[0] == "同じ相談がもうあります。"
    assert items[1] == "この項目は必ずお答えください。"
    assert "ほかの入力内容はそのまま残っています。" in summary.get_text()


def test_every_link_of_the_summary_has_its_target():
    whole = page(sample({}))
    for link in whole.select("[data-error-summary] a"):
        assert whole.select_one(link["href"]) is not None


def test_a_form_without_errors_has_no_summary():
    whole = page(sample())
    assert whole.select("[data-error-summary]") == []
    assert len(whole.select("input[type=hidden]")) == 1


@pytest.mark.parametrize(
    ("widget", "sentence"),
    [
        (forms.PasswordInput, False),
        (forms.TextInput, "ほかの入力内容はそのまま残っています。"),
        (forms.FileInput, "ファイルだけ、もう一度お選びください。"),
    ],
)
def test_it_is_true_what_is_said_to_be_kept(widget, sentence):
    class Kept(forms.Form):
        name = forms.CharField()
        other = forms.CharField(widget=widget, required=False)

    summary = page(Kept({}, renderer=Renderer())).select_one("[data-error-summary]")
    kept = summary.select("p")
    if sentence:
        assert kept[0].get_text().startswith(sentence)
    else:
        assert kept == []


def test_a_date_made_of_three_boxes_is_reached_by_its_first():
    class Day(forms.Form):
        day = forms.DateField(widget=forms.SelectDateWidget(years=[2026]))

    whole = page(Day({}, renderer=Renderer()))
    link = whole.select_one("[data-error-summary] a")
    assert whole.select_one(link["href"]) is not None


def test_no_ids_no_dangling_references():
    form = Sample(auto_id=False, renderer=Renderer())
    assert not field(form, "body").textarea.has_attr("aria-describedby")


def test_a_widget_s_own_description_stays():
    class Own(forms.Form):
        name = forms.CharField(
            widget=forms.TextInput(attrs={"aria-describedby": "mine"})
        )
        name.reader_note = "事務局"

    box = field(Own(renderer=Renderer()), "name").input
    assert box["aria-describedby"] == "mine"


def test_a_set_of_forms():
    several = forms.formset_factory(Sample, extra=2, renderer=Renderer())()
    assert len(page(several).select(".formset-form")) == 2
