"""Read rows of several models in one question, and give them back as the models that a query each would have given.

A page that shows a little of many kinds asks the database once, whichever apps add to it.
"""

import json
from collections.abc import Callable, Hashable, Mapping
from functools import partial
from typing import Any

from django.db.models import Model, QuerySet

from soteria import prepared

Builds = Mapping[str, Callable[[], QuerySet[Any]]]


def gather(key: Hashable, builds: Builds, **values: Any) -> dict[str, list[Any]]:
    """The instances of each query, by its name, with what the query selects as related. 1 query.

    The queries are written once under `key`, as `prepared` says, so they must be the same whenever it is asked;
    `values` fill their slots.
    """
    ((*texts,),) = prepared.ask(key, partial(_write, builds), values) or [()]
    shapes = {name: _shape(key, name, build) for name, build in builds.items()}
    return {name: _instances(shapes[name], text) for name, text in zip(builds, texts, strict=True)}


Shape = tuple[type[Model], tuple[str, ...]]
_SHAPES: dict[Hashable, Shape] = {}


def _shape(key: Hashable, name: str, build: Callable[[], QuerySet[Any]]) -> Shape:
    """The model of a query and what it selects as related."""
    if (key, name) not in _SHAPES:
        query = build()
        _SHAPES[key, name] = (query.model, _related(query))
    return _SHAPES[key, name]


def _related(query: QuerySet[Any]) -> tuple[str, ...]:
    asked = query.query.select_related
    return tuple(asked) if isinstance(asked, dict) else ()


def _write(builds: Builds) -> prepared.Written:
    parts = [prepared.written(_columns(build())) for build in builds.values()]
    drawn = [f"(SELECT coalesce(json_agg(q), '[]') FROM ({sql}) q)" if sql else "'[]'::json" for sql, _ in parts]  # noqa: S608 - the ORM wrote it
    return f"SELECT {', '.join(drawn)}", tuple(param for _, params in parts for param in params)


def _columns(query: QuerySet[Any]) -> QuerySet[Any]:
    fields = [field.attname for field in query.model._meta.concrete_fields]
    for name in _related(query):
        there = query.model._meta.get_field(name).related_model
        fields += [f"{name}__{field.attname}" for field in there._meta.concrete_fields]
    return query.select_related(None).values(*fields)


def _instances(shape: Shape, found: Any) -> list[Any]:
    model, related = shape
    rows = json.loads(found) if isinstance(found, str) else found
    return [_whole(model, related, row) for row in rows]


def _whole(model: type[Model], related: tuple[str, ...], row: Mapping[str, Any]) -> Any:
    whole = _instance(model, row)
    for name in related:
        field: Any = model._meta.get_field(name)
        there = field.related_model
        # A reverse one-to-one that is not there is kept as None, as select_related keeps it.
        other = _instance(there, row, f"{name}__") if row[f"{name}__{there._meta.pk.attname}"] is not None else None
        field.set_cached_value(whole, other)
        if other is not None and field.one_to_one and field.auto_created:
            field.remote_field.set_cached_value(other, whole)
    return whole


def _instance(model: type[Model], row: Mapping[str, Any], prefix: str = "") -> Any:
    fields = model._meta.concrete_fields
    values = [field.to_python(row[prefix + field.attname]) for field in fields]
    return model.from_db("default", [field.attname for field in fields], values)
