"""Pages that the office edits itself: home, texts, news."""

from cms.models.base import Section, SitePage, TextPage
from cms.models.home import HomePage
from cms.models.news import NewsIndexPage, NewsPage
from cms.models.texts import StandardPage

__all__ = [
    "HomePage",
    "NewsIndexPage",
    "NewsPage",
    "Section",
    "SitePage",
    "StandardPage",
    "TextPage",
]
