from django.db import migrations, models

# What was closed before the end of a process was noted: its closing is the nearest day that is known.
_FILL = "UPDATE cases_case SET finished_at = closed_at WHERE state = 'closed'"


class Migration(migrations.Migration):
    dependencies = [
        ("cases", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="finished_at",
            field=models.DateTimeField(help_text="end of the process; empty for what was withdrawn", null=True),
        ),
        migrations.RunSQL(_FILL, migrations.RunSQL.noop),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("finished_at__isnull", False)),
                fields=["municipality", "service_key", "finished_at"],
                name="case_duration",
            ),
        ),
    ]
