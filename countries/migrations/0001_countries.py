import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Region",
            fields=[
                (
                    "code",
                    models.CharField(max_length=3, primary_key=True, serialize=False, verbose_name="M49 code"),
                ),
                ("name_en", models.CharField(max_length=60, verbose_name="English name")),
                ("name_fr", models.CharField(max_length=60, verbose_name="French name")),
                (
                    "world",
                    models.CharField(
                        choices=[("real", "Real"), ("exercise", "Exercise")],
                        default="real",
                        max_length=10,
                        verbose_name="world",
                    ),
                ),
                (
                    "parent",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="children",
                        to="countries.region",
                        verbose_name="part of",
                    ),
                ),
            ],
            options={
                "verbose_name": "region",
                "verbose_name_plural": "regions",
                "ordering": ["code"],
            },
        ),
        migrations.CreateModel(
            name="Country",
            fields=[
                (
                    "iso3",
                    models.CharField(
                        max_length=3, primary_key=True, serialize=False, verbose_name="ISO 3166-1 alpha-3"
                    ),
                ),
                ("iso2", models.CharField(blank=True, max_length=2, verbose_name="ISO 3166-1 alpha-2")),
                ("m49", models.CharField(blank=True, max_length=3, verbose_name="M49 code")),
                ("name_en", models.CharField(max_length=80, verbose_name="English name")),
                ("name_fr", models.CharField(max_length=80, verbose_name="French name")),
                ("short_en", models.CharField(max_length=40, verbose_name="short English name")),
                ("short_fr", models.CharField(max_length=40, verbose_name="short French name")),
                (
                    "world",
                    models.CharField(
                        choices=[("real", "Real"), ("exercise", "Exercise")],
                        default="real",
                        max_length=10,
                        verbose_name="world",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("state", "State"),
                            ("territory", "Territory"),
                            ("dissolved", "Dissolved"),
                            ("disputed", "Status disputed"),
                        ],
                        default="state",
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("watched", models.BooleanField(default=False, verbose_name="watched")),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="exists from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="exists no more from")),
                ("note", models.CharField(blank=True, max_length=240, verbose_name="note")),
                ("search_text", models.TextField(default="", editable=False, verbose_name="searched text")),
                (
                    "region",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.region",
                        verbose_name="region",
                    ),
                ),
                (
                    "subregion",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.region",
                        verbose_name="sub-region",
                    ),
                ),
            ],
            options={
                "verbose_name": "country",
                "verbose_name_plural": "countries",
                "ordering": ["name_en"],
            },
        ),
        migrations.CreateModel(
            name="Succession",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("on", models.DateField(verbose_name="on")),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
                (
                    "predecessor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="successions",
                        to="countries.country",
                        verbose_name="predecessor",
                    ),
                ),
                (
                    "successor",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="origins",
                        to="countries.country",
                        verbose_name="successor",
                    ),
                ),
            ],
            options={
                "verbose_name": "succession",
                "verbose_name_plural": "successions",
                "ordering": ["on", "predecessor_id", "successor_id"],
            },
        ),
        migrations.CreateModel(
            name="Neighbour",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("valid_from", models.DateField(blank=True, null=True, verbose_name="from")),
                ("valid_to", models.DateField(blank=True, null=True, verbose_name="until")),
                (
                    "kind",
                    models.CharField(
                        choices=[("land", "Land border")], default="land", max_length=10, verbose_name="kind"
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=120, verbose_name="note")),
                (
                    "a",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                        verbose_name="country",
                    ),
                ),
                (
                    "b",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="countries.country",
                        verbose_name="country",
                    ),
                ),
            ],
            options={
                "verbose_name": "neighbour",
                "verbose_name_plural": "neighbours",
                "ordering": ["a_id", "b_id"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("a__lt", models.F("b"))), name="neighbour_smaller_code_first"
                    ),
                    models.CheckConstraint(condition=models.Q(("kind__in", ["land"])), name="neighbour_kind_known"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("valid_from__isnull", True),
                            ("valid_to__isnull", True),
                            ("valid_from__lt", models.F("valid_to")),
                            _connector="OR",
                        ),
                        name="neighbour_begins_before_it_ends",
                    ),
                    models.UniqueConstraint(fields=("a", "b", "kind"), name="neighbour_once"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(("world__in", ["real", "exercise"])), name="region_world_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="region",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("code__gte", "000"), ("code__lte", "999"), ("world", "real")),
                    models.Q(("code__startswith", "X"), ("world", "exercise")),
                    _connector="OR",
                ),
                name="region_code_fits_world",
            ),
        ),
        migrations.AddIndex(
            model_name="country",
            index=models.Index(fields=["world", "watched", "iso3"], name="country_watched"),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(("world__in", ["real", "exercise"])), name="country_world_known"
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["state", "territory", "dissolved", "disputed"])),
                name="country_kind_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(("iso3__gte", "AAA"), ("iso3__lte", "ZZZ")), name="country_iso3_form"
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("iso3__gte", "XAA"), ("iso3__lte", "XAL"), ("world", "exercise")),
                    models.Q(("world", "real"), models.Q(("iso3__gte", "XAA"), ("iso3__lte", "XAL"), _negated=True)),
                    _connector="OR",
                ),
                name="country_code_fits_world",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("valid_from__isnull", True),
                    ("valid_to__isnull", True),
                    ("valid_from__lt", models.F("valid_to")),
                    _connector="OR",
                ),
                name="country_begins_before_it_ends",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "dissolved"), _negated=True),
                    ("valid_to__isnull", False),
                    _connector="OR",
                ),
                name="country_dissolved_has_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("iso2", ""), _negated=True), models.Q(("kind", "dissolved"), _negated=True)
                ),
                fields=("iso2",),
                name="country_iso2_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="country",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    models.Q(("m49", ""), _negated=True), models.Q(("kind", "dissolved"), _negated=True)
                ),
                fields=("m49",),
                name="country_m49_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
        ),
        migrations.AddConstraint(
            model_name="succession",
            constraint=models.CheckConstraint(
                condition=models.Q(("predecessor", models.F("successor")), _negated=True),
                name="succession_between_two",
            ),
        ),
    ]
