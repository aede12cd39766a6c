"""Several processes on PostgreSQL; every setting comes from the environment."""

from pathlib import Path

from config.environment import Environment

from .base import *
from .base import INSTALLED_APPS, MIDDLEWARE

env = Environment()

SECRET_KEY = env.text("SECRET_KEY", "a long random text, the same on every machine")
DEBUG = False
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "the host names served, comma-separated")
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]

DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": env.text("DATABASE_NAME", "PostgreSQL's database"),
        "USER": env.text("DATABASE_USER", "PostgreSQL's user"),
        "PASSWORD": env.text("DATABASE_PASSWORD", "that user's password"),
        "HOST": env.text("DATABASE_HOST", "PostgreSQL's host or socket folder"),
        "PORT": env.number("DATABASE_PORT", "PostgreSQL's port", 5432),
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
    }
}
# Rate limits are counted together by all processes.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "cache",
    }
}
INSTALLED_APPS = [*INSTALLED_APPS, "procrastinate.contrib.django"]
JOBS_BACKEND = "lifecycle.backends.procrastinate.Procrastinate"

ELASTICSEARCH_URLS = env.words(
    "ELASTICSEARCH_URL", "the addresses of Elasticsearch's nodes, comma-separated", ""
)
ELASTICSEARCH_INDEX = env.text(
    "ELASTICSEARCH_INDEX", "what the names of our indexes begin with", "renkei"
)
ELASTICSEARCH_SHARDS = env.number("ELASTICSEARCH_SHARDS", "the shards of an index", 1)
ELASTICSEARCH_PATIENCE_MS = env.number(
    "ELASTICSEARCH_PATIENCE_MS", "milliseconds a search may take there", 1000
)
ELASTICSEARCH_PAUSE = env.number(
    "ELASTICSEARCH_PAUSE", "seconds without asking after it did not answer", 30
)
MATCHING_RANKING = env.choice(
    "MATCHING_RANKING",
    "what ranks the catalogue for one text",
    ("memory", "elasticsearch"),
    "memory",
)
if MATCHING_RANKING == "elasticsearch" and not ELASTICSEARCH_URLS:
    env.refuse("MATCHING_RANKING=elasticsearch needs ELASTICSEARCH_URL")

DATA_DIR = Path(env.text("DATA", "the folder of media and index files"))
INDEX_DIR = DATA_DIR / "index"
MEDIA_ROOT = DATA_DIR / "media"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
REGION_DIR = Path(env.text("REGION_DIR", "the region's folder"))

EMAIL_HOST = env.text("EMAIL_HOST", "the SMTP server")
EMAIL_PORT = env.number("EMAIL_PORT", "its port", 587)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "its user", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "its password", "")
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS", "STARTTLS: yes or no", True)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "the sender of all mail")
WAGTAILADMIN_BASE_URL = env.text("BASE_URL", "the site's address with https://")

HTTPS = env.flag("HTTPS", "whether readers come by https: yes or no", True)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0

# Nobody signs in with an account whose password is printed at the first start.
MIDDLEWARE = [*MIDDLEWARE, "web.middleware.RefuseDemonstrationAccounts"]

env.check()
