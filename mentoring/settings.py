"""Settings: safe for production by default; everything that varies comes from the environment."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from mentoring import environment

BASE_DIR = Path(__file__).resolve().parent.parent

# What this process is --------------------
DEBUG = environment.flag("VICEVERSA_DEBUG")
DEMO = environment.flag("VICEVERSA_DEMO")
SECRET_KEY = environment.text("VICEVERSA_SECRET_KEY")
SITE_URL = environment.text("VICEVERSA_SITE_URL", "http://localhost:8000" if DEBUG else None).rstrip("/")
ALLOWED_HOSTS = [host for host in environment.text("VICEVERSA_HOSTS", "localhost 127.0.0.1 [::1]").split() if host]
ROOT_URLCONF = "mentoring.urls"
WSGI_APPLICATION = "mentoring.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# The apps, from the roof down to the ground floor --------------------
OUR_APPS = [
    "mentoring",
    "desk",
    "insights",
    "feedback",
    "ideas",
    "counsel",
    "sessions_app",
    "pairing",
    "profiles",
    "programs",
    "people",
    "outbox",
    "leases",
    "record",
]
INSTALLED_APPS = [
    *OUR_APPS,
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "crispy_forms",
    "crispy_bootstrap5",
    "csp",
    "django_htmx",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "people.middleware.no_store_when_signed_in",
    "people.middleware.refuse_nul",
    "people.middleware.own_time_zone",
    "people.middleware.tell_of_enough",
    "programs.middleware.ask_for_second_step",
    "record.middleware.SayUnreadable",
    "desk.diary.keep_diary",
]
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
                "desk.navigation.navigation",
            ],
        },
    },
]

# Data --------------------
_database_url = environment.text("DATABASE_URL", "")
if not _database_url:
    message = "DATABASE_URL must name a PostgreSQL database (development: start with ./dev or through manage.py)."
    raise ImproperlyConfigured(message)
_database = dj_database_url.parse(_database_url, conn_max_age=600, conn_health_checks=True)
# Pages ask short questions: compiling one takes PostgreSQL longer than answering it.
_database.setdefault("OPTIONS", {}).setdefault("options", "-c jit=off")
# A cursor on the server outlives neither its transaction nor a pooler's turn; what we read by rows fits into memory.
_database["DISABLE_SERVER_SIDE_CURSORS"] = True
DATABASES = {"default": _database}
# Sign-in and rate limits live in the database cache, so they work while Redis is down.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache_entries",
        # The default of 300 would drop rate limits and the heartbeat on a busy morning.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"
# "id:base64 of 32 bytes", the first wraps new data keys, all of them unwrap.
RECORD_MASTER_KEYS = environment.text("VICEVERSA_MASTER_KEYS")
# How long one may be the first, and how long it may stay once another has followed: docs/decisions/0038.
MASTER_KEY_DAYS = environment.whole_number("VICEVERSA_MASTER_KEY_DAYS", 31)
OLD_MASTER_KEY_DAYS = environment.whole_number("VICEVERSA_OLD_MASTER_KEY_DAYS", 7)

# What may be told of how many: may be raised, never lowered (insights.checks) --------------------
SMALLEST_GROUP = environment.whole_number("VICEVERSA_K", 5)
FEWEST_PAIRS = 3
FEWEST_WRITERS = 10
# How many rounds may read gaps within a day and program: docs/decisions/0009.
ROUNDS_A_DAY = environment.whole_number("VICEVERSA_ROUNDS_A_DAY", 20)
LOOKS_IN_90_DAYS = environment.whole_number("VICEVERSA_LOOKS_IN_90_DAYS", 2)

# Celery: rows are the schedule, Celery only ticks --------------------
CELERY_BROKER_URL = environment.text("REDIS_URL", "redis://localhost:6379/0")
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# One try, at once: by default a request that wakes a sweep would wait six seconds for a Redis that is down.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 2,
    "socket_timeout": 10,
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TIMEZONE = "UTC"
CELERY_TASK_DEFAULT_QUEUE = "clock"
# Long work has a queue and a worker of its own, so that a round never starves a reminder.
CELERY_TASK_ROUTES = {
    "pairing.run_rounds": {"queue": "long"},
    "pairing.find_ways": {"queue": "long"},
    "pairing.run_rehearsals": {"queue": "long"},
    "programs.run_roster_imports": {"queue": "long"},
    "profiles.run_skill_imports": {"queue": "long"},
    "programs.run_invitations": {"queue": "long"},
    "insights.compute_releases": {"queue": "long"},
    # A chat service may take seconds to answer; no reminder waits for it.
    "outbox.send_chat_posts": {"queue": "long"},
}


def _every(task: str, **interval: int) -> dict[str, object]:
    """Return one tick of the clock; a tick that waited longer than its interval is dropped."""
    seconds = timedelta(**interval).total_seconds()
    return {"task": task, "schedule": seconds, "options": {"expires": seconds}}


CELERY_BEAT_SCHEDULE = {
    "deliver": _every("outbox.deliver", seconds=20),
    "chat": _every("outbox.send_chat_posts", seconds=30),
    "heartbeat": _every("outbox.note_heartbeat", seconds=30),
    "roster imports": _every("programs.run_roster_imports", seconds=20),
    "invitations": _every("programs.run_invitations", seconds=20),
    "skill lists": _every("profiles.run_skill_imports", seconds=20),
    "rounds": _every("pairing.run_rounds", seconds=20),
    "ways": _every("pairing.find_ways", seconds=20),
    "rehearsals": _every("pairing.run_rehearsals", seconds=20),
    "lapses": _every("pairing.lapse_proposals", minutes=10),
    "leavers": _every("pairing.withdraw_leavers", minutes=10),
    "free places": _every("programs.fill_places", minutes=5),
    "orientation reminders": _every("programs.send_orientation_reminders", minutes=5),
    "session reminders": _every("sessions_app.send_session_reminders", minutes=5),
    "unanswered logs": _every("sessions_app.settle_logged_sessions", minutes=5),
    "closings ahead": _every("sessions_app.announce_closings", minutes=30),
    "sessions called off": _every("sessions_app.call_off_sessions", minutes=5),
    "drift": _every("sessions_app.notice_drift", minutes=30),
    "large boards": _every("sessions_app.note_standings", minutes=2),
    "fit checks": _every("sessions_app.ask_fits", minutes=10),
    "breaks that end": _every("sessions_app.end_breaks", minutes=30),
    "feedback surveys": _every("feedback.send_feedback_surveys", minutes=5),
    "releases": _every("insights.compute_releases", seconds=20),
    "tallies": _every("insights.tally_programs", minutes=10),
    "the month in figures": _every("insights.tell_sponsors", hours=6),
    "talk offers": _every("counsel.offer_talks", minutes=10),
    "talks that wait": _every("counsel.notice_waiting_talks", minutes=30),
    "check-ins": _every("counsel.plan_check_ins", minutes=30),
    "changes": _every("programs.tell_changes", minutes=5),
    "deletion": _every("record.delete_expired", hours=1),
    "master keys": _every("record.follow_master_keys", hours=1),
    "ended sign-ins": _every("people.forget_ended_sessions", hours=6),
}

# Signing in: by mailed code, password optional --------------------
AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = ["people.adapters.KnownPerson"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_request_login_code"
LOGIN_REDIRECT_URL = "desk:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "account_request_login_code"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_FORMS = {
    "request_login_code": "people.forms.AskForCodeForm",
    "login": "people.forms.SignInForm",
    "reset_password": "people.forms.ResetForm",
}
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "people.adapters.display_name"
ACCOUNT_LOGIN_METHODS = {"email"}
# Nobody signs up; the second field lets those who have set a password sign in with it, also while mail is down.
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
# The roster says whose an address is: whoever could add one would be handed the mails of somebody still to come.
ACCOUNT_MAX_EMAIL_ADDRESSES = 1
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 900
ACCOUNT_SESSION_REMEMBER = True

# A second step of signing in: anybody may have one, HR admins must once a program has opened (docs/decisions/0025).
SECOND_STEP_REQUIRED = not DEMO
MFA_ADAPTER = "programs.adapters.SecondStepAdapter"
MFA_FORMS = {"add_webauthn": "people.forms.PasskeyForm"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Viceversa"
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG
# Nobody signs up here, so an address is never a stranger's claim.
MFA_ALLOW_UNVERIFIED_EMAIL = True

# Mail --------------------
DEFAULT_FROM_EMAIL = environment.text("VICEVERSA_MAIL_FROM", "Viceversa <viceversa@localhost>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
MAIL_DIR = environment.text("VICEVERSA_MAIL_DIR", "")
EMAIL_BACKEND = "outbox.maildir.MaildirBackend" if MAIL_DIR else "outbox.smtp.SmtpBackend"
EMAIL_HOST = environment.text("VICEVERSA_SMTP_HOST", "localhost")
EMAIL_PORT = environment.whole_number("VICEVERSA_SMTP_PORT", 25)
EMAIL_HOST_USER = environment.text("VICEVERSA_SMTP_USER", "")
EMAIL_HOST_PASSWORD = environment.text("VICEVERSA_SMTP_PASSWORD", "")
EMAIL_USE_TLS = environment.flag("VICEVERSA_SMTP_TLS")
EMAIL_TIMEOUT = 20

# Chat: services with an address of their own, and hosts of those that have none (outbox/chat.py) --------------------
CHAT_SCHEMES = ["slack", "discord", "gchat", "webex"]
CHAT_HOSTED_SCHEMES = ["workflows", *environment.text("VICEVERSA_CHAT_SCHEMES", "").split()]
CHAT_HOSTS = [".logic.azure.com", ".api.powerplatform.com", *environment.text("VICEVERSA_CHAT_HOSTS", "").split()]

# Language, time, static files, forms --------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "staticfiles"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = DEBUG
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# Security --------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True
if not DEBUG:
    SECURE_SSL_REDIRECT = environment.flag("VICEVERSA_HTTPS_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME = "__Host-session"
    CSRF_COOKIE_NAME = "__Host-csrf"

# Logging: never content --------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "{levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    # Apprise writes addresses, which are secrets, into its warnings; what went wrong stands in the row.
    "loggers": {"apprise": {"level": "CRITICAL"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
