import django.db.models.expressions
from django.db import migrations, models

import lifecycle.clock
import lifecycle.identifiers


class Migration(migrations.Migration):
    dependencies = [
        ("recommendations", "0002_matching_events"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="pairing",
            options={
                "ordering": [
                    models.OrderBy(
                        django.db.models.expressions.CombinedExpression(
                            models.F("score"), "*", models.F("factor")
                        ),
                        descending=True,
                    ),
                    "pk",
                ],
                "verbose_name": "pairing",
                "verbose_name_plural": "pairings",
            },
        ),
        migrations.AddField(
            model_name="pairing",
            name="factor",
            field=models.FloatField(default=1.0),
        ),
        migrations.CreateModel(
            name="LearnedWeights",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("public_id", lifecycle.identifiers.PublicIdField()),
                ("state_since", models.DateTimeField(default=lifecycle.clock.now)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("proposed", "Proposed"),
                            ("used", "In use"),
                            ("rejected", "Rejected"),
                            ("set_aside", "Set aside"),
                        ],
                        default="proposed",
                        max_length=20,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(default=lifecycle.clock.now)),
                ("weights", models.JSONField(default=dict)),
                ("decisions", models.PositiveIntegerField()),
                ("needs", models.PositiveIntegerField()),
                ("pairs", models.PositiveIntegerField()),
                ("before", models.FloatField()),
                ("after", models.FloatField()),
            ],
            options={
                "verbose_name": "learned weights",
                "verbose_name_plural": "learned weights",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("used", "proposed"))),
                        fields=("state",),
                        name="one_version_of_weights_used_and_one_proposed",
                    )
                ],
            },
        ),
    ]
