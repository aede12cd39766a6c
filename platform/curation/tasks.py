"""What introductions do by themselves."""

from curation.actions.terms import follow_up as follow_up_all
from lifecycle.jobs import task


@task("curation.follow_up", hourly=True)
def follow_up() -> None:
    """Remind sides that have not answered, and let requests lapse."""
    follow_up_all()
