"""GET /api/v1/openapi.json: OpenAPI 3.1, made from the services that the town has published."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from laufzettel import packages
from laufzettel.catalogue import api as catalogue
from laufzettel.kernel.dates import local_date
from laufzettel.kernel.errors import NotFound
from laufzettel.packages import Package
from laufzettel.platform import api as platform
from laufzettel.rest.access import town_of
from laufzettel.rest.problem import endpoint
from laufzettel.rest.services import read_in

Raw = dict[str, Any]

VERSION = "1.0.0"
_TEXT: Raw = {"type": "string"}
_MOMENT: Raw = {"type": "string", "format": "date-time"}
_ANY: Raw = {"type": "object"}
_URL: Raw = {"type": "string", "format": "uri"}


@endpoint("GET")
def document(request: HttpRequest) -> HttpResponse:
    """Describe every address of this interface, with the form of every service."""
    town = town_of(request)
    today = local_date(platform.now())
    base = request.build_absolute_uri(reverse("rest:openapi")).removesuffix("/openapi.json")
    return JsonResponse(describe(_published(town.key, today), title=f"Laufzettel, {town.name}", base=base, on=today))


def _published(municipality: str, today: date) -> list[Package]:
    found = []
    for card in catalogue.list_services(municipality, on=today):
        try:
            package = catalogue.get_published(municipality, card.key, today).package if card.online else None
        except NotFound:
            continue
        if package is not None:
            found.append(read_in(package))
    return found


def describe(services: list[Package], *, title: str, base: str, on: date) -> Raw:
    """Return the OpenAPI document for these services; `on` decides which values of code lists are named."""
    names = {package.key: _name(package.key) for package in services}
    forms = {}
    for package in services:
        schema = packages.answers_schema(package, on=on)
        forms[names[package.key]] = {key: part for key, part in schema.items() if key not in ("$schema", "$id")}
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION},
        "servers": [{"url": base}],
        "paths": {
            "/token": {"post": _token()},
            "/services": {"get": _get("listServices", "The services that can be used online", _ref("Services"))},
            "/services/{key}": {"get": _get("getService", "One service", _ref("Service"), _KEY)},
            "/services/{key}/schema": {
                "get": _get("getSchema", "JSON Schema of the answers", _ANY, _KEY, "application/schema+json")
            },
            **{
                f"/services/{package.key}/submissions": {"post": _submit(package, names[package.key])}
                for package in services
            },
            "/submissions/{reference}": {
                "get": _get("getSubmission", "How far a submission is", _ref("Status"), _REFERENCE, scope=True)
            },
            "/submissions/{reference}/receipt": {
                "get": _get("getReceipt", "The sealed copy", _TEXT, _REFERENCE, "application/pdf", scope=True)
            },
        },
        "components": {
            "schemas": {**_SCHEMAS, **forms},
            "securitySchemes": {
                "client": {
                    "type": "oauth2",
                    "flows": {"clientCredentials": {"tokenUrl": f"{base}/token", "scopes": {}}},
                }
            },
            "responses": {"problem": {"description": "What is not right", "content": _content(
                _ref("Problem"), "application/problem+json"
            )}},
        },
    }  # fmt: skip


def _name(key: str) -> str:
    return "Form_" + key.replace("-", "_")


def _ref(name: str) -> Raw:
    return {"$ref": f"#/components/schemas/{name}"}


def _content(schema: Raw, media_type: str = "application/json") -> Raw:
    return {media_type: {"schema": schema}}


_KEY: Raw = {"name": "key", "in": "path", "required": True, "schema": _TEXT}
_REFERENCE: Raw = {"name": "reference", "in": "path", "required": True, "schema": _TEXT}
_ANSWER: Raw = {"default": {"$ref": "#/components/responses/problem"}}


def _get(
    name: str, summary: str, schema: Raw, parameter: Raw | None = None, media_type: str = "application/json",
    *, scope: bool = False,
) -> Raw:  # fmt: skip
    return {
        "operationId": name,
        "summary": summary,
        **({"parameters": [parameter]} if parameter else {}),
        **({"security": [{"client": []}]} if scope else {}),
        "responses": {"200": {"description": summary, "content": _content(schema, media_type)}, **_ANSWER},
    }


def _token() -> Raw:
    fields = {"grant_type": {"const": "client_credentials"}, "client_id": _TEXT, "client_secret": _TEXT}
    asked: Raw = {"type": "object", "properties": fields, "required": ["grant_type"]}
    given: Raw = {"access_token": _TEXT, "token_type": {"const": "Bearer"}, "expires_in": {"type": "integer"}}
    return {
        "operationId": "getToken",
        "summary": "A token for a client (RFC 6749, section 4.4)",
        "requestBody": {"required": True, "content": _content(asked, "application/x-www-form-urlencoded")},
        "responses": {
            "200": {"description": "The token", "content": _content({"type": "object", "properties": given})},
            **_ANSWER,
        },
    }


def _submit(package: Package, form: str) -> Raw:
    declarations = [item.key for item in package.form.declarations]
    application: Raw = {
        "type": "object",
        "properties": {
            "answers": _ref(form),
            "declarations": {"type": "array", "items": {"enum": declarations} if declarations else _TEXT},
            "attachments": {"type": "array", "items": _ref("Attachment")},
        },
        "required": ["answers"],
        "additionalProperties": False,
    }
    multipart: Raw = {
        "type": "object",
        "properties": {"application": application},
        "required": ["application"],
        "additionalProperties": {"type": "string", "format": "binary"},
    }
    return {
        "operationId": f"submit_{_name(package.key).removeprefix('Form_')}",
        "summary": package.manifest.title,
        "description": package.manifest.summary,
        "security": [{"client": []}],
        "parameters": [{"name": "Idempotency-Key", "in": "header", "schema": {"type": "string", "maxLength": 120}}],
        "requestBody": {
            "required": True,
            "content": {**_content(application), **_content(multipart, "multipart/form-data")},
        },
        "responses": {"201": {"description": "Received", "content": _content(_ref("Receipt"))}, **_ANSWER},
    }


def _object(**properties: Raw) -> Raw:
    return {"type": "object", "properties": properties, "required": list(properties)}


_VERSIONS: Raw = {"type": "array", "items": _object(package=_TEXT, version=_TEXT, valid_from=_TEXT)}
_SCHEMAS: Raw = {
    "Attachment": {
        **_object(
            path={"type": "string", "description": "JSON pointer below the answers: /hunde/0/nachweis"},
            filename=_TEXT,
            content={"type": "string", "contentEncoding": "base64"},
        ),
        "additionalProperties": False,
    },
    "Services": _object(
        services={"type": "array", "items": _object(key=_TEXT, title=_TEXT, summary=_TEXT, fee=_TEXT, url=_URL)}
    ),
    "Service": _object(
        key=_TEXT, title=_TEXT, summary=_TEXT, version=_TEXT, package=_TEXT, versions=_VERSIONS,
        level_of_assurance=_TEXT, fee=_TEXT,
        schema=_URL, submissions=_URL,
    ),
    "Receipt": _object(
        reference=_TEXT,
        access_code={"type": "string", "description": "Opens the matter for the person. Hand it over and forget it."},
        received_at=_MOMENT,
        package=_TEXT,
        sha256=_TEXT,
        dropped={"type": "array", "items": _TEXT},
        missing_evidence={"type": "array", "items": _TEXT},
        links=_object(status=_URL, receipt=_URL, citizen=_URL),
    ),
    "Status": _object(
        reference=_TEXT, service=_TEXT, package=_TEXT, received_at=_MOMENT, sha256=_TEXT, state=_TEXT,
        state_label=_TEXT,
    ),
    "Problem": _object(
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
    )
    | {
        "properties": {
            "type": _TEXT,
            "title": _TEXT,
            "status": {"type": "integer"},
            "problems": {"type": "array", "items": _object(pointer=_TEXT, message=_TEXT)},
        }
    },
}  # fmt: skip
