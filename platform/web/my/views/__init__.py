"""Views of my page."""
