# Soteria's image: the same code in four parts (web, worker, beat, migrate). Build: docker compose build
FROM node:22-slim AS assets
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund

FROM python:3.11-slim AS packages
COPY requirements/base.txt /tmp/base.txt
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /tmp/base.txt

FROM python:3.11-slim
# What WeasyPrint loads at run time, and a font for it to print with.
RUN apt-get update \
 && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-liberation \
 && rm -rf /var/lib/apt/lists/* \
 && useradd --system --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin soteria \
 && install -d -o soteria -g soteria -m 0700 /var/lib/soteria
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    DEMONSTRATION=no \
    SOTERIA_VAR=/var/lib/soteria \
    STATIC_ROOT=/srv/static
WORKDIR /app
COPY --from=packages /venv /venv
COPY --from=assets /app/node_modules node_modules
COPY manage.py ./
COPY soteria soteria
COPY cases cases
COPY victims victims
COPY suspects suspects
COPY orders orders
COPY performance performance
COPY templates templates
COPY static static
# The demonstration loads this export; outside the demonstration it is never read.
COPY tests/data/rms tests/data/rms
# Static files are the same for every deployment, so they are collected here and owned by root.
RUN DEMONSTRATION=yes python manage.py collectstatic --no-input --verbosity 0
USER soteria
EXPOSE 8000
CMD ["gunicorn", "soteria.wsgi:application", "--bind", "0.0.0.0:8000", "--worker-class", "gthread", \
     "--workers", "2", "--threads", "4", "--timeout", "60", "--graceful-timeout", "25", \
     "--worker-tmp-dir", "/dev/shm", "--no-control-socket", "--config", "python:soteria.serving"]
