"""Sentences of the sign-in library that we say in our own words.

Whatever stands here is translated in this app's locale folder, which comes before the
library's own.
"""

from django.utils.translation import gettext_noop

REWORDED = (gettext_noop("You must type the same password each time."),)
