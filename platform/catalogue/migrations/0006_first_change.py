from datetime import UTC, datetime

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def begin(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Give the feed a first row: a follower always has one to go on from."""
    changes = apps.get_model("catalogue", "Change").objects
    if not changes.exists():
        changes.create(kind="", object_id="", at=datetime(1970, 1, 1, tzinfo=UTC))


class Migration(migrations.Migration):
    dependencies = [("catalogue", "0005_conflict_until_and_competitors")]

    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
