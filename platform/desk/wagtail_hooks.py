"""Where the desk joins Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.templatetags.static import static
from django.urls import URLPattern, URLResolver, include, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from wagtail import hooks
from wagtail.permissions import register_permission_policy

from desk import urls
from desk.menu import desk_items
from desk.views.registers import REGISTERS, SecretariatPolicy

for register in REGISTERS:
    register_permission_policy(register.model, SecretariatPolicy(register.model))


@hooks.register("register_admin_urls")
def desk_urls() -> list[URLPattern | URLResolver]:
    """Put the desk under ``/admin/desk/``."""
    return [path("desk/", include(urls))]


@hooks.register("register_admin_viewset")
def desk_registers() -> list[Any]:
    """Add the plain registers."""
    return [register() for register in REGISTERS]


@hooks.register("insert_global_admin_css")
def desk_styles() -> SafeString:
    """Load our parts' styles; they use Wagtail's variables."""
    links = [static("design/css/desk.css"), static("desk/desk.css")]
    return SafeString(
        "".join(format_html('<link rel="stylesheet" href="{}">', url) for url in links)
    )


@hooks.register("construct_main_menu")
def desk_menu(request: HttpRequest, items: list[Any]) -> None:
    """Put the desk's pages before Wagtail's own."""
    items += [item for item in desk_items() if item.is_shown(request)]
