import django.contrib.auth.validators
import django.utils.timezone
from django.db import migrations, models

import warning.models.user


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="User",
            fields=[
                (
                    "id",
                    models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"),
                ),
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "username",
                    models.CharField(
                        max_length=80,
                        unique=True,
                        validators=[django.contrib.auth.validators.UnicodeUsernameValidator()],
                        verbose_name="user name",
                    ),
                ),
                (
                    "handle",
                    models.CharField(
                        default=warning.models.user.new_handle, editable=False, max_length=12, unique=True
                    ),
                ),
                ("name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("office", models.CharField(blank=True, max_length=120, verbose_name="office")),
                ("language", models.CharField(blank=True, max_length=5, verbose_name="language")),
                ("timezone", models.CharField(default="UTC", max_length=40, verbose_name="time zone")),
                ("is_active", models.BooleanField(default=True, verbose_name="active")),
                ("is_superuser", models.BooleanField(default=False)),
                ("exercise", models.BooleanField(default=False)),
                ("date_joined", models.DateTimeField(default=django.utils.timezone.now)),
                ("looked_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ["username"],
            },
        ),
    ]
