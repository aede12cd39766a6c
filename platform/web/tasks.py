"""Jobs of the site itself."""

from lifecycle import clock
from lifecycle.jobs import task
from web.models import KeptText, SentForm


@task("web.forget", hourly=True)
def forget() -> None:
    """Delete what was kept for a day and was not used.

    Side effects: deletes expired texts and tokens of sent forms.
    """
    for model in (KeptText, SentForm):
        model._default_manager.filter(expires_at__lte=clock.now()).delete()
