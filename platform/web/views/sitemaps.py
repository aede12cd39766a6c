"""The sitemap: an index, and one part for each kind of page."""

from django.contrib.sitemaps import views
from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from web.sitemaps import all_sitemaps

AN_HOUR = 3600


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def index(request: HttpRequest) -> HttpResponse:
    """List the parts."""
    return views.index(request, all_sitemaps(), sitemap_url_name="sitemap_section")


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def section(request: HttpRequest, section: str) -> HttpResponse:
    """List the addresses of one part, with the other language of each."""
    return views.sitemap(request, all_sitemaps(), section)
