"""Who may open which page of my page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from accounts.models import User
from lifecycle.errors import AlreadyDecided, RenkeiError

View = Callable[..., HttpResponse]
Thing = TypeVar("Thing")


def member(view: View) -> View:
    """Open a view to whoever is signed in; others sign in first and come back."""
    return login_required(view)


def working_somewhere(view: View) -> View:
    """Open a view to who belongs to an organisation; others name theirs first."""

    @login_required
    @wraps(view)
    def checked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not user_of(request).organisation_roles:
            query = urlencode({"next": request.get_full_path()})
            return redirect(f"{reverse('web:my_organisation')}?{query}")
        return view(request, *args, **kwargs)

    return checked


def user_of(request: HttpRequest) -> User:
    """Return who is signed in."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


def or_404(thing: Thing | None, allowed: bool = True) -> Thing:
    """Return the thing, if there is one and it is this reader's.

    Raises:
        Http404: there is none, or it is somebody else's; both look the same.
    """
    if thing is None or not allowed:
        raise Http404
    return thing


def next_url(request: HttpRequest, otherwise: str) -> str:
    """Return where the reader wanted to go, if that is on this site."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    ):
        return wanted
    return otherwise


def attempt(request: HttpRequest, act: Callable[[], Any], done: str) -> bool:
    """Do something, and tell the reader at the next page how it went.

    Args:
        request: whose reader is told.
        act: raises a ``RenkeiError`` where it cannot be done.
        done: the sentence for success.

    Returns:
        Whether it was done.
    """
    try:
        act()
    except AlreadyDecided as error:
        messages.warning(request, str(error))
        return False
    except RenkeiError as error:
        messages.error(request, str(error))
        return False
    messages.success(request, done)
    return True
