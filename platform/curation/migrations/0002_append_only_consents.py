"""Let the database itself keep the consents append-only."""

from django.db import migrations

from curation.models import CONSENTS
from lifecycle import triggers


class Migration(migrations.Migration):
    dependencies = [("curation", "0001_initial")]

    operations = [
        migrations.RunPython(
            lambda apps, editor: triggers.install(editor.connection, *CONSENTS),
            lambda apps, editor: triggers.remove(editor.connection, *CONSENTS),
        )
    ]
