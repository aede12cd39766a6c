"""How forms are laid out: the renderer named by FORM_RENDERER, and its field."""

from typing import Any

from django.forms import BoundField, Textarea, Widget
from django.forms.renderers import TemplatesSetting


class DescribedField(BoundField):
    """A field that also says, beside its box, who will read what is written."""

    @property
    def reader_note(self) -> str:
        """Who exactly reads this box, as the form's field says it."""
        return str(getattr(self.field, "reader_note", ""))

    @property
    def content_note(self) -> str:
        """What is to be known of what stands in the box, though it is no error."""
        return str(getattr(self.field, "content_note", ""))

    @property
    def required_note(self) -> str:
        """When the box must be filled in, where a draft may leave it empty."""
        return str(getattr(self.field, "required_note", ""))

    @property
    def aria_describedby(self) -> str | None:
        """Name the support text, the notes and the error text."""
        described = super().aria_describedby
        if described is None or not self.auto_id:
            return described
        notes = {"readers": self.reader_note, "content": self.content_note}
        named = [f"{self.auto_id}_{name}" for name, note in notes.items() if note]
        return " ".join([*described.split(), *named])

    def build_widget_attrs(
        self, attrs: dict[str, Any], widget: Widget | None = None
    ) -> dict[str, Any]:
        """Count characters in a long box rather than cut what is pasted.

        A browser drops what goes beyond ``maxlength`` without a word. The limit
        becomes a counter; the form itself refuses what is too long and keeps it.
        """
        attrs = super().build_widget_attrs(attrs, widget)
        box = widget or self.field.widget
        limit = box.attrs.get("maxlength")
        if isinstance(box, Textarea) and limit:
            attrs = {**attrs, "maxlength": False, "data-count-to": limit}
        return attrs


class Renderer(TemplatesSetting):
    """Lays out every form of the site with our own templates."""

    form_template_name = "design/forms/form.html"
    formset_template_name = "design/forms/formset.html"
    field_template_name = "design/forms/field.html"
    bound_field_class = DescribedField
