"""The parts that an editable page is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.blocks import (
    CharBlock,
    ListBlock,
    RichTextBlock,
    StaticBlock,
    StreamBlock,
    StructBlock,
    TextBlock,
)

from accounts.selectors import region

TEXT_FEATURES = ["bold", "italic", "link", "document-link", "ol", "ul"]


class CalloutBlock(StructBlock):
    """Something that nobody should miss."""

    title = CharBlock(label=pgettext_lazy("page", "Heading"), max_length=80)
    text = RichTextBlock(label=pgettext_lazy("page", "Text"), features=TEXT_FEATURES)

    class Meta:
        label = pgettext_lazy("page", "Callout")
        icon = "warning"
        template = "cms/blocks/callout.html"


class ContactBlock(StaticBlock):
    """How to reach the secretariat, as the region's data says."""

    class Meta:
        label = _("How to reach the secretariat")
        icon = "mail"
        admin_text = _(
            "Shows name, telephone, e-mail address and office hours of the secretariat."
        )
        template = "cms/blocks/contact.html"

    def get_context(
        self, value: Any, parent_context: dict[str, Any] | None = None
    ) -> dict[str, Any]:
        """Add the region, whose secretariat is shown."""
        context: dict[str, Any] = super().get_context(value, parent_context)
        return context | {"office": region()}


class BodyBlock(StreamBlock):
    """The body of a page; a heading begins a section."""

    heading = CharBlock(
        label=pgettext_lazy("page", "Heading"),
        max_length=120,
        icon="title",
    )
    paragraph = RichTextBlock(
        label=pgettext_lazy("page", "Text"), features=TEXT_FEATURES
    )
    list = ListBlock(
        TextBlock(label=pgettext_lazy("page", "Item"), rows=2),
        label=pgettext_lazy("page", "List"),
        icon="list-ul",
        template="cms/blocks/list.html",
    )
    callout = CalloutBlock()
    contact = ContactBlock()


class NoticeBlock(StreamBlock):
    """What stands above everything on the home page, as long as it is needed."""

    callout = CalloutBlock()
    paragraph = RichTextBlock(
        label=pgettext_lazy("page", "Text"), features=TEXT_FEATURES
    )


class ExamplesBlock(StreamBlock):
    """Sentences that show how a problem may be put."""

    example = CharBlock(
        label=pgettext_lazy("page", "Sentence"), max_length=200, icon="openquote"
    )
