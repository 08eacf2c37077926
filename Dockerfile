# One image for web, worker, clock and set-up; the command chooses. See docs/operations.md.

FROM python:3.13-slim-bookworm AS build
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1 PYTHONDONTWRITEBYTECODE=1
WORKDIR /app
RUN python -m venv /app/.venv
COPY requirements.lock .
RUN /app/.venv/bin/pip install --no-deps --require-hashes --only-binary :all: -r requirements.lock
COPY . .
RUN /app/.venv/bin/python scripts/assets.py \
    && /app/.venv/bin/python scripts/messages.py compile \
    && VAR_DIR=/app/state /app/.venv/bin/python manage.py collectstatic --no-input --verbosity 0 \
    && mv /app/state/static /app/collected && rm -rf /app/state /app/.venv/share

FROM python:3.13-slim-bookworm
LABEL org.opencontainers.image.title="Early Warning Risk Matrix" \
      org.opencontainers.image.licenses="EUPL-1.2"
ENV PATH=/app/.venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 \
    DEPLOYMENT=production VAR_DIR=/state STATIC_ROOT=/app/collected WEB_BIND=0.0.0.0:8000
RUN groupadd --gid 10001 ewrm && useradd --uid 10001 --gid ewrm --no-create-home --shell /usr/sbin/nologin ewrm \
    && install -d -o ewrm -g ewrm -m 0700 /state
COPY --from=build --chown=root:root /app /app
WORKDIR /app
USER ewrm
VOLUME /state
EXPOSE 8000
# Refuses to start on a bad combination of settings, or on servers that would lose what they acknowledge.
ENTRYPOINT ["/app/scripts/start"]
CMD ["web"]
