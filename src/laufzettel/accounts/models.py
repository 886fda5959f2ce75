"""Tables of `accounts`: logins of clerks, accounts of citizens, their companies and whom they act for."""

import uuid
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


class LoginManager(BaseUserManager["Login"]):
    """Create logins by e-mail address."""

    def create_user(self, email: str, password: str | None = None) -> "Login":
        """Create a login that can sign in with its e-mail address."""
        login = self.model(email=email.strip().lower())
        login.set_password(password)
        login.save(using=self._db)
        return login

    def get_by_natural_key(self, username: str | None) -> "Login":
        """Find a login however its address was typed."""
        return self.get(email=(username or "").strip().lower())


class Login(AbstractBaseUser):
    """What a clerk signs in with. Rights come from the clerk in `organisation`, so there are no groups here."""

    email = models.EmailField(unique=True)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects: ClassVar[LoginManager] = LoginManager()

    def __str__(self) -> str:
        """Name the login by its address."""
        return self.email


class Account(models.Model):
    """A citizen known through an identity provider; one per person and provider."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    provider = models.CharField(max_length=40)
    subject_key = models.CharField(max_length=255)
    level = models.CharField(max_length=12, help_text="level of assurance of the last login")
    attributes = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    signed_in_at = models.DateTimeField()
    epoch = models.PositiveIntegerField(default=0, help_text="sessions that began under an earlier one are over")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "subject_key"), name="account_once"),)


class EmailLogin(models.Model):
    """What an e-mail account signs in with: a confirmed address and a password (Argon2). Clerks have a `Login`."""

    account = models.OneToOneField(Account, primary_key=True, on_delete=models.CASCADE, related_name="email_login")
    email = models.EmailField(unique=True)
    password = models.CharField(max_length=128)


class Method(models.Model):
    """One more way for an e-mail account to prove itself: app with codes, passkey, or one code on paper."""

    class Kind(models.TextChoices):
        """What kind of proof it is."""

        TOTP = "totp"
        PASSKEY = "passkey"
        PAPER = "paper"

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="methods")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    title = models.CharField(max_length=60, blank=True)
    key = models.CharField(max_length=344, blank=True, help_text="id of the passkey, hash of the code on paper")
    secret = models.TextField(blank=True, help_text="encrypted: secret of the app, public key of the passkey")
    counter = models.BigIntegerField(default=0, help_text="last time step or signature count, against using it twice")
    created_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("key",), name="passkey_once", condition=models.Q(kind="passkey")),
            models.UniqueConstraint(fields=("account",), name="one_app", condition=models.Q(kind="totp")),
        )


class Company(models.Model):
    """A firm, an association or an office that applies in its own name through its members."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=200)
    register_number = models.CharField(max_length=60, blank=True)
    is_verified = models.BooleanField(default=False, help_text="an identity provider vouched for it")
    created_at = models.DateTimeField()


class Membership(models.Model):
    """What an account may do for a company; leaving deletes the row, the audit trail remembers."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="memberships")
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, help_text="manage, apply or read")
    since = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("company", "account"), name="member_once"),)


class Invitation(models.Model):
    """An open invitation to a company; of the link only the hash is kept, and it counts once."""

    company = models.ForeignKey(Company, on_delete=models.CASCADE, related_name="invitations")
    role = models.CharField(max_length=10)
    email = models.EmailField()
    token_hash = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField()


class Mandate(models.Model):
    """For whom an account may act: a child, somebody under care, or somebody who gave power of attorney."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="mandates")
    kind = models.CharField(max_length=20)
    given_name = models.CharField(max_length=100)
    family_name = models.CharField(max_length=100)
    birth_date = models.DateField(null=True)
    valid_from = models.DateField()
    valid_until = models.DateField(null=True)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
