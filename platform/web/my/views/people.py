"""About oneself: the organisation one works for, and the account."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accounts.actions import (
    ExistingOrganisation,
    edit_own_details,
    register_organisation,
)
from accounts.models import User
from accounts.selectors import region
from catalogue.actions.people import set_capacity
from lifecycle.errors import InvalidInput
from web.my import keeping, reads
from web.my.access import member, next_url, user_of
from web.my.forms.people import AccountForm, OrganisationForm
from web.my.pages import Pages, frame
from web.my.posting import add_model_errors

MEMBERSHIP = ("kind", "name_ja", "name_en", "corporate_number", "municipality")


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@member
def organisation(request: HttpRequest) -> HttpResponse:
    """Ask whom somebody works for, and make them its member."""
    user, this = user_of(request), region()
    office = str(this.secretariat)
    known = False
    form = OrganisationForm(request.POST or None, user=user, office=office)
    if request.method == "POST" and form.is_valid():
        try:
            _register(form, user)
        except ExistingOrganisation:
            known = True
        except InvalidInput as error:
            form.add_error("kind", str(error))
        except ValidationError as error:
            add_model_errors(form, error)
        else:
            messages.success(request, gettext("Welcome. Your organisation is entered."))
            return redirect(next_url(request, reverse("web:my")))
    context = frame(request, Pages.ACCOUNT, gettext("Your organisation")) | {
        "form": form,
        "known": known,
        "organisations": reads.my_organisations(user),
        "researcher": reads.researcher_of(user),
        "kept": keeping.kept(request),
        "next": next_url(request, ""),
    }
    status = 409 if known else 200
    return render(request, "web/my/organisation.html", context, status=status)


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@member
def account(request: HttpRequest) -> HttpResponse:
    """Show and change what somebody says of themselves."""
    user = user_of(request)
    names = ("name_ja", "kana", "name_en", "phone", "language")
    initial = {name: getattr(user, name) for name in names}
    this, researcher = region(), reads.researcher_of(user)
    usual = None
    if researcher is not None:
        usual, initial["capacity"] = this.researcher_capacity, researcher.capacity
    form = AccountForm(
        request.POST or None, initial=initial, office=str(this.secretariat), usual=usual
    )
    if request.method == "POST" and form.is_valid():
        edit_own_details(user, **{name: form.cleaned_data[name] for name in names})
        if researcher is not None:
            set_capacity(researcher, form.cleaned_data["capacity"])
        messages.success(request, gettext("Your details are saved."))
        return redirect("web:my_account")
    context = frame(request, Pages.ACCOUNT) | {
        "form": form,
        "memberships": user.memberships.select_related("organisation"),
        "researcher": researcher,
    }
    return render(request, "web/my/account.html", context)


def _register(form: OrganisationForm, user: User) -> None:
    lang = (get_language() or "ja")[:2]
    details = {
        f"name_{lang}": form.cleaned_data["person"],
        "phone": form.cleaned_data["phone"],
    }
    edit_own_details(user, **details)
    entered = {name: form.cleaned_data[name] for name in MEMBERSHIP}
    register_organisation(by=user, **entered)
