"""Tables of `accounts`: logins of clerks, accounts of citizens."""

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

    class Meta:
        constraints = (models.UniqueConstraint(fields=("provider", "subject_key"), name="account_once"),)
