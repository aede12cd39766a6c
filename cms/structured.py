"""Descriptions for search engines, in the words of schema.org."""

from datetime import date, datetime
from typing import Any


def news_article(
    *,
    title: str,
    description: str,
    language: str,
    address: str,
    published_on: date,
    changed_at: datetime | None,
    publisher: str,
) -> dict[str, Any]:
    """Return a news item as schema.org's NewsArticle.

    Args:
        address: the page's absolute address.
        changed_at: the last publication (aware); without it nothing is said.
        publisher: name of the site.
    """
    article: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": title,
        "inLanguage": language,
        "url": address,
        "mainEntityOfPage": address,
        "datePublished": published_on.isoformat(),
        "publisher": {"@type": "Organization", "name": publisher},
    }
    if description:
        article["description"] = description
    if changed_at:
        article["dateModified"] = changed_at.isoformat()
    return article
