"""The region's contacts and rules."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Region
from accounts.selectors import region
from desk.forms.people import RegionForm
from desk.keeping import keep
from desk.views.base import DeskPage


class RegionPage(DeskPage):
    """What the secretariat may change without the region's pack."""

    template_name = "desk/region.html"
    page_title = gettext_lazy("Office and rules")
    header_icon = "cogs"
    secretariat_only = True
    actions: ClassVar = {"save": "save"}

    def _form(self) -> RegionForm:
        form: RegionForm = self.form(RegionForm, "save", instance=region())
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the form."""
        return super().get_context_data(**kwargs) | {"region_form": self._form()}

    def save(self) -> str:
        """Write what changed."""
        given = self.valid(self._form())
        row = Region.objects.get(pk=region().pk)
        keep(row, given, by=self.reader)
        return _("Saved. It applies from now on.")
