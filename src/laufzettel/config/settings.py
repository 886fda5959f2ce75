"""Django settings; what an operator may set is read in `conf.py`."""

from typing import Any

from csp.constants import NONE, SELF

from laufzettel.config import texts
from laufzettel.config.conf import production_problems, read_conf, refuse
from laufzettel.config.database import database_from_url, mail_settings
from laufzettel.console.conf import read_conf as read_places
from laufzettel.console.embedded import ensure_database
from laufzettel.platform.conf import conf as read_platform_conf
from laufzettel.platform.environment import env

CONF = read_conf()
PLACES = read_places()

if CONF.is_production:
    refuse(production_problems(CONF, database_url=PLACES.database_url, unchanged_secrets=env.unchanged_secrets()))

# --- the installation ---

DEBUG = CONF.is_debug
SECRET_KEY = CONF.secret_key
LAUFZETTEL_IS_PRODUCTION = CONF.is_production
BASE_URL = CONF.base_url
STATE_DIR = PLACES.state_dir
HOME_DIR = PLACES.home
ALLOWED_HOSTS = [
    BASE_URL.split("://", 1)[-1].split("/", 1)[0].rsplit(":", 1)[0],
    *CONF.allowed_hosts,
    *([] if CONF.is_production else ["127.0.0.1", ".localhost", "[::1]"]),
]
ROOT_URLCONF = "laufzettel.config.urls"
WSGI_APPLICATION = "laufzettel.config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "laufzettel.platform",
    "laufzettel.organisation",
    "laufzettel.accounts",
    "laufzettel.machines",
    "laufzettel.catalogue",
    "laufzettel.payments",
    "laufzettel.messaging",
    "laufzettel.records",
    "laufzettel.automation",
    "laufzettel.submissions",
    "laufzettel.notices",
    "laufzettel.cases",
    "laufzettel.look",
    "laufzettel.portal",
    "laufzettel.desk",
    "laufzettel.rest",
    "laufzettel.console",
    "laufzettel.config.apps.ConfigConfig",
    "procrastinate.contrib.django",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "laufzettel.config.browser_session.BrowserSessionMiddleware",
    "laufzettel.config.languages.LanguageMiddleware",
    "laufzettel.config.middleware.TownMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "laufzettel.config.context.page",
                "laufzettel.portal.context.signed_in",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- database, cache, background work, mail ---

DATABASE_URL = PLACES.database_url or ensure_database(PLACES.postgres_dir)
DATABASES = {"default": database_from_url(DATABASE_URL, pool=CONF.database_pool)}
CACHES = {
    # Rate limits must hold across processes, so they are counted in the database.
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "laufzettel_cache"},
}
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"
# A worker must give several signs of life before another one may believe that it is dead.
# Jobs that are done are deleted: what they did stands in the audit trail.
PROCRASTINATE_WORKER_DEFAULTS = {
    "update_heartbeat_interval": read_platform_conf().worker_silence_seconds / 4,
    "delete_jobs": "successful",
}
DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONF.mail_from
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = STATE_DIR / "mails"
if CONF.mail_url:
    globals().update(mail_settings(CONF.mail_url))

# --- language and time ---

LANGUAGE_CODE = "de"
LANGUAGES = [("de", "Deutsch"), ("en", "English")]
LOCALE_PATHS = [texts.compiled(STATE_DIR)]
texts.offer(LOCALE_PATHS[0])
USE_I18N = USE_TZ = True
TIME_ZONE = "Europe/Berlin"

# --- static files and blobs ---

STATIC_URL = "/static/"
STATIC_ROOT = STATE_DIR / "static"
STATICFILES_DIRS = [path for path in [HOME_DIR / "src" / "laufzettel" / "static_vendor"] if path.is_dir()]
MEDIA_ROOT = STATE_DIR / "blobs"
if not CONF.is_production:
    # Nothing is collected for the demo, but whitenoise wants the folder.
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
WHITENOISE_USE_FINDERS = not CONF.is_production
WHITENOISE_AUTOREFRESH = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if CONF.is_production
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# --- logins ---

AUTH_USER_MODEL = "accounts.Login"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if CONF.is_https else "http"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "laufzettel.accounts.clerk_login.ClerkAdapter"
MFA_ADAPTER = "laufzettel.accounts.clerk_login.SecondFactorAdapter"
IDENTITY_PROVIDERS = {"nutzerkonto": "laufzettel.accounts.providers.oidc.provider.build"}
# Tries are counted per address of the browser: behind a proxy, the one that the nearest proxy reports.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if CONF.is_behind_proxy else 0
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Laufzettel"
# A code counts for one more step of 30 seconds: people type slowly, and clocks differ (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1

# --- protection ---

# After a POST, Chromium holds redirects to form-action too: payment service and identity provider must be named.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "frame-src": [SELF],
        "form-action": [SELF, *CONF.form_targets],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = CONF.is_production
SECURE_HSTS_SECONDS = 365 * 24 * 3600 if CONF.is_production else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONF.is_behind_proxy else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONF.is_https
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# Guests find their drafts again for 30 days; logins end by themselves long before (portal/session.py, accounts).
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_ENGINE = "laufzettel.config.browser_session"
SESSION_COOKIE_NAME = "laufzettel_sitzung"
CSRF_COOKIE_NAME = "laufzettel_schutz"
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"
CSRF_TRUSTED_ORIGINS = [BASE_URL]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
FILE_UPLOAD_PERMISSIONS = 0o600

# --- log ---

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {"procrastinate": {"level": "WARNING"}, "spiff": {"level": "WARNING"}, "httpx": {"level": "WARNING"}},
}
