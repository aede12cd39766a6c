"""Every address: the faces first, Wagtail's pages last."""

from django.urls import URLPattern, URLResolver

urlpatterns: list[URLPattern | URLResolver] = []
