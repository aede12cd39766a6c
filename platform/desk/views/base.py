"""What every page of the desk has in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.core.paginator import InvalidPage, Paginator
from django.db.models import QuerySet
from django.forms import BaseForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import WagtailAdminTemplateMixin

from accounts.models import User
from accounts.rules import is_officer, is_secretariat
from lifecycle.errors import RenkeiError, UnknownAction

Text = str | Promise
PAGE_SIZE = 50


class FormRefused(Exception):
    """A form of the page was not filled in rightly; it is shown again as it was."""


class DeskPage(WagtailAdminTemplateMixin, TemplateView):
    """A page of the desk: officers only; a POST runs one of the page's ``actions``.

    ``actions`` maps the value of the pressed button to a method. It returns the
    sentence that says what was done, after which the page is loaded anew, or a
    response of its own. Typed errors are shown as messages, with their status, above
    the page as it was typed.
    """

    secretariat_only = False
    header_icon = "tasks"
    # What the header calls a page whose own title stands, whole, below it.
    crumb: Text = ""
    parents: ClassVar[list[tuple[str, Text]]] = []
    actions: ClassVar[Mapping[str, str]] = {}

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever has no business here."""
        allowed = is_secretariat if self.secretariat_only else is_officer
        if not allowed(request.user):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)

    @property
    def reader(self) -> User:
        """Who reads the page."""
        user = self.request.user
        assert isinstance(user, User)
        return user

    @property
    def is_secretariat(self) -> bool:
        """Whether the reader works for the secretariat."""
        return bool(is_secretariat(self.reader))

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Return the way to this page, beginning at the queue."""
        way = [(reverse("desk:queue"), _("Desk"))]
        way += [(reverse(name), str(label)) for name, label in self.parents]
        way.append(("", str(self.crumb or self.get_page_title())))
        return [{"url": url, "label": label} for url, label in way]

    def here(self) -> str:
        """Return the address to go to after an action."""
        return self.request.get_full_path()

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Run the action whose button was pressed."""
        name = request.POST.get("action", "")
        try:
            if name not in self.actions:
                raise UnknownAction(action=name)
            done = getattr(self, self.actions[name])()
        except FormRefused:
            text = _("Please check the marked fields. What you entered is kept.")
            return self.refuse(text)
        except RenkeiError as error:
            return self.refuse(str(error), error.status)
        except ValidationError as error:
            return self.refuse(" ".join(error.messages))
        if isinstance(done, HttpResponse):
            return done
        messages.success(request, done)
        return redirect(self.here())

    def refuse(self, text: str, status: int = 400) -> HttpResponse:
        """Show the page again with the reason why nothing was changed."""
        messages.error(self.request, text)
        self.forget()
        return self.render_to_response(self.get_context_data(), status=status)

    def forget(self) -> None:
        """Drop what was read before the action failed, so that it is read anew."""

    def form(self, kind: type[Any], *actions: str, **options: Any) -> Any:
        """Return a form of the page, filled in where one of its buttons was pressed."""
        if self.request.method == "POST" and self.request.POST.get("action") in actions:
            return kind(self.request.POST, **options)
        return kind(**options)

    def valid(self, form: BaseForm) -> dict[str, Any]:
        """Return what a form says.

        Raises:
            FormRefused: something in it is missing or wrong.
        """
        if not form.is_valid():
            raise FormRefused
        return form.cleaned_data


class DeskList(DeskPage):
    """A list with filters in the address and pages."""

    template_name = "desk/list.html"
    filter_form: type[Any]

    def rows(self, chosen: Mapping[str, Any]) -> QuerySet[Any] | list[Any]:
        """Return what is listed under the chosen filters."""
        raise NotImplementedError

    def shown(self, things: list[Any]) -> list[dict[str, Any]]:
        """Return the rows of one page as the template shows them."""
        raise NotImplementedError

    def head(self) -> list[Text]:
        """Return the columns' headings."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Read the filters, the page and its rows."""
        context = super().get_context_data(**kwargs)
        form = self.filter_form(self.request.GET, reader=self.reader)
        chosen = form.chosen()
        paginator = Paginator(self.rows(chosen), PAGE_SIZE)
        try:
            page = paginator.page(self.request.GET.get("p") or 1)
        except InvalidPage as missing:
            raise Http404 from missing
        head = [str(label) for label in self.head()]
        rows = self.shown(list(page.object_list))
        for row in rows:
            row["cells"] = list(zip(head, row["cells"], strict=True))
        return context | {
            "filters": form,
            "filtered": any(chosen.values()),
            "head": head,
            "rows": rows,
            "items": page,
            "elided_page_range": paginator.get_elided_page_range(page.number),
            "total": paginator.count,
        }


def forbidden(request: HttpRequest) -> HttpResponse:
    """Answer staff who may not see a page of the desk."""
    context = {"page_title": _("This page is for the secretariat")}
    return TemplateResponse(request, "desk/forbidden.html", context, status=403)
