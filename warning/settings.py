"""All settings, by environment; the defaults work on a bare checkout (embedded: SQLite, no Redis).

A bad value stops the start with the name of the variable; a bad *combination* is a system check
with a hint (`warning/checks.py`). `.env.example` lists every variable.
"""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from environs import Env, validate

from warning.conf import environment

BASE_DIR = Path(__file__).resolve().parent.parent

env = Env()
env.read_env(str(BASE_DIR / ".env"), recurse=False)

# --- where and how this copy runs -----------------------------------------------------------------

DEPLOYMENT: str = env.str("DEPLOYMENT", "embedded", validate=validate.OneOf(["embedded", "production"]))
EMBEDDED = DEPLOYMENT == "embedded"
DEBUG: bool = env.bool("DEBUG", False)
TESTING: bool = env.bool("TESTING", False)

VAR_DIR: Path = environment.state_folder(Path(env.str("VAR_DIR", str(BASE_DIR / "var"))).resolve())
SECRET_KEY: str = env.str("SECRET_KEY", "") or (environment.embedded_secret(VAR_DIR / "secret_key") if EMBEDDED else "")
ALLOWED_HOSTS: list[str] = env.list("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"] if EMBEDDED else [])
CSRF_TRUSTED_ORIGINS: list[str] = env.list("CSRF_TRUSTED_ORIGINS", [])

# --- database -------------------------------------------------------------------------------------

DATABASE_URL: str = env.str("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}", validate=environment.database_url)
DATABASES = {"default": environment.database(DATABASE_URL)}
environment.state_file(DATABASES["default"], VAR_DIR)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- applications ---------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "rest_framework",
    "ledger",
    "countries",
    "indicators",
    "warning",
    # Further Django apps of this site, such as one that brings job handlers of its own.
    *env.list("EXTRA_APPS", [], validate=environment.apps),
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "csp.middleware.CSPMiddleware",
    "warning.middleware.ViewerMiddleware",
    # Last, so that it sees the failures of the login view.
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "warning.urls"
WSGI_APPLICATION = "warning.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "warning.pages.frame.frame",
            ],
        },
    }
]
# Django's own form markup, with our field template instead of a CSS framework's.
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.insert(0, "django.forms")

# --- people ---------------------------------------------------------------------------------------

AUTH_USER_MODEL = "warning.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "warning.authz.RoleBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 15},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
# Root of the links in letters; empty: as the asking browser reached us (the host is checked before).
PUBLIC_URL: str = env.str(
    "PUBLIC_URL",
    "" if EMBEDDED else f"https://{(ALLOWED_HOSTS or ['localhost'])[0]}",
    validate=environment.http_root,
)
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
PASSWORD_RESET_TIMEOUT = 60 * 60 * 24 * 2

# Throttling delays, it does not lock a victim out: a short cool-off, keyed on name *and* address.
AXES_FAILURE_LIMIT = env.int("LOGIN_FAILURE_LIMIT", 8, validate=validate.Range(min=3, max=100))
AXES_COOLOFF_TIME = timedelta(minutes=env.int("LOGIN_COOLOFF_MINUTES", 5, validate=validate.Range(min=1)))
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
# Reverse proxies of our own before this server. Zero: X-Forwarded-For is anybody's to write, and is not read.
PROXY_COUNT: int = env.int("PROXY_COUNT", 0 if EMBEDDED else 1, validate=validate.Range(min=0, max=5))
AXES_CLIENT_IP_CALLABLE = "warning.addresses.client_address"
AXES_LOCKOUT_CALLABLE = "warning.pages.login.throttled"
# A try during the wait does not lengthen it: the page's "in four minutes" stays true.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ACCESS_FAILURE_LOG = False
# No list of who logged in from where: a failed try is kept until the wait is over, a good one not at all.
AXES_DISABLE_ACCESS_LOG = True
AXES_VERBOSE = False

SESSION_ENGINE = "warning.sessions"
# Twelve hours from the login at most, and an end by itself when nobody does anything for a while.
SESSION_COOKIE_AGE = 60 * 60 * 12
SESSION_IDLE = timedelta(minutes=env.int("SESSION_IDLE_MINUTES", 30, validate=validate.Range(min=1, max=720)))
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_FAILURE_VIEW = "warning.pages.errors.csrf_failure"
SECURE_COOKIES: bool = env.bool("SECURE_COOKIES", not EMBEDDED)
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_COOKIES
if SECURE_COOKIES:
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# Not "no-referrer": browsers then send `Origin: null` with our own forms, and the CSRF check refuses them.
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# 'unsafe-hashes' with this one hash lets plotly.js place its own inline style; nothing else may. It is bound
# to the version of plotly.js: tests/browser fail on any violation and print the new one.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'", "'unsafe-hashes'", "'sha256-ji27qzEtxXZW+7dun6UwjHXJ18e6WAin1VvNtkzIE/o='"],
        "img-src": ["'self'", "data:"],
        "connect-src": ["'self'"],
        "font-src": ["'self'"],
        "manifest-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
    }
}

# --- language, time, files ------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("fr", "Français")]
LOCALE_PATHS = [BASE_DIR / "warning" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = Path(env.str("STATIC_ROOT", str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_MANIFEST: bool = env.bool("STATIC_MANIFEST", not (TESTING or DEBUG))
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if STATIC_MANIFEST
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_MANIFEST
MEDIA_ROOT = VAR_DIR / "media"
FILE_UPLOAD_PERMISSIONS = 0o600

EMAIL_HOST = env.str("EMAIL_HOST", "")
EMAIL_PORT = env.int("EMAIL_PORT", 587, validate=validate.Range(min=1, max=65535))
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = env.str("EMAIL_HOST_USER", ""), env.str("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.bool("EMAIL_USE_TLS", True)
EMAIL_TIMEOUT = 20
# Without a mail server the letters lie in var/mail, where the administrator finds them.
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'filebased'}.EmailBackend"
EMAIL_FILE_PATH = VAR_DIR / "mail"
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "early-warning@localhost")

# --- cache and jobs -------------------------------------------------------------------------------

REDIS_URL: str = env.str("REDIS_URL", "", validate=environment.redis_url)
CACHES = {
    # Rendered fragments of immutable runs. Never the broker's Redis: eviction there would lose bells.
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 500},
    }
}

from warning.conf.celery import celery_settings  # noqa: E402 - needs VAR_DIR and REDIS_URL
from warning.conf.logging import LOGGING  # noqa: E402, F401
from warning.conf.rest import KNOX_TOKEN_MODEL, REST_FRAMEWORK, REST_KNOX, SPECTACULAR_SETTINGS  # noqa: E402, F401

_CELERY = celery_settings(REDIS_URL, VAR_DIR)
CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = _CELERY["CELERY_BROKER_TRANSPORT_OPTIONS"]
BELL_TRANSPORT_OPTIONS: dict[str, Any] = _CELERY["BELL_TRANSPORT_OPTIONS"]
globals().update(_CELERY)

# The bell that tells a worker of a new job (`ledger.bell`); a job not renewed within its lease is taken over.
JOB_BELL = "warning.tasks.ring"
JOB_LEASE_SECONDS: int = env.int("JOB_LEASE_SECONDS", 60, validate=validate.Range(min=1, max=3600))
JOB_TIME_LIMIT_SECONDS: int = env.int("JOB_TIME_LIMIT_SECONDS", 3600, validate=validate.Range(min=60))

# Size limits of an import, before anything is parsed.
IMPORT_MAX_BYTES = env.int("IMPORT_MAX_BYTES", 512 * 1024 * 1024, validate=validate.Range(min=1024))
DEFAULT_DRAWS = env.int("DEFAULT_DRAWS", 2000, validate=validate.Range(min=0, max=20000))
