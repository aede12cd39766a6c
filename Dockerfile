FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.txt ./
RUN python -m venv /app && /app/bin/pip install --no-cache-dir --require-hashes -r requirements.txt
COPY pyproject.toml README.md LICENSE ./
COPY platform platform
COPY matching matching
COPY search search
COPY cms cms
RUN /app/bin/pip install --no-cache-dir --no-deps --no-build-isolation .

FROM python:3.13-slim
RUN useradd --system --create-home renkei && mkdir /data && chown renkei /data
COPY --from=build /app /app
COPY regions /regions
ENV PATH=/app/bin:$PATH DJANGO_SETTINGS_MODULE=config.settings.production \
    DATA=/data REGION_DIR=/regions/yamaguchi PYTHONUNBUFFERED=1
USER renkei
EXPOSE 8000
CMD ["gunicorn", "--config", "python:config.gunicorn_production", "config.wsgi"]
