"""The plain registers in Wagtail's own lists and forms, kept through ``keeping``."""

from typing import Any, ClassVar

from django.db import models, transaction
from django.forms import BaseInlineFormSet, Form, ModelForm, inlineformset_factory
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import BasePermissionPolicy

from accounts.models import Instrument, Organisation, Partnership, Site, User
from accounts.rules import is_secretariat
from catalogue.models import Conflict, Researcher, Theme
from desk.forms.base import Day, DeskModelForm, Paragraphs
from desk.keeping import keep, tell
from desk.views.base import forbidden


class SecretariatPolicy(BasePermissionPolicy):
    """Only the secretariat sees and keeps a register; nothing is deleted."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Grant everything but deletion to the secretariat."""
        return bool(is_secretariat(user)) and action != "delete"

    def users_with_any_permission(self, actions: Any) -> models.QuerySet[User]:
        """Return the secretariat."""
        return User.objects.filter(memberships__role="secretariat").distinct()


class SecretariatOnly:
    """Mixin for Wagtail's views: others read why, with 403."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuse whoever does not work for the secretariat."""
        if not is_secretariat(request.user):
            return forbidden(request)
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]


class YesNo(Column):
    """A column that says yes or no, in words."""

    def get_value(self, instance: Any) -> Any:
        """Return the word."""
        return _("Yes") if super().get_value(instance) else _("No")


class Listing(SecretariatOnly, generic.IndexView):
    """A register's list."""


class Keeping(SecretariatOnly):
    """What adding and editing have in common: rows that belong to the row."""

    formset_class: type[BaseInlineFormSet] | None = None
    request: HttpRequest
    form: Any
    object: Any
    action_name = "edit"

    @cached_property
    def formset(self) -> Any:
        """The rows that belong to the row, where the register has such."""
        if self.formset_class is None:
            return None
        data = self.request.POST if self.request.method == "POST" else None
        return self.formset_class(data, instance=self._present(), prefix="rows")

    def _present(self) -> Any:
        row = getattr(self, "object", None)
        return row if row is not None and row.pk else None

    def is_valid(self, form: Form) -> bool:
        """Check the rows as well, so that all that is wrong is shown at once."""
        fine = super().is_valid(form)  # type: ignore[misc]
        if self.formset is not None and not self.formset.is_valid():
            self.produced_error_code = "validation_error"
            self.produced_error_message = self.get_error_message()  # type: ignore[attr-defined]
            return False
        return bool(fine)

    def save_instance(self) -> Any:
        """Write row and rows, log them, and tell matcher and index."""
        user = self.request.user
        assert isinstance(user, User)
        form: ModelForm = self.form
        model = form._meta.model
        present = self._present()
        row = model._default_manager.get(pk=present.pk) if present else model()
        many = {f.name for f in model._meta.many_to_many}
        given = form.cleaned_data
        with transaction.atomic():
            keep(
                row,
                {n: v for n, v in given.items() if n not in many},
                by=user,
                action=self.action_name,
                related={n: v for n, v in given.items() if n in many},
            )
            if self.formset is not None and self.formset.has_changed():
                self._save_rows(row, user)
        return row

    def _save_rows(self, row: Any, user: User) -> None:
        self.formset.instance = row
        self.formset.save()
        changes = {
            "add": self.formset.new_objects,
            "edit": [thing for thing, _fields in self.formset.changed_objects],
            "remove": self.formset.deleted_objects,
        }
        label = self.formset.model._meta.verbose_name
        for action, things in changes.items():
            for thing in things:
                tell(row, by=user, action=action, after={str(label): str(thing)})

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the rows."""
        context = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"formset": self.formset}


class Adding(Keeping, generic.CreateView):
    """A new row of a register."""

    action_name = "add"


class Editing(Keeping, generic.EditView):
    """A row of a register."""

    def get_success_url(self) -> str:
        """Stay on the row."""
        return str(self.get_edit_url())


class Register(ModelViewSet):
    """A register of the desk: no copying, no deleting."""

    copy_view_enabled = False
    add_to_reference_index = False
    index_view_class = Listing
    add_view_class = Adding
    edit_view_class = Editing
    create_template_name = edit_template_name = "desk/register.html"
    form_class: type[ModelForm]
    formset_class: type[BaseInlineFormSet] | None = None
    list_per_page = 50

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        """Use the register's own form for adding and for editing."""
        return self.form_class

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        """Leave out Wagtail's own history, usage and deletion: the log is ours."""
        return super().get_common_view_kwargs(
            **kwargs
            | {
                "formset_class": self.formset_class,
                "history_url_name": None,
                "usage_url_name": None,
                "delete_url_name": None,
            }
        )

    def get_urlpatterns(self) -> list[Any]:
        """Offer list, adding and editing."""
        offered = {"index", "index_results", "add", "edit"}
        return [p for p in super().get_urlpatterns() if p.name in offered]


class OrganisationForm(DeskModelForm):
    """What the secretariat keeps of an organisation."""

    class Meta:
        model = Organisation
        fields = (
            "name_ja",
            "name_en",
            "short_ja",
            "short_en",
            "kana",
            "kind",
            "corporate_number",
            "local_government_code",
            "kakenhi_code",
            "ror",
            "url",
            "phone",
            "listed",
            "liaison_first",
        )


class SiteForm(DeskModelForm):
    """Where an organisation is."""

    class Meta:
        model = Site
        fields = ("municipality", "name_ja", "name_en", "address_ja")
        labels: ClassVar = {"municipality": _("Municipality")}


class EditingOrganisation(Editing):
    """An organisation, with the way to its members."""

    @cached_property
    def header_buttons(self) -> list[Button]:
        """Lead to the organisation's people."""
        url = reverse("desk:members", args=[self.object.public_id])
        return [Button(str(_("Members")), url=url, icon_name="user")]


class Organisations(Register):
    """Everybody who posts, offers, supports or administers."""

    name = "desk_organisations"
    url_prefix = "desk/organisations"
    model = Organisation
    icon = "home"
    form_class = OrganisationForm
    formset_class = inlineformset_factory(
        Organisation,
        Site,
        form=SiteForm,
        extra=1,
    )
    edit_view_class = EditingOrganisation
    list_display: ClassVar = [
        "name_ja",
        "kind",
        "corporate_number",
        YesNo("listed", label=_("Shown to the public")),
    ]
    list_filter: ClassVar = ["kind", "listed", "liaison_first"]
    search_fields: ClassVar = ["name_ja", "name_en", "kana", "corporate_number"]
    search_backend_name = None


class ResearcherForm(DeskModelForm):
    """What the secretariat keeps of a researcher."""

    class Meta:
        model = Researcher
        fields = (
            "name_ja",
            "name_en",
            "kana",
            "capacity",
            "listed",
            "researchmap",
            "orcid",
            "erad_number",
            "summary_ja",
            "summary_en",
        )
        widgets = {"summary_ja": Paragraphs(4), "summary_en": Paragraphs(4)}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say what an empty capacity means."""
        super().__init__(*args, **options)
        self.fields["capacity"].help_text = _("Left empty, the region's rule applies.")


class ConflictForm(DeskModelForm):
    """Whom a researcher must not be brought together with, why and until when."""

    class Meta:
        model = Conflict
        fields = ("organisation", "kind", "until", "note")
        labels: ClassVar = {"organisation": _("Organisation")}
        widgets = {"until": Day()}

    def __init__(self, *args: Any, **options: Any) -> None:
        """Say what the last day is for, and who reads the note."""
        super().__init__(*args, **options)
        self.fields["until"].help_text = _(
            "The last day on which it counts, for example some years after a joint "
            "patent or project. Left empty, it counts for good."
        )
        self.fields["note"].help_text = _(
            "For example the patent number. Read by the secretariat only."
        )


class Researchers(Register):
    """People with expertise: capacity and conflicts of interest."""

    name = "desk_researchers"
    url_prefix = "desk/researchers"
    model = Researcher
    icon = "user"
    form_class = ResearcherForm
    formset_class = inlineformset_factory(
        Researcher,
        Conflict,
        form=ConflictForm,
        extra=1,
    )
    list_display: ClassVar = [
        "name_ja",
        "kana",
        Column("capacity", label=_("Open requests at most")),
        YesNo("listed", label=_("Shown to the public")),
    ]
    search_fields: ClassVar = ["name_ja", "name_en", "kana"]
    search_backend_name = None


class PartnershipForm(DeskModelForm):
    """A municipality, an institution, and how far they have come."""

    class Meta:
        model = Partnership
        fields = ("municipality", "institution", "status", "source_ja", "source_en")

    def __init__(self, *args: Any, **options: Any) -> None:
        """Offer institutions only."""
        super().__init__(*args, **options)
        field: Any = self.fields["institution"]
        field.queryset = Organisation.objects.institutions()


class Partnerships(Register):
    """Who is tied to whom, and by which documents."""

    name = "desk_partnerships"
    url_prefix = "desk/partnerships"
    model = Partnership
    icon = "link"
    form_class = PartnershipForm
    formset_class = inlineformset_factory(
        Partnership,
        Instrument,
        form=DeskModelForm,
        fields=(
            "kind",
            "title_ja",
            "title_en",
            "signed_on",
            "ends_on",
            "renewal_ja",
            "source_ja",
        ),
        widgets={"signed_on": Day(), "ends_on": Day()},
        extra=1,
    )
    list_display: ClassVar = ["municipality", "institution", "status"]
    list_filter: ClassVar = ["municipality", "status"]


class ThemeForm(DeskModelForm):
    """A theme's names and texts; its address stays."""

    class Meta:
        model = Theme
        fields = ("number", "slug", "name_ja", "name_en", "summary_ja", "summary_en")
        widgets = {"summary_ja": Paragraphs(3), "summary_en": Paragraphs(3)}


class Themes(Register):
    """The region's priorities."""

    name = "desk_themes"
    url_prefix = "desk/themes"
    model = Theme
    icon = "tag"
    form_class = ThemeForm
    list_display: ClassVar = ["number", "name_ja", "name_en"]


REGISTERS = (Organisations, Researchers, Partnerships, Themes)
