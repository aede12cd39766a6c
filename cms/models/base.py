"""What all editable pages have in common."""

from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.conf.locale import LANG_INFO
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import get_language, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.pages import CopyForm, WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel
from wagtail.fields import StreamField
from wagtail.models import Page, PageViewRestriction
from wagtail.search import index

from cms.blocks import BodyBlock
from cms.slugs import refuse_reserved
from design.localized import LocalizedText
from design.templatetags.design_tags import home_url

# Below Wagtail's root stand the home pages, one for each language.
HOME_DEPTH = 2


@dataclass
class Section:
    """What stands under one heading of a page; the first may have none."""

    anchor: str
    heading: Any = None
    blocks: list[Any] = field(default_factory=list)


class CopyElsewhere(CopyForm):
    """Refuses reserved addresses for a copy too."""

    def clean(self) -> dict[str, Any]:
        """Check the new address where the copy would stand under the home page."""
        cleaned: dict[str, Any] = super().clean()
        parent = cleaned.get("new_parent_page") or self.page.get_parent()
        if parent.depth == HOME_DEPTH:
            refuse_reserved(cleaned.get("new_slug", ""), "new_slug")
        return cleaned


class SitePageForm(WagtailAdminPageForm):
    """Refuses reserved addresses; a new page does not know yet where it will stand."""

    def clean(self) -> dict[str, Any]:
        """Check the address of a new page under the home page."""
        cleaned: dict[str, Any] = super().clean()
        if self.instance.pk is None and self.parent_page.depth == HOME_DEPTH:
            refuse_reserved(cleaned.get("slug", ""), "slug")
        return cleaned


class SitePage(Page):
    """A page of the site, in one of its languages."""

    base_form_class = SitePageForm
    copy_form_class = CopyElsewhere
    # Everything here is for everyone; what is not belongs to my page or the desk.
    private_page_options: list[str] = []
    show_in_menus_default = True

    class Meta:
        abstract = True

    def clean(self) -> None:
        """Refuse an address that another part of the site answers."""
        super().clean()
        self._refuse_reserved()

    def minimal_clean(self) -> None:
        """Refuse it for a draft too."""
        super().minimal_clean()
        self._refuse_reserved()

    def _refuse_reserved(self) -> None:
        parent = self.get_parent()
        if parent is not None and parent.depth == HOME_DEPTH:
            refuse_reserved(self.slug, "slug")

    @property
    def language(self) -> str:
        """The language the page is written in, whichever tree it stands in."""
        source = self.alias_of if self.alias_of_id else self
        return str(source.locale.language_code)

    @property
    def is_fallback(self) -> bool:
        """Whether it stands in for a translation that nobody has written yet."""
        if not self.alias_of_id:
            return False
        return self.language != (get_language() or settings.LANGUAGE_CODE)[:2]

    @property
    def headline(self) -> str | LocalizedText:
        """The title; with its language where that is not the tree's."""
        if not self.is_fallback:
            return str(self.title)
        return LocalizedText(self.title, self.language, fallback=True)

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """Return that nothing restricts reading: no page here can be made private."""
        return PageViewRestriction.objects.none()

    def alternates(self, request: HttpRequest | None = None) -> list[dict[str, str]]:
        """Return this page in every language of the site: lang, url, label."""
        pages = self.get_translations(inclusive=True).live().select_related("locale")
        codes = [code for code, _name in settings.LANGUAGES]
        found = {page.locale.language_code: page for page in pages}
        return [
            {
                "lang": code,
                "url": found[code].get_url(request),
                "label": str(LANG_INFO[code]["name_local"]),
            }
            for code in codes
            if code in found
        ]

    def breadcrumbs(self, request: HttpRequest) -> list[dict[str, Any]]:
        """Return the way from the home page to this one."""
        steps: list[dict[str, Any]] = [
            {"label": pgettext("page", "Home"), "url": home_url()}
        ]
        if self.depth > HOME_DEPTH + 1:
            between = self.get_ancestors().filter(depth__gt=HOME_DEPTH)
            steps += [
                {"label": page.title, "url": page.get_url(request)} for page in between
            ]
        return [*steps, {"label": self.headline, "url": ""}]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Add what the frame shows: languages, the way here, the page's own address."""
        context = super().get_context(request, *args, **kwargs)
        context["alternate"] = self.alternates(request)
        if self.depth != HOME_DEPTH:
            context["breadcrumbs"] = self.breadcrumbs(request)
        source = self.alias_of if self.alias_of_id else self
        context["canonical"] = source.get_url(request)
        return context

    def get_sitemap_urls(self, request: HttpRequest | None = None) -> list[Any]:
        """Return where the page is, unless it only stands in for a translation."""
        if self.alias_of_id:
            return []
        entries: list[Any] = super().get_sitemap_urls(request)
        if request is not None:
            for entry in entries:
                entry["location"] = request.build_absolute_uri(self.get_url(request))
        return entries


class TextPage(SitePage):
    """A page with an introduction and a body."""

    intro = models.TextField(
        pgettext_lazy("page", "introduction"),
        blank=True,
        max_length=500,
        help_text=_("One or two sentences: what the reader finds here."),
    )
    body = StreamField(
        BodyBlock(required=False),
        blank=True,
        verbose_name=pgettext_lazy("page", "body"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("intro"),
        FieldPanel("body"),
    ]
    search_fields = [
        *Page.search_fields,
        index.SearchField("intro"),
        index.SearchField("body"),
    ]

    class Meta:
        abstract = True

    def sections(self) -> list[Section]:
        """Return the body by its headings; a section's anchor counts from 1."""
        found = [Section("section-0")]
        for block in self.body:
            if block.block_type == "heading":
                found.append(Section(f"section-{len(found)}", block.value))
            else:
                found[-1].blocks.append(block)
        return [part for part in found if part.heading or part.blocks]
