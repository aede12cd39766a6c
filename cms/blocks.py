"""The parts that an editable page is made of."""

from typing import Any

from django.utils.translation import gettext_lazy as _
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

    title = CharBlock(label=_("Heading"), max_length=80)
    text = RichTextBlock(label=_("Text"), features=TEXT_FEATURES)

    class Meta:
        label = _("Callout")
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
        label=_("Heading"),
        max_length=120,
        icon="title",
        template="cms/blocks/heading.html",
    )
    paragraph = RichTextBlock(label=_("Text"), features=TEXT_FEATURES)
    list = ListBlock(
        TextBlock(label=_("Item"), rows=2),
        label=_("List"),
        icon="list-ul",
        template="cms/blocks/list.html",
    )
    callout = CalloutBlock()
    contact = ContactBlock()


class NoticeBlock(StreamBlock):
    """What stands above everything on the home page, as long as it is needed."""

    callout = CalloutBlock()
    paragraph = RichTextBlock(label=_("Text"), features=TEXT_FEATURES)


class ExamplesBlock(StreamBlock):
    """Sentences that show how a problem may be put."""

    example = CharBlock(label=_("Sentence"), max_length=200, icon="openquote")
