"""What every way of running Renkei shares."""

from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

ROOT = Path(__file__).resolve().parents[3]

INSTALLED_APPS = [
    "config",
    "design",
    "lifecycle",
    "accounts",
    "catalogue",
    "recommendations",
    "curation",
    "projects",
    "cms",
    "indexing",
    "notifications",
    "web",
    "desk",
    "api",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.contrib.simple_translation",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "drf_spectacular",
    "django_filters",
    "allauth",
    "allauth.account",
    "heroicons",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.forms",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "web.middleware.ReadOnce",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "desk.middleware.Desk",
    "web.middleware.TypedErrors",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
                "web.context_processors.site",
            ],
        },
    }
]
FORM_RENDERER = "design.forms.Renderer"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "desk.access.SignedIn",
    "desk.access.SignedInByAccount",
    "desk.access.OfficersEnter",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "web:my"
LOGOUT_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_CHANGE = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
# By code too: office PCs may read mails without being able to open a link.
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "login": "web.my.forms.signing.LoginForm",
    "signup": "web.my.forms.signing.SignupForm",
    "add_email": "web.my.forms.signing.AddEmailForm",
    "change_email": "web.my.forms.signing.ChangeEmailForm",
    "change_password": "web.my.forms.signing.ChangePasswordForm",
    "set_password": "web.my.forms.signing.SetPasswordForm",
    "reset_password": "web.my.forms.signing.ResetPasswordForm",
    "reset_password_from_key": "web.my.forms.signing.ResetPasswordKeyForm",
    "reauthenticate": "web.my.forms.signing.ReauthenticateForm",
    "confirm_email_verification_code": "web.my.forms.signing.ConfirmAddressForm",
    "confirm_password_reset_code": "web.my.forms.signing.ConfirmResetForm",
}
# Besides allauth's own limits: texts that anybody may leave for a day.
ACCOUNT_RATE_LIMITS = {"keep_text": "20/10m/ip"}
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "web.adapters.AccountAdapter"

LANGUAGE_CODE = "ja"
LANGUAGES = [("ja", _("Japanese")), ("en", _("English"))]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
LOCALE_PATHS = [Path(__file__).resolve().parents[1] / "locale"]
WAGTAIL_I18N_ENABLED = True
# A new page stands in for its translation, marked as such, until somebody writes one.
WAGTAILSIMPLETRANSLATION_SYNC_PAGE_TREE = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ja", "日本語"), ("en", "English")]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tokyo"
# An office works in one place: its staff choose no other.
WAGTAIL_USER_TIME_ZONES = [TIME_ZONE]

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
STATIC_URL = "/static/"
MEDIA_URL = "/media/"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
# Addresses are unique without regard to case, by a constraint on Lower("email").
SILENCED_SYSTEM_CHECKS = ["auth.W004"]

REGION_DIR = ROOT / "regions" / "yamaguchi"

WAGTAIL_SITE_NAME = "Renkei"
WAGTAILADMIN_BASE_URL = ""
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_WORKFLOW_ENABLED = False
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "pdf", "pptx", "txt", "xlsx", "zip"]

CSRF_FAILURE_VIEW = "web.views.errors.csrf_failure"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = {
    "EXCLUDE_URL_PREFIXES": ["/admin/"],
    "DIRECTIVES": {
        "default-src": [SELF],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "script-src": [SELF, NONCE],
    },
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "api.problems.as_problem",
    "DEFAULT_THROTTLE_RATES": {"match": "30/min", "read": "600/min"},
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Renkei API",
    "DESCRIPTION": "The public catalogue, read-only, its search, and the matcher.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "PREPROCESSING_HOOKS": ["api.schema.only_ours"],
    "LICENSE": {"name": "Apache-2.0"},
}

# Without an address search is answered by each machine's own file alone.
ELASTICSEARCH_URLS: list[str] = []
ELASTICSEARCH_INDEX = "renkei"
ELASTICSEARCH_SHARDS = 1
# A search that takes longer is answered by the own file, as are those of the pause.
ELASTICSEARCH_PATIENCE_MS = 1000
ELASTICSEARCH_PAUSE = 30  # seconds
# Who ranks for one text: "memory", each process by itself, or "elasticsearch".
MATCHING_RANKING = "memory"

JOBS_BACKEND = "lifecycle.backends.embedded.Embedded"

EMAIL_SUBJECT_PREFIX = ""
DEMONSTRATION_PASSWORD = "renkei-demo"
