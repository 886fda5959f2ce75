"""Tables of `submissions`: drafts, attachments, frozen submissions and their copies."""

import uuid

from django.db import models


class Draft(models.Model):
    """Answers so far; changes with every page until it is submitted, deleted or expired."""

    class State(models.TextChoices):
        """Where a draft stands; deleted drafts have no row."""

        OPEN = "open"
        SUBMITTED = "submitted"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=40)
    owner_kind = models.CharField(max_length=10)
    owner_key = models.CharField(max_length=80)
    service_key = models.CharField(max_length=80)
    package_ref = models.CharField(max_length=150)
    level = models.CharField(max_length=12)
    sealed = models.BinaryField(default=bytes, help_text="answers and names of files, readable with the data key only")
    wrapped_key = models.BinaryField(default=bytes, help_text="the data key, wrapped for the owner")
    version = models.PositiveIntegerField(default=1)
    typed_version = models.PositiveIntegerField(default=1, help_text="version since which only a phone added files")
    resume_mark = models.CharField(max_length=64, blank=True, help_text="by this a code finds its draft, not opens it")
    resume_key = models.BinaryField(default=bytes, help_text="the data key, wrapped under the code to continue with")
    state = models.CharField(max_length=10, choices=State.choices, default=State.OPEN)
    created_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    expires_on = models.DateField(help_text="first day on which the draft no longer exists")

    class Meta:
        indexes = (
            models.Index(fields=("municipality", "owner_kind", "owner_key"), name="draft_owner"),
            models.Index(fields=("expires_on",), name="draft_expiry", condition=models.Q(state="open")),
            models.Index(fields=("resume_mark",), name="draft_resume", condition=models.Q(resume_mark__gt="")),
        )


class Submission(models.Model):
    """What was submitted, frozen: the database refuses to change or delete a row outside of disposal."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=40)
    subject = models.CharField(max_length=80, unique=True)
    reference = models.CharField(max_length=40, unique=True)
    draft_id = models.UUIDField(unique=True)
    owner_kind = models.CharField(max_length=10)
    owner_key = models.CharField(max_length=80)
    service_key = models.CharField(max_length=80)
    package_ref = models.CharField(max_length=150)
    level = models.CharField(max_length=12)
    document = models.JSONField(help_text="the whole submission; `hash` is the SHA-256 of its canonical JSON")
    hash = models.CharField(max_length=64)
    received_at = models.DateTimeField()
    code_salt = models.CharField(max_length=64, blank=True)
    code_hash = models.CharField(max_length=64, blank=True)

    class Meta:
        indexes = (models.Index(fields=("municipality", "owner_kind", "owner_key"), name="submission_owner"),)


class Attachment(models.Model):
    """A file somebody uploaded: for a draft, and later for the matter that came out of it."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    municipality = models.CharField(max_length=40)
    draft = models.ForeignKey(Draft, null=True, on_delete=models.CASCADE, related_name="attachments")
    subject = models.CharField(max_length=80, blank=True, db_index=True)
    path = models.CharField(max_length=200, help_text="field it answers: `hunde.0.erlaubnis`")
    filename = models.CharField(max_length=120, help_text="what we call it; the name that was sent is only a title")
    title = models.CharField(max_length=200, blank=True, help_text="empty for a file of a draft: there it is sealed")
    media_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField(help_text="bytes")
    page_count = models.PositiveIntegerField(default=1)
    blob = models.CharField(max_length=64, db_index=True, help_text="what people open: the file itself or its copy")
    original = models.CharField(max_length=64, blank=True, db_index=True, help_text="the file as sent, beside a copy")
    original_type = models.CharField(max_length=60, blank=True)
    original_size = models.PositiveIntegerField(default=0, help_text="bytes")
    treatment = models.CharField(max_length=12, blank=True, help_text="pdf_a, cleaned or unchanged")
    scan = models.CharField(max_length=12, blank=True, help_text="clean, unscanned, or empty without a scanner")
    added_at = models.DateTimeField()


class Copy(models.Model):
    """The applicant's copy of a submission (§ 9a OZG) once it is made: PDF and data by their hashes."""

    submission = models.OneToOneField(Submission, primary_key=True, on_delete=models.DO_NOTHING, db_constraint=False)
    pdf = models.CharField(max_length=64)
    data = models.CharField(max_length=64)
    made_at = models.DateTimeField()


class LooseBlob(models.Model):
    """Content that may belong to nobody: noted before it is stored and when its attachment is deleted."""

    blob = models.CharField(max_length=64)
    noted_at = models.DateTimeField(db_index=True)


class Quarantined(models.Model):
    """A file in which the scanner found a virus: sealed, of no draft and no matter, gone after some days."""

    municipality = models.CharField(max_length=40)
    virus = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64, help_text="of the file as it was sent")
    size = models.PositiveIntegerField(help_text="bytes")
    blob = models.CharField(max_length=64, db_index=True, help_text="the file, sealed with the draft key")
    found_at = models.DateTimeField(db_index=True)


class CoSignature(models.Model):
    """A signature that a draft asks of a second person; its token is known only by whom it was mailed to."""

    class State(models.TextChoices):
        """Where it stands; what was never asked for has no row."""

        INVITED = "invited"
        SIGNED = "signed"
        DECLINED = "declined"
        PAPER = "paper"

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="co_signatures")
    path = models.CharField(max_length=200, help_text="field that names the person")
    token_mark = models.CharField(max_length=64, blank=True, help_text="by this a link finds its row, not opens it")
    wrapped_key = models.BinaryField(default=bytes, help_text="the data key, wrapped under the token of the link")
    content_mark = models.CharField(max_length=64, help_text="other answers have another mark: then nothing counts")
    state = models.CharField(max_length=10, choices=State.choices)
    level = models.CharField(max_length=12, blank=True, help_text="how surely the person was known")
    sealed = models.BinaryField(default=bytes, help_text="what the person said, readable with the data key only")
    asked_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("draft", "path"), name="one_co_signature_per_field"),
            models.UniqueConstraint(
                fields=("token_mark",), name="one_co_signature_per_token", condition=models.Q(token_mark__gt="")
            ),
        )


class Handover(models.Model):
    """A link for a phone that takes files for one question of a draft, once and for some minutes."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="handovers")
    path = models.CharField(max_length=200)
    token_mark = models.CharField(max_length=64, unique=True, help_text="by this a token finds its draft")
    wrapped_key = models.BinaryField(help_text="the data key, wrapped under the token")
    expires_at = models.DateTimeField(db_index=True)


class DraftReminder(models.Model):
    """Somebody wants a mail before their draft is deleted; the address is sealed and apart from the answers."""

    draft = models.OneToOneField(Draft, primary_key=True, on_delete=models.CASCADE, related_name="reminder")
    sealed_address = models.BinaryField()
    sent_for = models.DateField(null=True, help_text="the day of deletion that was told last")
