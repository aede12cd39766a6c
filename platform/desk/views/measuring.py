"""Who could answer a need, told while somebody of the desk writes it down."""

from typing import Any

from django.http import HttpResponse

from catalogue.models import Need
from desk.views.base import DeskPage
from lifecycle.errors import NotAllowed
from recommendations.meter import measure
from recommendations.wording import meter_in_words

# Of those who could answer.
NAMED = 3


class Measuring(DeskPage):
    """A page with the form of a need; its action ``measure`` saves nothing.

    For the secretariat: who is missing there may be a competitor, whom the poster named
    to nobody else. The template includes ``desk/parts/meter.html``.
    """

    meter: dict[str, Any] | None = None

    def measured_need(self) -> Need:
        """Return the need as it stands in the boxes; a wrong box changes nothing."""
        raise NotImplementedError

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add what was measured, once it was."""
        context = super().get_context_data(**kwargs)
        return context | {"measures": self.is_secretariat, "meter": self.meter}

    def measure(self) -> HttpResponse:
        """Show the page as it was typed, with who could answer it."""
        if not self.is_secretariat:
            raise NotAllowed(action="measure")
        meter = measure(self.measured_need(), reader=self.reader)
        self.meter = meter_in_words(meter) | {"first": meter.found[:NAMED]}
        return self.render_to_response(self.get_context_data())
