"""From the form to an entry of expertise: a draft, an edit, a request to publish."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from accounts.models import Organisation, User
from accounts.selectors import region
from catalogue.actions.offers import draft_offer, edit_offer, submit_offer
from catalogue.enums import OfferState
from catalogue.models import Expertise, Researcher
from lifecycle.errors import InvalidInput
from lifecycle.models import LogEntry
from web.my.forms.offers import FIELD_BOXES, TEXTS, ExpertiseForm
from web.my.posting import add_model_errors
from web.my.reads import checked_by
from web.my.sending import make_once


def may_add(user: User) -> bool:
    """Return whether somebody has anything they could offer something for."""
    return bool(user.organisation_roles) or organisations_of(user).exists()


def organisations_of(user: User) -> QuerySet[Organisation]:
    """Return the organisations that somebody may offer for, as member or researcher."""
    return Organisation.objects.filter(
        Q(pk__in=list(user.organisation_roles)) | Q(affiliations__researcher__user=user)
    ).distinct()


def researchers_of(user: User) -> QuerySet[Researcher]:
    """Return whose work somebody may enter: their own; a liaison office everybody's."""
    return Researcher.objects.filter(
        Q(user=user) | Q(affiliations__organisation__in=checked_by(user))
    ).distinct()


def checker_of(organisation: Organisation) -> str:
    """Return who checks an organisation's entries before they are published."""
    if organisation.is_institution:
        return gettext("The liaison office of %(name)s") % {"name": organisation}
    return str(region().secretariat)


def last_comment(offer: Expertise) -> str:
    """Return the comment with which an entry came back, while it is being mended."""
    if offer.state != OfferState.RETURNED:
        return ""
    entry = LogEntry.objects.filter(
        subject_type=offer._meta.label_lower,
        subject_id=offer.public_id,
        action="return",
    ).last()
    return entry.note if entry else ""


def form_for(user: User, offer: Expertise | None, **options: Any) -> ExpertiseForm:
    """Return the form for a new entry, or for one that is changed."""
    organisations, researchers = organisations_of(user), researchers_of(user)
    first = offer.organisation if offer else organisations.first()
    initial: dict[str, Any] = {"organisation": first}
    if offer is not None:
        initial |= values_of(offer)
    else:
        initial["researcher"] = researchers.filter(user=user).first()
    return ExpertiseForm(
        options.pop("data", None),
        organisations=organisations,
        researchers=researchers,
        checker=checker_of(first) if first else str(region().secretariat),
        offer=offer,
        initial=initial,
        **options,
    )


def values_of(offer: Expertise) -> dict[str, Any]:
    """Return what stands in an entry, as the form takes it."""
    names = [f"{name}_{lang}" for name in TEXTS for lang in ("ja", "en")]
    values = {name: getattr(offer, name) for name in (*names, "maturity")}
    chosen = list(offer.fields.all())
    fields = dict(zip(FIELD_BOXES, chosen, strict=False))
    return values | fields | {"themes": list(offer.themes.all())}


def write_offer(form: ExpertiseForm, *, by: User, token: str) -> Expertise | None:
    """Write what the form says, and hand it in where that was pressed.

    Args:
        form: valid; ``form.offer`` is what is edited.
        by: whoever sends it.
        token: of the form; a form without an offer makes one row, however often sent.

    Returns:
        The entry; ``None`` when the form now carries errors.

    Raises:
        NotAllowed, WrongState: see ``catalogue.actions.offers``.

    Side effects: see ``catalogue.actions.offers`` and ``web.my.sending.make_once``;
    everything happens or nothing does.
    """
    try:
        with transaction.atomic():
            offer = _written(form, by, token)
            handed_in = offer.state not in (OfferState.DRAFT, OfferState.RETURNED)
            if form.submitting and not handed_in:
                submit_offer(offer, by=by)
    except InvalidInput as error:
        form.add_error(None, str(error))
        return None
    except ValidationError as error:
        add_model_errors(form, error)
        return None
    return offer


def _written(form: ExpertiseForm, by: User, token: str) -> Expertise:
    values: dict[str, Any] = form.values()
    many = {"themes": form.cleaned_data["themes"], "fields": form.chosen_fields()}
    if form.offer is not None:
        if form.has_changed():
            return edit_offer(form.offer, by=by, **many, **values)
        return form.offer

    def make() -> str:
        owners = {n: form.cleaned_data[n] for n in ("organisation", "researcher")}
        return draft_offer(Expertise, by=by, **many, **owners, **values).public_id

    return Expertise.objects.get(public_id=make_once(token, by, make))
