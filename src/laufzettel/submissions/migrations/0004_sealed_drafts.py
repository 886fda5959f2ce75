"""Seal what drafts hold; a readable copy of it no longer exists."""

from django.db import migrations, models
from django.utils import timezone


def drop_readable_drafts(apps, schema_editor):
    """Delete open drafts that anybody could read: no key of their owners is at hand to close them with."""
    Draft, Attachment, LooseBlob = (
        apps.get_model("submissions", name) for name in ("Draft", "Attachment", "LooseBlob")
    )
    schema_editor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    rows = Attachment.objects.filter(draft__state="open")
    LooseBlob.objects.bulk_create(LooseBlob(blob=row.blob, noted_at=timezone.now()) for row in rows)
    rows.delete()
    Draft.objects.filter(state="open").delete()


class Migration(migrations.Migration):
    dependencies = [
        ("submissions", "0003_loose_blobs"),
    ]

    operations = [
        migrations.RunPython(drop_readable_drafts, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name="draft",
            name="answers",
        ),
        migrations.RemoveField(
            model_name="draft",
            name="look_ups",
        ),
        migrations.RemoveField(
            model_name="draft",
            name="raw",
        ),
        migrations.AddField(
            model_name="draft",
            name="resume_key",
            field=models.BinaryField(default=bytes, help_text="the data key, wrapped under the code to continue with"),
        ),
        migrations.AddField(
            model_name="draft",
            name="resume_mark",
            field=models.CharField(blank=True, help_text="by this a code finds its draft, not opens it", max_length=64),
        ),
        migrations.AddField(
            model_name="draft",
            name="sealed",
            field=models.BinaryField(
                default=bytes, help_text="answers and names of files, readable with the data key only"
            ),
        ),
        migrations.AddField(
            model_name="draft",
            name="typed_version",
            field=models.PositiveIntegerField(default=1, help_text="version since which only a phone added files"),
        ),
        migrations.AddField(
            model_name="draft",
            name="wrapped_key",
            field=models.BinaryField(default=bytes, help_text="the data key, wrapped for the owner"),
        ),
        migrations.AlterField(
            model_name="attachment",
            name="title",
            field=models.CharField(
                blank=True, help_text="empty for a file of a draft: there it is sealed", max_length=200
            ),
        ),
        migrations.AddIndex(
            model_name="draft",
            index=models.Index(
                condition=models.Q(("resume_mark__gt", "")), fields=["resume_mark"], name="draft_resume"
            ),
        ),
    ]
