"""Who belongs to an organisation."""

from typing import Any, ClassVar

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.actions import add_member, change_role, end_membership
from accounts.models import Membership, Organisation, User
from desk.forms.people import MemberForm, RoleForm
from desk.views.base import DeskPage
from lifecycle.errors import InvalidInput


class NoSuchAccount(InvalidInput):
    """Nobody has an account with this address."""

    code = "no_such_account"
    message = gettext_lazy(
        "Nobody has an account with the address %(email)s. Please ask the person to "
        "sign up first; then add them here."
    )


class MembersPage(DeskPage):
    """An organisation's people and their roles."""

    template_name = "desk/members.html"
    header_icon = "user"
    secretariat_only = True
    parents: ClassVar = [
        ("desk_organisations:index", gettext_lazy("Organisations")),
    ]
    actions: ClassVar = {"add": "add", "role": "change_role", "end": "end"}

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation."""
        return get_object_or_404(Organisation, public_id=self.kwargs["public_id"])

    def get_page_title(self) -> str:
        """Name the organisation."""
        return _("Members of %(name)s") % {"name": self.organisation}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the people and the forms."""
        context = super().get_context_data(**kwargs)
        rows = self._rows()
        return context | {
            "organisation": self.organisation,
            "edit_url": reverse("desk_organisations:edit", args=[self.organisation.pk]),
            "members": [
                (row, RoleForm(initial={"role": row.role}, prefix=f"role-{row.pk}"))
                for row in rows
            ],
            "add_form": self.form(MemberForm, "add", prefix="add"),
        }

    def _rows(self) -> list[Membership]:
        rows = self.organisation.memberships.select_related("user")
        return list(rows.order_by("role", "user__kana", "pk"))

    def _chosen(self) -> Membership:
        ident = self.request.POST.get("member", "")
        for row in self._rows():
            if str(row.pk) == ident:
                return row
        raise Http404

    def add(self) -> str:
        """Add a person by the address of their account."""
        given = self.valid(self.form(MemberForm, "add", prefix="add"))
        user = User.objects.filter(email__iexact=given["email"]).first()
        if user is None:
            raise NoSuchAccount(email=given["email"])
        add_member(
            by=self.reader,
            user=user,
            organisation=self.organisation,
            role=given["role"],
        )
        return _("%(person)s belongs to this organisation now.") % {"person": user}

    def change_role(self) -> str:
        """Give a member another role."""
        row = self._chosen()
        form = RoleForm(self.request.POST, prefix=f"role-{row.pk}")
        change_role(row, by=self.reader, role=self.valid(form)["role"])
        return _("The role is changed.")

    def end(self) -> str:
        """Let a person belong to the organisation no longer."""
        row = self._chosen()
        end_membership(row, by=self.reader)
        return _("%(person)s does not belong to this organisation any more.") % {
            "person": row.user
        }
