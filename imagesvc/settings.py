"""Every setting, top to bottom; each environment variable is read once, beside its default.

A bad value stops the start with one sentence. Nothing else in the project reads the environment.
"""

import os
import re
import secrets
import socket
from pathlib import Path
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

from imagesvc.engines import configure_all
from imagesvc.engines.configuration import BadConfiguration
from imagesvc.env import read_bool, read_hosts, read_int, read_list, read_networks, read_sections, read_size, read_str

BASE_DIR = Path(__file__).resolve().parent.parent

# --- Where things live -----------------------------------------------------------------------------------------------

# The folder for the database (when it is SQLite), pictures and the generated secret key; without it, `var` in the
# checkout.
DATA_DIR = Path(read_str("IMAGESVC_DATA_DIR") or BASE_DIR / "var").expanduser().resolve()
try:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
except OSError as error:
    raise ImproperlyConfigured(f"IMAGESVC_DATA_DIR: cannot make {DATA_DIR}: {error.strerror}.") from error

# `postgresql://user@host/name`, or with a socket's folder `postgresql:///name?host=/run/postgresql`; without it, SQLite
# in the data folder.
DATABASE_URL = read_str("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'imagesvc.sqlite3'}"

# Where pictures lie: an absolute path, for several hosts one that all of them share, or `s3://bucket/prefix`; without
# it, a folder in the data folder.
PICTURES = read_str("IMAGESVC_PICTURES") or str(DATA_DIR / "pictures")
_bucket = re.fullmatch(r"s3://([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:/+([A-Za-z0-9._/-]*?))?/*", PICTURES)
if not _bucket and not PICTURES.startswith("/"):
    raise ImproperlyConfigured(
        f"IMAGESVC_PICTURES must be an absolute path or look like s3://bucket/prefix, not {PICTURES!r}."
    )
# Where the bucket is, unless it is at Amazon.
S3_ENDPOINT_URL = read_str("IMAGESVC_S3_ENDPOINT_URL")
_endpoint = urlsplit(S3_ENDPOINT_URL)
if S3_ENDPOINT_URL and (_endpoint.scheme not in ("http", "https") or not _endpoint.hostname or _endpoint.username):
    raise ImproperlyConfigured(
        "IMAGESVC_S3_ENDPOINT_URL must look like https://storage.example.org, without a name and a password."
    )
# What the bucket's region is called.
S3_REGION = read_str("IMAGESVC_S3_REGION", "us-east-1")
# A key that may list, get, put and delete in the bucket; without one, what Amazon's own library finds, such as a role
# that the host has.
S3_ACCESS_KEY = read_str("IMAGESVC_S3_ACCESS_KEY")
# The secret that belongs to the key.
S3_SECRET_KEY = read_str("IMAGESVC_S3_SECRET_KEY")
if bool(S3_ACCESS_KEY) != bool(S3_SECRET_KEY):
    raise ImproperlyConfigured("IMAGESVC_S3_ACCESS_KEY and IMAGESVC_S3_SECRET_KEY must be set both, or neither.")

# --- How it is reached -----------------------------------------------------------------------------------------------

# The address people use, such as https://pictures.example.org. With https, production mode begins.
PUBLIC_URL = read_str("IMAGESVC_PUBLIC_URL").rstrip("/")
_public = urlsplit(PUBLIC_URL)
if PUBLIC_URL and (_public.scheme not in ("http", "https") or not _public.hostname):
    raise ImproperlyConfigured(f"IMAGESVC_PUBLIC_URL must look like https://pictures.example.org, not {PUBLIC_URL!r}.")
PRODUCTION = _public.scheme == "https"

# Django's debug pages; refused in production mode.
DEBUG = read_bool("IMAGESVC_DEBUG", default=False)
if DEBUG and PRODUCTION:
    raise ImproperlyConfigured("IMAGESVC_DEBUG must be off when IMAGESVC_PUBLIC_URL starts with https.")

# Who is let in: `loopback`, everybody on this machine and nobody else; `keys`, who has an API key or is logged in;
# `none`, everybody.
AUTH = read_str("IMAGESVC_AUTH", "loopback", one_of=("loopback", "keys", "none"))
# Further names this server answers to; the loopback names and PUBLIC_URL's host are always among them.
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", *read_list("IMAGESVC_ALLOWED_HOSTS")]
if _public.hostname:
    ALLOWED_HOSTS.append(_public.hostname)
# Web origins besides our own whose pages may write, such as the game's http://localhost:7777.
ALLOWED_ORIGINS = read_list("IMAGESVC_ALLOWED_ORIGINS")
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL] if PUBLIC_URL else []
# Reverse proxies: addresses and networks, such as 10.0.0.0/8, whose X-Forwarded-For and X-Forwarded-Proto are believed;
# without any, those on this machine if PUBLIC_URL is set.
TRUSTED_PROXIES = read_networks("IMAGESVC_TRUSTED_PROXIES", "127.0.0.1,::1" if PUBLIC_URL else "")
# The largest body that a request may have.
MAX_BODY_BYTES = read_int("IMAGESVC_MAX_BODY_BYTES", 32 * 2**20, low=2**10, high=2**30)
DATA_UPLOAD_MAX_MEMORY_SIZE = MAX_BODY_BYTES
# Pixels of one picture, width times height. This machine's owner may have every size there is.
PIXELS_PER_REQUEST = read_int(
    "IMAGESVC_PIXELS_PER_REQUEST", 4096 * 4096 if AUTH == "loopback" else 2048 * 2048, low=64 * 64, high=4096 * 4096
)
# What a key, or an address beyond loopback, may ask in a minute.
REQUESTS_PER_MINUTE = read_int("IMAGESVC_REQUESTS_PER_MINUTE", 1_200, low=1, high=10_000_000)
# Streams and sockets that a key, or an address beyond loopback, may have open at a time, on all hosts together.
STREAMS_PER_KEY = read_int("IMAGESVC_STREAMS_PER_KEY", 100, low=1, high=1_000_000)
# Who is shown picture files: `public`, whoever knows an address; `keys`, those whose pictures they are; `signed`, also
# whoever has an address that was signed, for some hours.
PICTURES_ACCESS = read_str("IMAGESVC_PICTURES_ACCESS", "public", one_of=("public", "keys", "signed"))
if PICTURES_ACCESS != "public" and AUTH != "keys":
    raise ImproperlyConfigured(f"IMAGESVC_PICTURES_ACCESS={PICTURES_ACCESS} needs IMAGESVC_AUTH=keys.")
# For how many hours a signed address of a picture is good.
PICTURES_SIGNED_HOURS = read_int("IMAGESVC_PICTURES_SIGNED_HOURS", 24, low=1, high=8_760)


def _secret_key() -> str:
    """Return the configured key, else the one generated into the data folder on the first start."""
    # What signs sessions and tickets, the same on all hosts that serve; without it, one is generated into the data
    # folder.
    key = read_str("IMAGESVC_SECRET_KEY")
    if key:
        return key
    path = DATA_DIR / "secret_key"
    # Two processes may start together: both write a name of their own, and the first link wins.
    if not path.exists():
        draft = path.with_name(f"secret_key.{os.getpid()}.tmp")
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(64))
        try:
            os.link(draft, path)
        except FileExistsError:
            pass  # the other process was first: its key is the one
        finally:
            draft.unlink()
    return path.read_text()


try:
    SECRET_KEY = _secret_key()
except OSError as error:
    raise ImproperlyConfigured(f"IMAGESVC_DATA_DIR: no key can be kept in {DATA_DIR}: {error.strerror}.") from error

# --- Pictures --------------------------------------------------------------------------------------------------------

# An attempt that takes longer ends its job as `timeout`; engines that are slower by nature have limits of their own.
ATTEMPT_TIMEOUT_SECONDS = read_int("IMAGESVC_ATTEMPT_TIMEOUT_SECONDS", 120, low=1, high=86_400)
# Engines in the order in which they are tried, each with its own settings: `IMAGESVC_ENGINE_<NAME>_<SETTING>`.
try:
    ENGINES = configure_all(
        read_sections("IMAGESVC_ENGINES", "pillow", prefix="IMAGESVC_ENGINE_"), limit_seconds=ATTEMPT_TIMEOUT_SECONDS
    )
except BadConfiguration as error:
    raise ImproperlyConfigured(f"IMAGESVC_ENGINES: {error}.") from error
# What the last engine drew because none before it was well is drawn anew when one is; never what clients wrote.
REDRAW_PLACEHOLDERS = read_bool("IMAGESVC_REDRAW_PLACEHOLDERS", default=True)
# Whether a picture's file says how it was made; the prompt is then in the file.
PICTURE_METADATA = read_bool("IMAGESVC_PICTURE_METADATA", default=True)
# The switch for image generation as a whole.
GENERATION_ENABLED = read_bool("IMAGESVC_ENABLED", default=True)
# Pixels asked for, per kind of entity.
SIZES = {
    "character": read_size("IMAGESVC_SIZE_CHARACTER", "1024x1536"),
    "location": read_size("IMAGESVC_SIZE_LOCATION", "1280x720"),
    "exit": read_size("IMAGESVC_SIZE_EXIT", "1024x1024"),
    "item": read_size("IMAGESVC_SIZE_ITEM", "1024x1024"),
    "scenery": read_size("IMAGESVC_SIZE_SCENERY", "1024x1024"),
}
# What no picture must show.
_negative = read_str("IMAGESVC_NEGATIVE_PROMPT", "blurry, low quality, distorted, text, watermark, signature")
# What a picture must not show, per kind of entity; what holds for all is for custom prompts that are sent without one.
NEGATIVE_PROMPTS = {
    "custom": _negative,
    "character": read_str("IMAGESVC_NEGATIVE_PROMPT_CHARACTER", f"{_negative}, extra limbs, multiple people"),
    "location": read_str("IMAGESVC_NEGATIVE_PROMPT_LOCATION", f"{_negative}, people in the foreground"),
    "exit": read_str("IMAGESVC_NEGATIVE_PROMPT_EXIT", f"{_negative}, people in the foreground"),
    "item": read_str("IMAGESVC_NEGATIVE_PROMPT_ITEM", f"{_negative}, hands, people"),
    "scenery": read_str("IMAGESVC_NEGATIVE_PROMPT_SCENERY", f"{_negative}, people"),
}
# Sampling steps, per kind of entity; without one, the engine's own.
STEPS = {
    style: read_int(f"IMAGESVC_STEPS_{style.upper()}", 0, low=0, high=500) or None
    for style in ("custom", "character", "location", "exit", "item", "scenery")
}
THUMBNAIL_PIXELS = 256

# --- Jobs ------------------------------------------------------------------------------------------------------------

# What this host is called among those that share the queue; without it, its own name.
HOST_NAME = read_str("IMAGESVC_HOST_NAME") or socket.gethostname()
# Pictures drawn at a time on this host, each in a process of its own.
WORKERS = read_int("IMAGESVC_WORKERS", 2, low=1, high=256)
# How often a job is tried in all, before a failure that might pass ends it.
TRIES = read_int("IMAGESVC_TRIES", 3, low=1, high=100)
# How long a job waits for a place to be drawn, such as a healthy engine, before that ends it.
WAIT_LIMIT_SECONDS = read_int("IMAGESVC_WAIT_LIMIT_SECONDS", 86_400, low=1, high=31_536_000)
# How long a worker that says nothing is believed to live.
LEASE_SECONDS = read_int("IMAGESVC_LEASE_SECONDS", 20, low=2, high=3_600)
# Interactive jobs beyond this many are refused; batch work neither counts nor is refused.
QUEUE_CAP = read_int("IMAGESVC_QUEUE_CAP", 10_000, low=1, high=10_000_000)
# When the canary, a chore of every five seconds, was not done for so long, no worker can be taken for able to draw.
CANARY_LIMIT_SECONDS = read_int("IMAGESVC_CANARY_LIMIT_SECONDS", 60, low=10, high=86_400)
# What running jobs have to finish in when the service is stopped.
GRACE_SECONDS = read_int("IMAGESVC_GRACE_SECONDS", 30, low=0, high=3_600)
# A synchronous request that waits longer is answered 503; its job goes on.
SYNC_TIMEOUT_SECONDS = read_int("IMAGESVC_SYNC_TIMEOUT_SECONDS", 600, low=1, high=3_600)
# The two upward pointers of `jobs`: what a worker does with a claimed job, and who says what may be claimed. A check
# imports them.
JOB_RUNNER = "imagesvc.images.generation.run"
JOB_GATE = "imagesvc.pool.gate.PoolGate"
# What recurs: the function, and every how many seconds.
CHORES = {
    "reap": ("jobs.recovery.reap", 5),
    "tidy": ("jobs.recovery.tidy", 600),
    "look after engines": ("imagesvc.pool.care.look_after", 5),
    "redraw placeholders": ("imagesvc.images.redrawing.redraw_placeholders", 15),
    "reconcile pictures": ("imagesvc.images.reconciliation.reconcile", 86_400),
    "deliver webhooks": ("imagesvc.api.announcements.deliver", 1),
    "run batches": ("imagesvc.batches.running.run_batches", 1),
    "prune webhooks": ("imagesvc.webhooks.deliveries.prune", 3_600),
    "count events": ("imagesvc.statistics.reader.count_events", 5),
    "canary": ("imagesvc.health.canary.sing", 5),
    "forget old spending": ("imagesvc.keys.spending.forget_old", 3_600),
    "forget dead listeners": ("imagesvc.keys.listeners.forget_dead", 3_600),
}
# Those that last, and after how many seconds they are taken for dead; one at a time on all hosts together.
LONG_CHORES = {"deliver webhooks": 90, "run batches": 40, "reconcile pictures": 3_600}
# Synchronous requests that wait at a time, per web process; further ones are answered 503.
SYNC_CAP = read_int("IMAGESVC_SYNC_CAP", 500, low=1, high=100_000)
# Sockets and streams of events that are open at a time, per web process; further ones are answered 503.
STREAM_CAP = read_int("IMAGESVC_STREAM_CAP", 10_000, low=1, high=1_000_000)

# --- Webhooks --------------------------------------------------------------------------------------------------------

# What webhooks may be sent to although it is not public: names, addresses and networks, such as 10.0.0.0/8.
WEBHOOK_PRIVATE = read_hosts("IMAGESVC_WEBHOOK_PRIVATE")

# --- django-q2 -------------------------------------------------------------------------------------------------------

Q_CLUSTER = {
    "name": "imagesvc",
    "broker_class": "jobs.broker.JobBroker",
    # More than draw, so that chores, and the long ones beside them, never take the last worker from drawing.
    "workers": WORKERS + 1 + len(LONG_CHORES),
    # Tickets carry nothing, so none is fetched ahead, none is kept and none is given twice.
    "queue_limit": 1,
    "bulk": 1,
    "save_limit": -1,
    "ack_failures": True,
    "max_attempts": 1,
    # Deadlines are jobs.watchdog's; django-q2 warns unless it has one, too.
    "timeout": 90_000,
    "retry": 100_000,
    "scheduler": False,
    "guard_cycle": 0.5,
    "recycle": 1000,
    "log_level": "WARNING",
}

# --- Django ----------------------------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "imagesvc.apps.ImagesvcConfig",
    "imagesvc.images.apps.ImagesConfig",
    "imagesvc.statistics.apps.StatisticsConfig",
    "imagesvc.batches.apps.BatchesConfig",
    "imagesvc.audit.apps.AuditConfig",
    "imagesvc.webhooks.apps.WebhooksConfig",
    "imagesvc.keys.apps.KeysConfig",
    "imagesvc.pool.apps.PoolConfig",
    "jobs.apps.JobsConfig",
    "entities.apps.EntitiesConfig",
    "django_q",
    "rest_framework",
    "drf_spectacular",
    "django_rich",
    "imagesvc.apps.AdminSiteConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "imagesvc.api.origins.OriginMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "imagesvc.api.bypass.PageSessionMiddleware",
    "imagesvc.api.bypass.PageCommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "imagesvc.api.bypass.PageAuthenticationMiddleware",
    "imagesvc.api.access.AccessMiddleware",
    "imagesvc.api.bypass.PageMessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "imagesvc.urls"
ASGI_APPLICATION = "imagesvc.asgi.application"
APPEND_SLASH = False

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
            ],
        },
    },
    {
        # Prompts are plain text: escaped, an apostrophe would reach the model as &#x27;.
        "NAME": "prompts",
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates" / "prompts"],
        "APP_DIRS": False,
        "OPTIONS": {"autoescape": False},
    },
]

try:
    _database = dj_database_url.parse(DATABASE_URL)
except (ValueError, dj_database_url.ParseError) as error:
    raise ImproperlyConfigured("DATABASE_URL must be sqlite:///<path> or postgresql://<user>@<host>/<name>.") from error
_database |= {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
if _database["ENGINE"] == "django.db.backends.sqlite3":
    # Without both, writers that read first fail at once under load: the busy timeout does not cover an upgrade.
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
elif _database["ENGINE"] == "django.db.backends.postgresql":
    # A host that swallows packets would otherwise hold a request, and the start, for minutes.
    # Django switches prepared statements off; only the hot ones (jobs.prepared) are prepared.
    # A writer that hangs in its transaction would hold up all streams: the server ends it. Statements may last.
    _database["OPTIONS"] = {
        "connect_timeout": 10,
        "prepare_threshold": 5,
        "options": "-c idle_in_transaction_session_timeout=60s",
    } | _database.get("OPTIONS", {})
else:
    raise ImproperlyConfigured("DATABASE_URL must name SQLite or PostgreSQL; no other database is supported.")
DATABASES = {"default": _database}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

if _bucket:
    _pictures: dict[str, object] = {
        "BACKEND": "imagesvc.images.bucket.PictureBucket",
        "OPTIONS": {
            "bucket_name": _bucket[1],
            "location": _bucket[2] or "",
            "endpoint_url": S3_ENDPOINT_URL or None,
            "region_name": S3_REGION,
            "access_key": S3_ACCESS_KEY or None,
            "secret_key": S3_SECRET_KEY or None,
        },
    }
else:
    _pictures = {
        "BACKEND": "imagesvc.images.storage.PictureFolder",
        # A folder that somebody has named may lie on another machine.
        "OPTIONS": {"location": PICTURES, "is_near": str(DATA_DIR / "pictures") == PICTURES},
    }
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "pictures": _pictures,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "imagesvc" / app / "static" for app in ("gallery", "admin", "api")]

REST_FRAMEWORK = {
    # Who sends a request is settled before DRF, for what it does not answer, too: access.py. In open mode cookies mean
    # nothing; origins.py keeps other web sites out.
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["imagesvc.api.access.NeedsScope"],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": ["imagesvc.api.json.StrictJSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["imagesvc.api.json.FastJSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "imagesvc.api.json.AlwaysJSON",
    "EXCEPTION_HANDLER": "imagesvc.api.errors.answer_exception",
    "DEFAULT_METADATA_CLASS": "imagesvc.api.json.MethodsOnly",
    "DEFAULT_SCHEMA_CLASS": "imagesvc.api.openapi.generator.OperationSchema",
}
SPECTACULAR_SETTINGS = {
    "OAS_VERSION": "3.1.1",
    "DEFAULT_GENERATOR_CLASS": "imagesvc.api.openapi.generator.Generator",
    # What is sent and what is answered have shapes of their own.
    "COMPONENT_SPLIT_REQUEST": True,
    # There are none but ours.
    "POSTPROCESSING_HOOKS": [],
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = False
USE_TZ = True

# --- Security in production ------------------------------------------------------------------------------------------

SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SECURE_SSL_REDIRECT = PRODUCTION
# Who watches this host asks it directly, and not the proxy that speaks https.
SECURE_REDIRECT_EXEMPT = [r"^(?:readyz|metrics)\Z"]
SECURE_HSTS_SECONDS = 31_536_000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "imagesvc.api.errors.csrf_failure"

# --- Logging ---------------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname:7} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    # How much is said on stderr: DEBUG, INFO, WARNING or ERROR.
    "root": {"handlers": ["stderr"], "level": read_str("IMAGESVC_LOG_LEVEL", "INFO").upper()},
    "loggers": {
        # Its INFO is a line per ticket; tickets carry nothing.
        "django-q": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        # Its DEBUG is every statement with its values, and those may be keys.
        "django.db.backends": {"level": "INFO"},
        # Its INFO is a line per call, with addresses that are signed.
        "httpx2": {"level": "WARNING"},
    },
}
