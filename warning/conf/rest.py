"""Settings of the REST API: tokens, paging, problem details, the OpenAPI document."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

KNOX_TOKEN_MODEL = "warning.ApiToken"  # noqa: S105 # nosec B105 - a model's name

REST_KNOX: dict[str, Any] = {
    "SECURE_HASH_ALGORITHM": "hashlib.sha512",
    "TOKEN_TTL": timedelta(days=90),
    "TOKEN_MODEL": KNOX_TOKEN_MODEL,
    "TOKEN_PREFIX": "ewrm_",  # nosec B105
    "AUTH_HEADER_PREFIX": "Token",
    "AUTO_REFRESH": False,
}

REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "warning.api.authentication.ScopedTokenAuthentication",
        "warning.api.authentication.PageSessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["warning.api.permissions.ScopePermission"],
    "DEFAULT_RENDERER_CLASSES": ["warning.api.renderers.FastJSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["warning.api.parsers.StrictJSONParser"],
    "DEFAULT_PAGINATION_CLASS": "warning.api.paging.Cursor",
    "DEFAULT_SCHEMA_CLASS": "warning.api.schema.EndpointSchema",
    "EXCEPTION_HANDLER": "warning.api.problems.problem_details",
    "URL_FORMAT_OVERRIDE": "format",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
    "COERCE_DECIMAL_TO_STRING": False,
}

SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": "Early Warning Risk Matrix",
    "DESCRIPTION": "Scores, observations, runs and their lineage. The index is not a probability.",
    "VERSION": "1.0.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    # Two shapes may have a field of the same name with other choices: each gets a name of its own.
    "ENUM_NAME_OVERRIDES": {
        "JobStateEnum": ["queued", "running", "done", "failed", "cancelled"],
        "SourceStateEnum": ["never", "fresh", "late", "dead"],
        "FactorStateEnum": "indicators.api.heatmap_shapes.LOOKS",
        "LevelStateEnum": ["scored", "not_rated", "not_watched"],
        "ScoreStatusEnum": "indicators.api.score_shapes.STATUSES",
        "RowStatusEnum": "indicators.api.heatmap_shapes.ROW_LOOKS",
        "CountryKindEnum": ["state", "territory", "dissolved", "disputed"],
        "JudgementKindEnum": ["adjustment", "expert_score"],
    },
}
