"""From the form to a need: a draft, an edit, a request."""

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction
from django.forms import Form

from accounts.models import User
from catalogue.actions.needs import RevealsPoster, draft_need, edit_need, submit_need
from catalogue.enums import NeedState
from catalogue.models import Need
from lifecycle.errors import InvalidInput
from web.my.forms.needs import NeedForm
from web.my.sending import make_once

HANDED_IN = (NeedState.DRAFT, NeedState.RETURNED)


def write_need(form: NeedForm, *, by: User, token: str) -> Need | None:
    """Write what the form says, and hand it in where that was pressed.

    Everything happens or nothing does; what was refused stands at its box, and the
    boxes keep what was typed.

    Args:
        form: valid; ``form.need`` is what is edited, ``form.submitting`` says whether
            it is handed in.
        by: whoever sends it.
        token: of the form; a form without a need makes one row, however often sent.

    Returns:
        The need; ``None`` when the form now carries errors.

    Raises:
        NotAllowed, WrongState: see ``catalogue.actions.needs``.

    Side effects: see ``catalogue.actions.needs`` and ``web.my.sending.make_once``.
    """
    organisation = form.need and form.need.organisation
    organisation = organisation or form.cleaned_data["organisation"]
    try:
        with transaction.atomic():
            need = _written(form, by, token)
            if form.submitting and need.state in HANDED_IN:
                submit_need(need, by=by)
    except RevealsPoster as error:
        if not form.refuse_revealing(organisation):
            form.add_error(None, str(error))
        return None
    except InvalidInput as error:
        form.add_error(None, str(error))
        return None
    except ValidationError as error:
        add_model_errors(form, error)
        return None
    return need


def add_model_errors(form: Form, error: ValidationError) -> None:
    """Show what the model refused at the form's boxes of the same name."""
    by_field = getattr(error, "error_dict", {NON_FIELD_ERRORS: [error]})
    for name, errors in by_field.items():
        for one in errors:
            form.add_error(name if name in form.fields else None, one)


def _written(form: NeedForm, by: User, token: str) -> Need:
    values, themes = form.values(), form.cleaned_data["themes"]
    if form.need is not None:
        if form.has_changed():
            return edit_need(form.need, by=by, themes=themes, **values)
        return form.need

    def make() -> str:
        organisation = form.cleaned_data["organisation"]
        return draft_need(
            by=by, organisation=organisation, themes=themes, **values
        ).public_id

    return Need.objects.get(public_id=make_once(token, by, make))
