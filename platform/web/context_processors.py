"""What every page's frame needs."""

from typing import Any

from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    """Return the region for the frame."""
    return {}
