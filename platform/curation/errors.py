"""Expected failures of bringing two sides together, with their remedies."""

from django.utils.translation import gettext_lazy as _

from lifecycle.errors import InvalidInput, RenkeiError, WrongState


class NeedNotOpen(WrongState):
    """The need is not open, so nobody can be asked about it."""

    code = "need_not_open"
    message = _(
        "Both sides can be asked only while the need is open. At present it is "
        "“%(state)s”."
    )


class OfferNotPublished(WrongState):
    """The expertise is not in the catalogue at present."""

    code = "offer_not_published"
    message = _(
        "This offer is not in the catalogue at present (“%(state)s”). Please choose "
        "another candidate, or ask the liaison office to publish it again."
    )


class ConflictOfInterest(RenkeiError):
    """The two sides must not be brought together."""

    code = "conflict_of_interest"
    status = 409
    message = _(
        "A conflict of interest is recorded between the two sides, so they cannot be "
        "brought together. Please choose another person, or put this candidate aside "
        "with the reason “Conflict of interest”."
    )


class NoCapacity(RenkeiError):
    """The researcher takes no further request at present."""

    code = "no_capacity"
    status = 409
    message = _(
        "%(researcher)s already has as many requests as they take at a time. Please "
        "wait until one of them is finished, choose another candidate, or ask the "
        "liaison office whether the number can be raised."
    )


class NobodyToAsk(InvalidInput):
    """The request was to be passed on, but to nobody who can be asked."""

    code = "nobody_to_ask"
    message = _("Please choose a researcher who belongs to your institution.")


class NamesPoster(InvalidInput):
    """A text that others read names a poster whose name is withheld."""

    code = "names_poster"
    message = _(
        "The poster's name is withheld, but the text contains “%(passages)s”. Please "
        "take it out, or first record that the poster agrees to be named. Everything "
        "else is kept."
    )
