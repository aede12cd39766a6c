"""The home page: the matcher's box is the front door."""

from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from accounts.selectors import region
from cms import front
from cms.blocks import ExamplesBlock, NoticeBlock
from cms.models.base import SitePage
from cms.models.news import NewsPage

LATEST_NEWS = 3


class HomePage(SitePage):
    """The front door: the matcher's box, and what the platform holds."""

    lead = models.TextField(
        _("what this site is, in one or two sentences"),
        blank=True,
        max_length=300,
        help_text=_("Stands above the box. Leave it empty for the usual sentence."),
    )
    notice = StreamField(
        NoticeBlock(required=False, max_num=3),
        blank=True,
        verbose_name=pgettext_lazy("page", "notice"),
        help_text=_("Stands above everything else as long as it is here."),
    )
    examples = StreamField(
        ExamplesBlock(required=False, max_num=6),
        blank=True,
        verbose_name=_("examples under the box"),
        help_text=_("Leave it empty for the usual examples."),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("lead"),
        FieldPanel("notice"),
        FieldPanel("examples"),
    ]
    search_fields = [*Page.search_fields, index.SearchField("lead")]
    template = "cms/home_page.html"
    parent_page_types = ["wagtailcore.Page"]
    subpage_types = ["cms.StandardPage", "cms.NewsIndexPage"]
    max_count = len(settings.LANGUAGES)

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add what the home page shows of catalogue, news and partnerships."""
        context = super().get_context(request, *args, **kwargs)
        user = getattr(request, "user", None)
        news = NewsPage.objects.latest_in(self.locale_id)[:LATEST_NEWS]
        entries = [(item, item.get_url(request)) for item in news]
        office = region()
        return context | {
            "lead": self.lead or _usual_lead(str(office.localized("area"))),
            "examples": [part.value for part in self.examples] or _usual_examples(),
            "office": office,
            "doors": front.doors(),
            "figures": front.figures(),
            "themes": front.themes(),
            "needs": front.latest_needs(user),
            "outcomes": front.latest_outcomes(user),
            "news": entries,
            # News stand below their list.
            "all_news": urljoin(entries[0][1], "..") if entries else "",
            "partners": front.partners(),
        }


def _usual_lead(area: str) -> str:
    sentence = gettext(
        "We bring firms and communities that have a problem together with the people "
        "in %(area)s who know about it."
    )
    return sentence % {"area": area}


def _usual_examples() -> list[str]:
    return [
        gettext(
            "In summer, liquid collects in the bags of our side dishes, and they are "
            "returned. About 200 bags a month."
        ),
        gettext(
            "Two of us check small metal parts for scratches by eye, two hours every "
            "day. Both will retire next year."
        ),
        gettext(
            "Nobody is left to mow the slopes of our rice terraces. We would like to "
            "know what others do."
        ),
    ]
