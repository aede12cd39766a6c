"""News and their list."""

from typing import Any

from django.core.paginator import EmptyPage, PageNotAnInteger, Paginator
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from accounts.selectors import region
from cms.models.base import TextPage
from cms.structured import news_article
from lifecycle import clock


class NewsQuerySet(PageQuerySet):
    """Composable reads of news."""

    def latest_in(self, locale_id: int) -> "NewsQuerySet":
        """Those that stand in one language's tree, the newest first."""
        live = self.live().filter(locale_id=locale_id)
        found = live.select_related("locale", "alias_of__locale")
        return found.order_by("-date", "-pk")


class NewsPage(TextPage):
    """Something the office has to tell."""

    date = models.DateField(pgettext_lazy("page", "date"), default=clock.today)

    objects = PageManager.from_queryset(NewsQuerySet)()

    content_panels = [
        *Page.content_panels,
        FieldPanel("date"),
        *TextPage.content_panels[len(Page.content_panels) :],
    ]
    template = "cms/news_page.html"
    parent_page_types = ["cms.NewsIndexPage"]
    subpage_types: list[str] = []
    show_in_menus_default = False

    class Meta:
        verbose_name = _("news item")
        verbose_name_plural = pgettext_lazy("page", "news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add the sections, the neighbours' list and schema.org's description."""
        context = super().get_context(request, *args, **kwargs)
        context["sections"] = self.sections()
        context["back"] = context["breadcrumbs"][-2]
        context["schema"] = news_article(
            title=self.title,
            description=self.search_description or self.intro,
            language=self.language,
            address=request.build_absolute_uri(context["canonical"]),
            published_on=self.date,
            changed_at=self.last_published_at,
            publisher=str(region()),
        )
        return context


class NewsIndexPage(TextPage):
    """All news, the newest first."""

    SIZE = 20

    template = "cms/news_index_page.html"
    parent_page_types = ["cms.HomePage"]
    subpage_types = ["cms.NewsPage"]
    content_panels = [*Page.content_panels, FieldPanel("intro")]

    class Meta:
        verbose_name = _("list of news")
        verbose_name_plural = _("lists of news")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add one page of the news, or ``last_page`` where it does not exist."""
        context = super().get_context(request, *args, **kwargs)
        pages = Paginator(NewsPage.objects.latest_in(self.locale_id), self.SIZE)
        try:
            found = pages.page(request.GET.get("page", 1))
        except (EmptyPage, PageNotAnInteger):
            address = self.get_url(request)
            return context | {
                "last_page": pages.num_pages,
                "last_url": f"{address}?page={pages.num_pages}",
            }
        return context | {
            "list": found,
            "entries": [(item, item.get_url(request)) for item in found],
        }

    def serve(
        self, request: HttpRequest, *args: Any, **kwargs: Any
    ) -> TemplateResponse:
        """Answer; a page of the list that does not exist is a 404 that leads on."""
        response: TemplateResponse = super().serve(request, *args, **kwargs)
        if "last_page" in (response.context_data or {}):
            response.status_code = 404
        return response
