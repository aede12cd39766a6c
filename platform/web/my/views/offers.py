"""What we can do: entries of expertise, from the draft to the archive."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.models import User
from catalogue.actions.offers import archive_offer, revive_offer, submit_offer
from catalogue.enums import OfferState
from catalogue.models import Expertise
from catalogue.rules import owns_offer
from lifecycle.errors import RenkeiError
from web.my import offering, reads, sending, words
from web.my.access import attempt, member, or_404, user_of
from web.my.forms.offers import ExpertiseForm
from web.my.pages import Pages, frame
from web.sections import sections

PER_PAGE = 20
SUGGESTIONS = 10
HANDED_IN = (OfferState.DRAFT, OfferState.RETURNED)


@require_safe
@member
def expertise(request: HttpRequest) -> HttpResponse:
    """List what I, or we, can do."""
    rows = reads.my_expertise(user_of(request)).select_related(
        "organisation", "researcher"
    )
    page = Paginator(rows.order_by("-updated_at", "-pk"), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = frame(request, Pages.EXPERTISE) | {
        "page": page,
        "items": [words.offer_item(offer) for offer in page],
        "may_add": offering.may_add(user_of(request)),
    }
    return render(request, "web/my/expertise.html", context)


@require_safe
@member
def entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show one entry: where it stands and what I can do."""
    offer = _mine(request, public_id)
    state = OfferState(offer.state)
    context = frame(request, Pages.EXPERTISE, words.title_of(offer)) | {
        "offer": offer,
        "title": words.title_of(offer),
        "chip": words.offer_chip(offer),
        "sections": sections(
            offer, summary=gettext("In short"), body=gettext("Description")
        ),
        "comment": offering.last_comment(offer),
        "checker": offering.checker_of(offer.organisation),
        "editable": state != OfferState.ARCHIVED,
        "submittable": state in HANDED_IN,
        "published": state == OfferState.PUBLISHED,
        "archived": state == OfferState.ARCHIVED,
        "submitted": state == OfferState.SUBMITTED,
    }
    return render(request, "web/my/expertise_entry.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@member
def new_entry(request: HttpRequest) -> HttpResponse:
    """Write down what one can do."""
    user = user_of(request)
    if not offering.may_add(user):
        return redirect("web:my_organisation")
    if request.method != "POST":
        return _form_page(request, offering.form_for(user, None), sending.new_token())
    token = sending.token_of(request.POST)
    made = sending.made_by(token, user)
    offer = reads.my_expertise(user).filter(public_id=made).first() if made else None
    return _sent(request, user, token, offer)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@member
def edit_entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Change an entry that is not archived."""
    user, offer = user_of(request), _mine(request, public_id)
    if offer.state == OfferState.ARCHIVED:
        messages.warning(request, words.not_editable(offer))
        return redirect("web:my_expertise_entry", offer.public_id)
    if request.method != "POST":
        return _form_page(request, offering.form_for(user, offer), "")
    return _sent(request, user, "", offer)


@require_POST
@member
def submit_entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Hand an entry to whoever checks it."""
    offer = _mine(request, public_id)
    attempt(
        request,
        lambda: submit_offer(offer, by=user_of(request)),
        _handed_in(offer),
    )
    return redirect("web:my_expertise_entry", public_id)


@require_POST
@member
def archive_entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Take an entry out of the catalogue."""
    offer = _mine(request, public_id)
    attempt(
        request,
        lambda: archive_offer(offer, by=user_of(request)),
        gettext("The entry is archived. Nobody finds it any more."),
    )
    return redirect("web:my_expertise_entry", public_id)


@require_POST
@member
def revive_entry(request: HttpRequest, public_id: str) -> HttpResponse:
    """Make an archived entry a draft again."""
    offer = _mine(request, public_id)
    attempt(
        request,
        lambda: revive_offer(offer, by=user_of(request)),
        gettext("The entry is a draft again. It is published after the next check."),
    )
    return redirect("web:my_expertise_entry", public_id)


def _mine(request: HttpRequest, public_id: str) -> Expertise:
    rows = Expertise.objects.select_related("organisation", "researcher")
    offer = or_404(rows.filter(public_id=public_id).first())
    return or_404(offer, bool(owns_offer(user_of(request), offer)))


def _sent(
    request: HttpRequest, user: User, token: str, offer: Expertise | None
) -> HttpResponse:
    submitting = request.POST.get("step") == "submit"
    form = offering.form_for(user, offer, data=request.POST, submitting=submitting)
    written = None
    if form.is_valid():
        try:
            written = offering.write_offer(form, by=user, token=token)
        except RenkeiError as error:
            form.add_error(None, str(error))
    if written is None:
        return _form_page(request, form, token)
    saved = gettext("The draft is saved. Nobody else reads it yet.")
    if written.state not in HANDED_IN:
        saved = (
            _handed_in(written) if submitting else gettext("Your changes are saved.")
        )
    messages.success(request, saved)
    return redirect("web:my_expertise_entry", written.public_id)


def _handed_in(offer: Expertise) -> str:
    return gettext("Thank you. %(checker)s checks the entry and then publishes it.") % {
        "checker": offering.checker_of(offer.organisation)
    }


def _form_page(request: HttpRequest, form: ExpertiseForm, token: str) -> HttpResponse:
    offer = form.offer
    heading = gettext("Change the entry") if offer else gettext("Tell what you can do")
    url = reverse("web:my_expertise_new")
    if offer is not None:
        url = reverse("web:my_expertise_edit", args=[offer.public_id])
    context = frame(request, Pages.EXPERTISE, heading) | {
        "form": form,
        "heading": heading,
        "offer": offer,
        "token": token,
        "token_field": sending.FIELD,
        "drafting": offer is None or offer.state in HANDED_IN,
        "action": url,
    }
    return render(request, "web/my/expertise_form.html", context)
