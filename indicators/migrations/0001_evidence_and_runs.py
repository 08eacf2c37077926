import django.db.models.deletion
import django.db.models.expressions
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("countries", "0001_countries"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("importer", models.CharField(max_length=30)),
                ("world", models.CharField(max_length=10)),
                ("file_name", models.CharField(max_length=200)),
                ("sha256", models.CharField(max_length=64)),
                ("size", models.PositiveBigIntegerField()),
                ("released", models.DateField(null=True)),
                ("lag_assumed", models.BooleanField(default=False)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("rows", models.PositiveIntegerField()),
                ("new", models.PositiveIntegerField()),
                ("superseding", models.PositiveIntegerField()),
                ("unchanged", models.PositiveIntegerField()),
                ("out_of_register", models.JSONField(default=dict)),
                ("catalogue_digest", models.CharField(max_length=64)),
                ("event_seq", models.BigIntegerField()),
            ],
            options={
                "ordering": ["-at"],
                "indexes": [models.Index(fields=["sha256"], name="import_sha256")],
            },
        ),
        migrations.CreateModel(
            name="Indicator",
            fields=[
                ("code", models.CharField(max_length=10, primary_key=True, serialize=False)),
                ("position", models.PositiveSmallIntegerField(unique=True)),
                ("name", models.CharField(max_length=160)),
                ("level", models.CharField(max_length=1)),
                ("factor", models.CharField(max_length=4)),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("level__in", ["R", "P", "T"])), name="indicator_level_known"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Applicability",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("since", models.DateField()),
                ("until", models.DateField(null=True)),
                ("reason", models.CharField(max_length=200)),
                ("by", models.CharField(max_length=80)),
                ("recorded_at", models.DateTimeField()),
                (
                    "country",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="countries.country"),
                ),
                (
                    "indicator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="indicators.indicator"),
                ),
            ],
            options={
                "ordering": ["country", "indicator", "since"],
            },
        ),
        migrations.CreateModel(
            name="Observation",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("ref_end", models.DateField()),
                ("value", models.FloatField(null=True)),
                ("unit", models.CharField(max_length=80)),
                ("raw", models.CharField(blank=True, max_length=60)),
                ("raw_unit", models.CharField(blank=True, max_length=80)),
                ("grade", models.CharField(blank=True, max_length=2)),
                ("published", models.DateField()),
                ("published_assumed", models.BooleanField(default=False)),
                ("retrieved_at", models.DateTimeField()),
                ("line", models.PositiveIntegerField()),
                ("column", models.CharField(blank=True, max_length=80)),
                ("derivation", models.CharField(blank=True, max_length=60)),
                ("input_lines", models.CharField(blank=True, max_length=200)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="countries.country"
                    ),
                ),
                (
                    "import_run",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="indicators.importrun"),
                ),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="indicators.indicator"
                    ),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.observation",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Score",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("world", models.CharField(max_length=10)),
                ("profile", models.CharField(max_length=30)),
                ("as_of", models.DateField()),
                (
                    "status",
                    models.CharField(
                        choices=[
                            ("rated", "Rated"),
                            ("base_only", "Base only"),
                            ("not_rated", "Not rated"),
                            ("closed", "Closed"),
                        ],
                        max_length=10,
                    ),
                ),
                ("root", models.FloatField(null=True)),
                ("proximate", models.FloatField(null=True)),
                ("trigger", models.FloatField(null=True)),
                ("base", models.FloatField(null=True)),
                ("overall", models.FloatField(null=True)),
                ("overall_data_only", models.FloatField(null=True)),
                ("base_data_only", models.FloatField(null=True)),
                ("p10", models.FloatField(null=True)),
                ("p90", models.FloatField(null=True)),
                ("coverage", models.FloatField(null=True)),
                ("confidence", models.CharField(blank=True, max_length=8)),
                ("band", models.CharField(blank=True, max_length=12)),
                ("published_band", models.CharField(blank=True, max_length=12)),
                ("trend", models.CharField(blank=True, max_length=12)),
                ("trend_delta", models.FloatField(null=True)),
                ("detail", models.JSONField()),
                (
                    "country",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="scores",
                        to="countries.country",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("state", models.CharField(max_length=16)),
                ("value", models.FloatField(null=True)),
                ("points", models.FloatField(null=True)),
                ("freshness", models.FloatField(null=True)),
                ("detail", models.JSONField(default=dict)),
                (
                    "indicator",
                    models.ForeignKey(
                        db_index=False, on_delete=django.db.models.deletion.PROTECT, to="indicators.indicator"
                    ),
                ),
                (
                    "observation",
                    models.ForeignKey(
                        db_constraint=False,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.observation",
                    ),
                ),
                (
                    "score",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="contributions",
                        to="indicators.score",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="ScoringRun",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("world", models.CharField(max_length=10)),
                ("as_of", models.DateField()),
                ("profile", models.CharField(max_length=30)),
                ("method", models.CharField(max_length=30)),
                ("weights", models.CharField(max_length=30)),
                ("catalogue_digest", models.CharField(max_length=64)),
                ("code_digest", models.CharField(max_length=64)),
                ("draws", models.PositiveIntegerField()),
                ("known_at", models.DateTimeField()),
                ("job", models.UUIDField(null=True)),
                ("by", models.CharField(max_length=80)),
                ("at", models.DateTimeField()),
                ("countries", models.PositiveSmallIntegerField()),
                ("reason", models.CharField(max_length=40)),
                ("event_seq", models.BigIntegerField()),
            ],
            options={
                "ordering": ["-pk"],
                "indexes": [models.Index(fields=["world", "profile", "as_of"], name="run_world_profile_as_of")],
                "constraints": [models.UniqueConstraint(fields=("job", "as_of"), name="run_once_per_job_and_date")],
            },
        ),
        migrations.AddField(
            model_name="score",
            name="run",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT, related_name="scores", to="indicators.scoringrun"
            ),
        ),
        migrations.CreateModel(
            name="Source",
            fields=[
                ("code", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("publisher", models.CharField(max_length=160)),
                ("title", models.CharField(max_length=200)),
                ("licence", models.CharField(max_length=160)),
                (
                    "redistribution",
                    models.CharField(
                        choices=[
                            ("full", "values may be published"),
                            ("derived", "only derived scores may be published"),
                            ("none", "nothing may be published"),
                        ],
                        max_length=8,
                    ),
                ),
                ("cadence_days", models.PositiveIntegerField()),
                ("lag_days", models.PositiveIntegerField()),
                ("reference_rule", models.CharField(max_length=200)),
                ("max_age_days", models.PositiveIntegerField()),
                ("url", models.CharField(blank=True, max_length=200)),
                ("note", models.TextField(blank=True)),
                ("world", models.CharField(default="real", max_length=10)),
            ],
            options={
                "ordering": ["code"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "max_age_days__gte",
                                django.db.models.expressions.CombinedExpression(
                                    models.F("lag_days"), "+", models.F("cadence_days")
                                ),
                            )
                        ),
                        name="source_max_age_covers_lag_and_cadence",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("field", models.CharField(max_length=120)),
                ("raw_unit", models.CharField(max_length=80)),
                ("stand_in", models.BooleanField(default=False)),
                ("raw_goalpost_0", models.FloatField(null=True)),
                ("raw_goalpost_10", models.FloatField(null=True)),
                ("max_age_days", models.PositiveIntegerField()),
                ("priority", models.PositiveSmallIntegerField()),
                ("grade", models.CharField(max_length=2)),
                ("derivation", models.CharField(blank=True, max_length=60)),
                ("reason", models.TextField(blank=True)),
                (
                    "indicator",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="indicators.indicator",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="series",
                        to="indicators.source",
                    ),
                ),
            ],
            options={
                "verbose_name_plural": "series",
                "ordering": ["indicator", "priority"],
            },
        ),
        migrations.AddField(
            model_name="observation",
            name="source",
            field=models.ForeignKey(
                db_index=False, on_delete=django.db.models.deletion.PROTECT, to="indicators.source"
            ),
        ),
        migrations.CreateModel(
            name="TriggerEvent",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("date", models.DateField()),
                ("severity", models.FloatField(null=True)),
                ("grade", models.CharField(blank=True, max_length=2)),
                ("published", models.DateField()),
                ("published_assumed", models.BooleanField(default=False)),
                ("title", models.CharField(max_length=200)),
                ("line", models.PositiveIntegerField(default=0)),
                ("external_id", models.CharField(max_length=80)),
                ("version", models.PositiveSmallIntegerField(default=1)),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                ("withdrawn", models.BooleanField(default=False)),
                (
                    "country",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="countries.country"),
                ),
                (
                    "import_run",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, to="indicators.importrun"
                    ),
                ),
                (
                    "indicator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="indicators.indicator"),
                ),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="indicators.source"),
                ),
                (
                    "supersedes",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="indicators.triggerevent",
                    ),
                ),
            ],
            options={
                "ordering": ["date", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Adjustment",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("level", models.CharField(max_length=1)),
                ("factor", models.CharField(max_length=4)),
                ("since", models.DateField()),
                ("expires", models.DateField()),
                ("author", models.CharField(max_length=80)),
                ("second_reader", models.CharField(blank=True, max_length=80)),
                ("reason", models.TextField()),
                ("reference", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                ("proposed", models.FloatField()),
                ("applied", models.FloatField()),
                ("panel", models.BooleanField(default=False)),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "ordering": ["country", "since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("applied__gte", -2.5), ("applied__lte", 2.5)),
                        name="adjustment_within_panel_bound",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires__gt", models.F("since"))),
                        name="adjustment_expires_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ExpertScore",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("level", models.CharField(max_length=1)),
                ("factor", models.CharField(max_length=4)),
                ("since", models.DateField()),
                ("expires", models.DateField()),
                ("author", models.CharField(max_length=80)),
                ("second_reader", models.CharField(blank=True, max_length=80)),
                ("reason", models.TextField()),
                ("reference", models.CharField(max_length=120)),
                ("recorded_at", models.DateTimeField()),
                ("score", models.FloatField()),
                (
                    "country",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="countries.country"
                    ),
                ),
            ],
            options={
                "ordering": ["country", "since"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("score__gte", 0), ("score__lte", 10)), name="expert_score_0_10"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("expires__gt", models.F("since"))),
                        name="expert_score_expires_after_start",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FeedHeartbeat",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("watched_from", models.DateField()),
                ("through", models.DateField()),
                ("recorded_at", models.DateTimeField()),
                ("by", models.CharField(max_length=80)),
                (
                    "country",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="countries.country"),
                ),
                (
                    "indicator",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="indicators.indicator"),
                ),
            ],
            options={
                "ordering": ["country", "indicator", "through"],
                "indexes": [models.Index(fields=["country", "through"], name="heartbeat_country")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("through__gte", models.F("watched_from"))),
                        name="heartbeat_ends_after_start",
                    )
                ],
            },
        ),
        migrations.AddIndex(
            model_name="score",
            index=models.Index(fields=["country", "profile", "as_of", "id"], name="score_latest"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.UniqueConstraint(fields=("run", "country"), name="score_once_per_run"),
        ),
        migrations.AddConstraint(
            model_name="score",
            constraint=models.CheckConstraint(
                condition=models.Q(("status", "rated"), ("overall__isnull", True), _connector="OR"),
                name="score_overall_only_if_rated",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(fields=("source", "indicator"), name="series_once_per_source"),
        ),
        migrations.AddConstraint(
            model_name="observation",
            constraint=models.UniqueConstraint(
                fields=("country", "indicator", "source", "ref_end", "version"),
                name="observation_version_once",
            ),
        ),
        migrations.AddIndex(
            model_name="triggerevent",
            index=models.Index(fields=["country", "date"], name="trigger_country_date"),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("severity__isnull", True),
                    models.Q(("severity__gte", 0), ("severity__lte", 10)),
                    _connector="OR",
                ),
                name="trigger_severity_0_10",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("severity__isnull", False), ("indicator", "T-RF2-01"), _connector="OR"),
                name="trigger_severity_needed",
            ),
        ),
        migrations.AddConstraint(
            model_name="triggerevent",
            constraint=models.UniqueConstraint(
                fields=("source", "country", "external_id", "version"), name="trigger_version_once"
            ),
        ),
    ]
