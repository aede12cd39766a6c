"""Things that were there for everybody and are not any more."""

from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from catalogue.enums import NeedState, OfferState, Visibility
from catalogue.models import Expertise, Facility, Need
from lifecycle.errors import RenkeiError


class Gone(RenkeiError):
    """It was public and has been closed; its address stays."""

    code = "gone"
    status = 410
    message = _(
        "This entry has been closed by the people it belongs to, so its text is no "
        "longer shown."
    )


def find(rows: QuerySet[Any], public_id: str) -> Any:
    """Return the thing of an address among those that may be read.

    Raises:
        Gone: anyone could read it once, and it has been closed since.
        Http404: there is none, or it is not for this reader; both look the same.
    """
    thing = rows.filter(public_id=public_id).distinct().first()
    if thing is not None:
        return thing
    if was_public(rows.model, public_id):
        raise Gone()
    raise Http404()


def was_public(model: type, public_id: str) -> bool:
    """Return whether anyone could read a thing before it was closed."""
    if model is Need:
        return Need.objects.filter(
            public_id=public_id,
            state__in=[NeedState.CLOSED, NeedState.EXPIRED],
            visibility=Visibility.PUBLIC,
            opened_at__isnull=False,
        ).exists()
    if model in (Expertise, Facility):
        return model._default_manager.filter(
            public_id=public_id,
            state=OfferState.ARCHIVED,
            published_at__isnull=False,
        ).exists()
    return False
