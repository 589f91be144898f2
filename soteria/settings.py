"""Every setting, read once and typed. `.env.sample` lists each name; code imports django.conf.settings only."""

import sys
from pathlib import Path
from urllib.parse import urlparse

from csp.constants import NONCE, NONE, SELF

from soteria import env, installed, servers

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = Path(env.text("SOTERIA_VAR", str(BASE_DIR / "var")))

# Demonstration mode is the default so that one command shows the product; a deployment turns it off and is then
# refused a start with any demonstration value (see soteria/checks.py).
DEMONSTRATION = env.flag("DEMONSTRATION", True)
DEMONSTRATION_KEY = "demonstration-only-key-which-production-refuses-to-start-with"
SECRET_KEY = env.text("SECRET_KEY", DEMONSTRATION_KEY if DEMONSTRATION else None)
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DEBUG = env.flag("DEBUG", False)
TLS = env.flag("TLS", not DEMONSTRATION)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver" if DEMONSTRATION else "")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
TESTING = "pytest" in sys.modules

INSTALLED_APPS, MIDDLEWARE = installed.APPS, installed.MIDDLEWARE
ROOT_URLCONF = "soteria.urls"
WSGI_APPLICATION = "soteria.wsgi.application"
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
                "soteria.ui.context.shell",
            ],
        },
    }
]
FORM_RENDERER = "soteria.ui.renderer.GovukRenderer"


# --- Database -------------------------------------------------------------------------------------------------------
DATABASE_URL, DATABASE_OWNER_URL, REDIS_URL = servers.addresses()
# Migrations, reference data and tests own the tables; the web and worker processes do not (docs/adr/0004).
AS_OWNER = TESTING or env.flag("SOTERIA_AS_OWNER", False)
DATABASES = {"default": servers.database(DATABASE_OWNER_URL if AS_OWNER else DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Throttle counters only; nothing about a case is ever cached.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    if REDIS_URL == "memory://"
    else {"BACKEND": "soteria.accounts.cache.ForgivingRedisCache", "LOCATION": REDIS_URL, "KEY_PREFIX": "soteria"}
}

# --- Signing in -----------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["soteria.accounts.backends.DoorBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "soteria.accounts.passwords.OwnNameValidator"},
    {"NAME": "soteria.accounts.passwords.LengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "soteria.accounts.passwords.KnownPasswordValidator"},
    {"NAME": "soteria.accounts.passwords.ContextWordsValidator"},
]
PASSWORD_RESET_TIMEOUT = 86_400  # seconds that a link to choose a password is good for
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "soteria.accounts.adapters.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "soteria.accounts.adapters.OpenIdAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300  # seconds; ASVS 7.5.1
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_FORMS = {
    "login": "soteria.accounts.forms.door.SignInForm",
    "reauthenticate": "soteria.accounts.forms.door.ConfirmPasswordForm",
    "change_password": "soteria.accounts.forms.door.ChangePasswordForm",
}
# Per account ("key") and per address; a browser that has signed in before is counted apart (accounts/devices.py).
ACCOUNT_RATE_LIMITS = {"login": "30/m/ip", "login_failed": "5/5m/key,30/5m/ip", "reauthenticate": "10/m/user"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Soteria"
MFA_TOTP_TOLERANCE = 0
MFA_FORMS = {
    "authenticate": "soteria.accounts.forms.door.SecondFactorForm",
    "reauthenticate": "soteria.accounts.forms.door.ConfirmCodeForm",
    "activate_totp": "soteria.accounts.forms.door.SetUpForm",
    "deactivate_totp": "soteria.accounts.forms.door.TakeAwayForm",
    "generate_recovery_codes": "soteria.accounts.forms.door.NewCodesForm",
    "add_webauthn": "soteria.accounts.forms.keys.AddKeyForm",
    "edit_webauthn": "soteria.accounts.forms.keys.RenameKeyForm",
    "authenticate_webauthn": "soteria.accounts.forms.keys.SecondFactorKeyForm",
    "reauthenticate_webauthn": "soteria.accounts.forms.keys.ConfirmKeyForm",
}
MFA_ADAPTER = "soteria.accounts.adapters.MfaAdapter"
SECOND_FACTOR_REQUIRED = env.flag("SECOND_FACTOR_REQUIRED", not DEMONSTRATION)
SOCIALACCOUNT_ONLY = False
SOCIALACCOUNT_AUTO_SIGNUP = False
SOCIALACCOUNT_LOGIN_ON_GET = False
OIDC_SERVER = urlparse(env.text("OIDC_SERVER_URL", ""))
OIDC_ORIGIN = f"{OIDC_SERVER.scheme}://{OIDC_SERVER.netloc}" if OIDC_SERVER.netloc else ""
# What an ID token must say for its sign-in to count as a second factor; nothing, unless the force says what it trusts.
OIDC_STRONG_ACR = env.words("OIDC_STRONG_ACR")
OIDC_STRONG_AMR = env.words("OIDC_STRONG_AMR")
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "force",
                    "name": env.text("OIDC_NAME", "Force single sign-on"),
                    "client_id": env.text("OIDC_CLIENT_ID"),
                    "secret": env.text("OIDC_CLIENT_SECRET"),
                    "settings": {"server_url": env.text("OIDC_SERVER_URL")},
                }
            ],
        }
    }
    if env.given("OIDC_SERVER_URL")
    else {}
)
# Sessions are noted once a minute by accounts.sessions; allauth would write on every page.
USERSESSIONS_TRACK_ACTIVITY = False
# In the session and not in a cookie of its own: what a message says stays on the server.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

SESSION_COOKIE_NAME = "__Host-soteria" if TLS else "soteria"
CSRF_COOKIE_NAME = "__Host-soteria-csrf" if TLS else "soteria-csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = TLS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_IDLE_SECONDS = env.number("SESSION_IDLE_MINUTES", 30) * 60
SESSION_LIFE_SECONDS = env.number("SESSION_LIFE_HOURS", 12) * 3600
SESSION_COOKIE_AGE = SESSION_LIFE_SECONDS
SESSION_EXPIRE_AT_BROWSER_CLOSE = True

# --- Headers --------------------------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = TLS
SECURE_HSTS_SECONDS = 63_072_000 if TLS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = TLS
BEHIND_PROXY = env.flag("BEHIND_PROXY", TLS)
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
# Without this, sign-in throttles would count a whole force as one address: the proxy's.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        # Browsers apply form-action to where a form's answer redirects, so single sign-on must be named.
        "form-action": [SELF, *([OIDC_ORIGIN] if OIDC_ORIGIN else [])],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}
CSRF_FAILURE_VIEW = "soteria.accounts.kept.csrf_failed"
# Where somebody who finds a hole can say so: /.well-known/security.txt (RFC 9116). A mailto: or https: address.
SECURITY_CONTACT = env.text("SECURITY_CONTACT", "mailto:security@example.org" if DEMONSTRATION else "")
# One page to leave to: neutral, fast, and gives nothing away in a history list.
EXIT_PAGE_URL = env.text("EXIT_PAGE_URL", "https://www.bbc.co.uk/weather")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 500

# --- Language, time, files ------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-gb"
USE_I18N = True
TIME_ZONE = "Europe/London"
USE_TZ = True
STATIC_URL = "static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT", str(VAR / "static")))
NODE_MODULES = BASE_DIR / "node_modules"
STATICFILES_DIRS = [BASE_DIR / "static"]
# npm's style sheets are cleaned before they are served: no GOV.UK font or crest, no source map (soteria/ui/assets.py).
VENDOR_CACHE = VAR / "vendor-assets"
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "soteria.ui.assets.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if TESTING or DEBUG
        else "soteria.ui.storage.HashedStaticFilesStorage"
    },
}
# Tests make thousands of clients, each of which would read every file before its first page.
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = TESTING
MEDIA_ROOT = VAR / "media"

# --- Work in the background -----------------------------------------------------------------------------------------
CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 1000
CELERY_TASK_TIME_LIMIT = 600
CELERY_TASK_ACCEPT_CONTENT = CELERY_ACCEPT_CONTENT = ["json"]
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 1200, "socket_timeout": 5, "socket_connect_timeout": 2}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False  # a nudge that cannot be sent is dropped: beat drains the job table anyway
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False
CELERY_TIMEZONE = "Europe/London"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR / "celerybeat-schedule")

# --- Audit ----------------------------------------------------------------------------------------------------------
AUDIT_ANCHOR_DIR = Path(env.text("AUDIT_ANCHOR_DIR", str(VAR / "anchors")))
AUDIT_SIGNING_KEY = env.text("AUDIT_SIGNING_KEY", "" if not DEMONSTRATION else "demonstration")
AUDIT_FORMER_SIGNING_KEYS = env.words("AUDIT_FORMER_SIGNING_KEYS")  # so that old anchors hold after a change of key
PGHISTORY_APPEND_ONLY = True

# --- API, e-mail, logs ----------------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["rest_framework.authentication.SessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["soteria.accounts.permissions.Declared"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {"user": "600/min"},
    "EXCEPTION_HANDLER": "soteria.accounts.api.answer",
}
SPECTACULAR_SETTINGS = {"TITLE": "Soteria", "VERSION": "1", "SERVE_INCLUDE_SCHEMA": False}
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend")
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "soteria@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    # The formatter drops tracebacks' values: exception text may quote what somebody typed (soteria/audit/logs.py).
    "formatters": {
        "plain": {"()": "soteria.audit.logs.ClassOnlyFormatter", "format": "{levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"handlers": [], "level": "ERROR", "propagate": True},
        # At INFO it writes which key was used.
        "fido2": {"handlers": [], "level": "WARNING", "propagate": True},
    },
}
GUARDIAN_MONKEY_PATCH_USER = False
GUARDIAN_RAISE_403 = False
ANONYMOUS_USER_NAME = None
SILENCED_SYSTEM_CHECKS = (
    [
        "guardian.W001",  # guardian is the record of grants, never an authentication backend (docs/adr/0003)
        "security.W004",
        "security.W008",
        "security.W012",
        "security.W016",
        "security.W021",
    ]
    if not TLS
    else ["guardian.W001"]
)
