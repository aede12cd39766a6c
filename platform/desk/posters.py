"""How the desk names who posts a need: withheld names stay out until looked at."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accounts.models import User
from catalogue.models import Need
from catalogue.rules import works_for_poster


def is_withheld(need: Need, reader: User) -> bool:
    """Return whether the poster's name is withheld from somebody of the desk."""
    return need.anonymous and not works_for_poster(reader, need)


def poster(need: Need, reader: User) -> str:
    """Return a poster's name, or the words for a withheld one."""
    if is_withheld(need, reader):
        return _("Name withheld")
    return str(need.organisation)


def posters(needs: Sequence[Need], reader: User) -> list[str]:
    """Return the posters of many needs; select ``organisation`` along with them."""
    return [poster(need, reader) for need in needs]
