"""What programs ask for: the region's colour, robots.txt."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from accounts.models import Region

AN_HOUR = 3600
# Nothing for a search engine: forms, members' pages, the desk, answers for programs.
CLOSED = ("/admin/", "/accounts/", "/my/", "/api/", "/documents/")


def _accent() -> str:
    return Region.objects.values_list("accent", flat=True).first() or ""


def _etag(request: HttpRequest) -> str:
    return f'"{_accent().removeprefix("#") or "none"}"'


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
@condition(etag_func=_etag)
def region_css(request: HttpRequest) -> HttpResponse:
    """Give the stylesheet the region's colour; nothing before a region is loaded."""
    accent = _accent()
    body = f":root {{ --region-accent: {accent}; }}\n" if accent else ""
    return HttpResponse(body, content_type="text/css; charset=utf-8")


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def robots(request: HttpRequest) -> HttpResponse:
    """Say what search engines should leave alone, and where the sitemap is."""
    closed = [*CLOSED, *(f"/en{path}" for path in ("/accounts/", "/my/"))]
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in closed), ""]
    lines.append(f"Sitemap: {request.build_absolute_uri(reverse('sitemap'))}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain")
