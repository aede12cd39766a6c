"""What the OpenAPI document covers."""

from typing import Any

PREFIX = "/api/v1/"


def only_ours(endpoints: list[Any], **options: Any) -> list[Any]:
    """Keep the endpoints under ``/api/v1/``; Wagtail's own API stays out."""
    return [endpoint for endpoint in endpoints if endpoint[0].startswith(PREFIX)]
