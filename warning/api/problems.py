"""Problem details (RFC 9457): every refusal names the field, a code, the value and what to do about it."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied as DjangoDenied
from django.core.exceptions import ValidationError as DjangoInvalid
from django.http import Http404, HttpResponse
from rest_framework import exceptions

from countries.params import ParamErrors
from warning.api.permissions import Missing
from warning.api.renderers import to_json

MEDIA_TYPE = "application/problem+json"
Fields = list[dict[str, str]]


def problem(status: int, code: str, detail: str, errors: Fields | None = None) -> HttpResponse:
    """A problem as a response.

    Args:
        code: for programs; `detail` is for people.
        errors: dicts of field, code, value, message, remedy.
    """
    body: dict[str, Any] = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "code": code,
        "detail": detail,
        "errors": errors or [],
    }
    return HttpResponse(to_json(body), status=status, content_type=MEDIA_TYPE)


def field(name: str, code: str, value: object, message: str, remedy: str) -> dict[str, str]:
    """One entry of `errors`."""
    parts = {"field": name, "code": code, "value": str(value)[:80], "message": message, "remedy": remedy}
    # Half of a surrogate pair is no text: what came in broken goes back spelt out.
    return {key: text.encode("utf-8", "backslashreplace").decode() for key, text in parts.items()}


def problem_details(exc: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: the problem of an exception; None for what is our own fault (500)."""
    if isinstance(exc, ParamErrors):
        listed = [field(e.field, e.code, e.value, e.message, e.remedy) for e in exc.errors]
        return problem(400, "invalid_parameters", "Some parameters were refused; nothing was done.", listed)
    if isinstance(exc, Http404):
        exc = exceptions.NotFound(str(exc) or None)
    elif isinstance(exc, DjangoDenied):
        exc = exceptions.PermissionDenied(str(exc) or None)
    elif isinstance(exc, DjangoInvalid):
        exc = exceptions.ValidationError(exc.messages, code=getattr(exc, "code", None) or "invalid")
    if not isinstance(exc, exceptions.APIException):
        return None
    request = context["request"]
    response = _of(exc, request, context.get("kwargs") or {})
    if getattr(exc, "auth_header", None):
        response["WWW-Authenticate"] = exc.auth_header  # type: ignore[attr-defined]
    if getattr(exc, "wait", None):
        response["Retry-After"] = str(int(exc.wait))  # type: ignore[attr-defined]
    return response


def _of(exc: exceptions.APIException, request: Any, kwargs: dict[str, Any]) -> HttpResponse:
    detail = str(exc.detail)
    code = str(exc.get_codes()) if isinstance(exc.detail, str) else "invalid"
    match exc:
        case exceptions.ValidationError():
            code, detail = "invalid_body", "Some fields were refused; nothing was done."
            listed = _fields(exc, request)
        case exceptions.ParseError():
            code = "malformed_body"
            listed = [field("body", code, "", detail, "Send one JSON object.")]
        case exceptions.NotAuthenticated() | exceptions.AuthenticationFailed():
            remedy = "Send the header Authorization: Token <your key>, or log in."
            listed = [field("Authorization", code, "", detail, remedy)]
        case exceptions.PermissionDenied():
            listed = [_denied(exc, detail, code)]
        case exceptions.NotFound():
            remedy = "Take the address from a list; what you may not see is not there."
            listed = [field(name, code, value, "Nothing has this key.", remedy) for name, value in kwargs.items()]
        case _:
            listed = [_protocol(exc, request, detail, code)]
    return problem(exc.status_code, code, detail, listed)


def _denied(exc: exceptions.PermissionDenied, detail: str, code: str) -> dict[str, str]:
    """A declared right that is missing; a login without its form's token; or an action's own rule."""
    if isinstance(exc, Missing):
        return field(exc.kind, code, exc.name, detail, exc.remedy)
    if detail.startswith("CSRF"):
        return field("X-CSRFToken", "csrf", "", detail, "Send the form token of a page, or an API token instead.")
    return field("permission", code, "", detail, "An administrator can give you a role that has it.")


def _protocol(exc: exceptions.APIException, request: Any, detail: str, code: str) -> dict[str, str]:
    match exc:
        case exceptions.MethodNotAllowed():
            return field("method", code, request.method, detail, "See the header Allow.")
        case exceptions.NotAcceptable():
            known = ", ".join(renderer.media_type for renderer in exc.available_renderers or ())
            return field("Accept", code, request.headers.get("Accept", ""), detail, f"Accept one of: {known}.")
        case exceptions.UnsupportedMediaType():
            return field("Content-Type", code, request.content_type or "", detail, "Send application/json.")
        case exceptions.Throttled():
            return field("rate", code, "", detail, "Wait for the seconds of the header Retry-After.")
    remedy = getattr(exc, "remedy", "Look again: it has changed meanwhile.")
    return field(getattr(exc, "field", "state"), code, getattr(exc, "value", ""), detail, remedy)


def _fields(exc: exceptions.ValidationError, request: Any) -> Fields:
    data = request.data if isinstance(request.data, dict) else {}
    return _flat(exc.get_full_details(), data, "")


def _flat(details: Any, value: Any, path: str) -> Fields:
    """Serializer errors, however nested, as one flat list of named fields."""
    if isinstance(details, dict) and set(details) == {"message", "code"}:
        message = str(details["message"])
        return [field(path or "body", str(details["code"]), _shown(value), message, _remedy(str(details["code"])))]
    if isinstance(details, list):
        return [entry for part in details for entry in _flat(part, value, path)]
    found: Fields = []
    for name, part in details.items():
        inner = value.get(name) if isinstance(value, dict) else None
        whole = name == "non_field_errors"
        found += _flat(part, value if whole else inner, path if whole else f"{path}.{name}".lstrip("."))
    return found


def _shown(value: Any) -> str:
    return "" if value is None or isinstance(value, dict) else str(value)


def _remedy(code: str) -> str:
    return {
        "required": "Send this field.",
        "null": "Send a value, not null.",
        "blank": "Send a value, not an empty text.",
        "unknown_field": "Leave this field out.",
        "invalid_choice": "Use one of the values of the documentation.",
    }.get(code, "See the field in the documentation at /api/docs/.")
