"""The document by which Google's own client libraries learn how to call us, made from the messages themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, get_args, get_origin

import msgspec
from msgspec import Struct

from service.doors.perspective_wire import Analyze, Analyzed, Suggest, Suggested

NAME, VERSION = "commentanalyzer", "v1alpha1"
_TYPES: Mapping[Any, dict[str, Any]] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer", "format": "int32"},
    float: {"type": "number", "format": "float"},
}
_PARAMETERS = {
    "key": "API key, mk_….",
    "alt": "Data format for response; always json.",
    "fields": "Selector specifying which fields to include in a partial response; all are.",
    "prettyPrint": "Returns response with indentations and line breaks.",
    "quotaUser": "Not used.",
    "$.xgafv": "V1 error format; not used.",
    "access_token": "Not used.",
    "callback": "Not used.",
    "oauth_token": "Not used.",
    "uploadType": "Not used.",
    "upload_protocol": "Not used.",
}


def document(root: str) -> Mapping[str, Any]:
    """The discovery document of a service at *root* ("https://comments.example/")."""
    return {
        "kind": "discovery#restDescription",
        "discoveryVersion": "v1",
        "id": f"{NAME}:{VERSION}",
        "name": NAME,
        "version": VERSION,
        "title": "Perspective Comment Analyzer API, as answered by moderation",
        "protocol": "rest",
        "rootUrl": root,
        "baseUrl": root,
        "basePath": "",
        "servicePath": "",
        "batchPath": "batch",
        "version_module": True,
        "parameters": {name: _parameter(told) for name, told in _PARAMETERS.items()},
        "schemas": dict(_schemas(Analyze, Analyzed, Suggest, Suggested)),
        "resources": {
            "comments": {
                "methods": {
                    "analyze": _method("analyze", Analyze, Analyzed),
                    "suggestscore": _method("suggestscore", Suggest, Suggested),
                }
            }
        },
    }


def _parameter(told: str) -> Mapping[str, str]:
    return {"type": "string", "location": "query", "description": told}


def _method(name: str, asked: type[Struct], told: type[Struct]) -> Mapping[str, Any]:
    path = f"{VERSION}/comments:{name}"
    return {
        "id": f"{NAME}.comments.{name}",
        "path": path,
        "flatPath": path,
        "httpMethod": "POST",
        "parameters": {},
        "parameterOrder": [],
        "request": {"$ref": asked.__name__},
        "response": {"$ref": told.__name__},
    }


def _schemas(*kinds: type[Struct]) -> Iterator[tuple[str, Any]]:
    """The schemas of *kinds* and of all that is in them; one may come twice."""
    for kind in kinds:
        fields = msgspec.structs.fields(kind)
        inner = [one for field in fields for one in _inside(field.type)]
        properties = {field.encode_name: _schema(field.type) for field in fields}
        yield (
            kind.__name__,
            {"id": kind.__name__, "type": "object", "description": kind.__doc__, "properties": properties},
        )
        yield from _schemas(*inner)


def _inside(kind: Any) -> Iterator[type[Struct]]:
    if isinstance(kind, type) and issubclass(kind, Struct):
        yield kind
    for part in get_args(kind):
        yield from _inside(part)


def _schema(kind: Any) -> dict[str, Any]:
    origin, args = get_origin(kind), get_args(kind)
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema(args[1])}
    if origin is list:
        return {"type": "array", "items": _schema(args[0])}
    inner = next(_inside(kind), None)
    return dict(_TYPES[kind]) if inner is None else {"$ref": inner.__name__}
