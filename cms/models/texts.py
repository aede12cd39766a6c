"""Pages of text: about, guide, contact, policies."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cms.models.base import TextPage

# From this many headings on a page begins with a list of them.
LONG = 4


class StandardPage(TextPage):
    """Any text the office wants to publish; pages may stand under one another."""

    template = "cms/standard_page.html"
    parent_page_types = ["cms.HomePage", "cms.StandardPage"]
    subpage_types = ["cms.StandardPage"]

    class Meta:
        verbose_name = _("text page")
        verbose_name_plural = _("text pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add the sections, a list of them on a long page, and the pages beneath."""
        context = super().get_context(request, *args, **kwargs)
        sections = self.sections()
        headed = [part for part in sections if part.heading]
        beneath = self.get_children().live() if self.numchild else []
        context["sections"] = sections
        context["contents"] = headed if len(headed) >= LONG else []
        context["beneath"] = [
            {"label": page.title, "url": page.get_url(request)} for page in beneath
        ]
        return context
