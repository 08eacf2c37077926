"""Signs of life of the worker and the clock."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("warning", "0002_assignments_and_tokens")]

    operations = [
        migrations.CreateModel(
            name="Heartbeat",
            fields=[
                ("component", models.CharField(max_length=40, primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
            ],
        ),
    ]
