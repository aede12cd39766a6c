"""The suite: SQLite in a file, or PostgreSQL where DATABASE_HOST names one."""

import os
import tempfile
from pathlib import Path

# The embedded settings keep their files under DATA: a new folder for every run.
os.environ["DATA"] = tempfile.mkdtemp(prefix="renkei-test-")

from .embedded import *
from .embedded import DATABASES, INSTALLED_APPS

SECRET_KEY = "only for tests"
ALLOWED_HOSTS = ["*"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}

if os.environ.get("DATABASE_HOST"):
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": os.environ.get("DATABASE_NAME", "renkei"),
            "USER": os.environ.get("DATABASE_USER", "renkei"),
            "PASSWORD": os.environ.get("DATABASE_PASSWORD", "renkei"),
            "HOST": os.environ["DATABASE_HOST"],
            "PORT": os.environ.get("DATABASE_PORT", "5432"),
        }
    }
    INSTALLED_APPS = [*INSTALLED_APPS, "procrastinate.contrib.django"]
else:
    DATABASES["default"]["TEST"] = {"NAME": Path(os.environ["DATA"]) / "test.sqlite3"}
