"""What projects do when something happens on the floors below."""

from typing import Any

from django.dispatch import receiver

from catalogue.actions.needs import settle_need
from catalogue.enums import NeedState, OutcomeState
from catalogue.models import Change, Outcome
from catalogue.selectors.anonymity import names_of_poster_in
from catalogue.signals import changed
from curation.enums import Purpose
from curation.errors import NamesPoster
from curation.models import Consent
from lifecycle.models import LogEntry
from lifecycle.signals import transitioned
from projects.enums import ProjectState
from projects.errors import ProjectNotFinished
from projects.models import Project

_TEXTS = ("title", "summary", "challenge", "approach", "result", "next")


@receiver(transitioned, sender=Outcome, dispatch_uid="projects.result_published")
def result_published(instance: Outcome, entry: LogEntry, **kwargs: Any) -> None:
    """Settle the need whose project's result is published.

    Raises:
        ProjectNotFinished: the project is not completed; nothing is published.
    """
    project = Project.objects.filter(outcome=instance).first()
    if entry.action != "publish" or project is None:
        return
    if project.state != ProjectState.COMPLETED:
        raise ProjectNotFinished(state=project.get_state_display())
    if project.need.state in (NeedState.OPEN, NeedState.IN_DIALOGUE):
        settle_need(project.need, by=entry.actor)


@receiver(changed, sender=Outcome, dispatch_uid="projects.result_names_nobody")
def result_names_nobody(change: Change, **kwargs: Any) -> None:
    """Refuse a published result that names a poster who did not agree to it.

    Raises:
        NamesPoster: nothing is published or changed.
    """
    outcome = Outcome.objects.select_related("need__organisation").get(
        public_id=change.object_id
    )
    need = outcome.need
    if need is None or outcome.state != OutcomeState.PUBLISHED:
        return
    agreed = Consent.objects.filter(
        introduction__pairing__need=need, purpose=Purpose.NAME
    )
    texts = [getattr(outcome, f"{f}_{lang}") for f in _TEXTS for lang in ("ja", "en")]
    names = names_of_poster_in(need, texts)
    if names and not agreed.exists():
        raise NamesPoster(passages="”, “".join(names))
