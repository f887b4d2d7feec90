"""The settings of the site; what differs from place to place is asked for."""

from __future__ import annotations

import os


SECRET_KEY = os.environ["CASEWORK_SECRET"]
ALLOWED_HOSTS = os.environ["CASEWORK_HOSTS"].split()
# Never True where somebody's plan is: its error pages show all variables,
# and it keeps every statement with its parameters.
DEBUG = False
ROOT_URLCONF = "django_app.urls"
USE_TZ = True
TIME_ZONE = "UTC"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django_app",
]
MIDDLEWARE = [
    "django_app.middleware.PlanErrors",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": os.environ["CASEWORK_DATABASE"],
        "OPTIONS": {
            "timeout": 5,
            # Who comes second waits at the start, and not in the middle.
            "transaction_mode": "IMMEDIATE",
            # What the library's own store sets, and for the same reasons.
            "init_command": (
                "PRAGMA synchronous=EXTRA;"
                "PRAGMA secure_delete=ON;"
                "PRAGMA trusted_schema=OFF;"
                "PRAGMA cell_size_check=ON;"
            ),
        },
    }
}
CSRF_FAILURE_VIEW = "django_app.middleware.forbidden"
DEFAULT_EXCEPTION_REPORTER_FILTER = "django_app.middleware.NoWords"

SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 31_536_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
