"""The declarative streams: one for each kind of state that the Python CDK writes."""

from typing import Any

from api import ISO

Component = dict[str, Any]


def cursor(datetime_format: str = ISO, **more: Any) -> Component:
    """From the first to the last day of January 2024, whatever the clock says."""
    return {
        "type": "DatetimeBasedCursor",
        "cursor_field": "at",
        "datetime_format": datetime_format,
        "start_datetime": {"type": "MinMaxDatetime", "datetime": "2024-01-01T00:00:00Z", "datetime_format": ISO},
        "end_datetime": {"type": "MinMaxDatetime", "datetime": "2024-01-31T00:00:00Z", "datetime_format": ISO},
        "start_time_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "since"},
        "end_time_option": {"type": "RequestOption", "inject_into": "request_parameter", "field_name": "until"},
        **more,
    }


def in_steps(days: int, **more: Any) -> Component:
    return cursor(step=f"P{days}D", cursor_granularity="PT1S", **more)


def stream(
    url: str, name: str, path: str, sync: Component | None = None, router: Any = None, **more: Any
) -> Component:
    style = (sync or {}).get("datetime_format", ISO)
    parameters = {} if style == ISO else {"format": style}
    return {
        "type": "DeclarativeStream",
        "name": name,
        "primary_key": ["id"],
        "schema_loader": {"type": "InlineSchemaLoader", "schema": {"type": "object", "properties": {}}},
        "retriever": {
            "type": "SimpleRetriever",
            "requester": {
                "type": "HttpRequester",
                "url_base": url,
                "path": path,
                "http_method": "GET",
                "request_parameters": parameters,
            },
            "record_selector": {
                "type": "RecordSelector",
                "extractor": {"type": "DpathExtractor", "field_path": ["items"]},
            },
            **({"partition_router": router} if router else {}),
        },
        **({"incremental_sync": sync} if sync else {}),
        **more,
    }


def children_of(parent: Component, field: str, **more: Any) -> Component:
    return {
        "type": "SubstreamPartitionRouter",
        "parent_stream_configs": [
            {"type": "ParentStreamConfig", "stream": parent, "parent_key": "id", "partition_field": field, **more}
        ],
    }


def regions(*values: str) -> Component:
    return {"type": "ListPartitionRouter", "values": list(values), "cursor_field": "region"}


LEGACY = {"type": "LegacyToPerPartitionStateMigration"}


def streams(url: str) -> list[Component]:
    posts = stream(url, "posts", "/posts", cursor())
    of_posts = children_of(posts, "post_id", incremental_dependency=True)
    comments_path = "/posts/{{ stream_partition.post_id }}/comments"
    comments = stream(url, "comments", comments_path, cursor(), of_posts)
    plain_posts = stream(url, "posts", "/posts")
    of_plain_posts = children_of(plain_posts, "post_id")
    orders_path = "/regions/{{ stream_partition.region }}/orders"
    formats = {"epoch": "%s", "float": "%s_as_float", "ms": "%ms", "us": "%epoch_microseconds", "day": "%d/%m/%Y"}
    return [
        stream(url, "events", "/events", in_steps(10)),
        stream(url, "events_lookback", "/events", cursor(lookback_window="P2D")),
        *(stream(url, f"events_{name}", "/events", cursor(style)) for name, style in formats.items()),
        stream(url, "events_full_refresh", "/events"),
        stream(
            url,
            "counts",
            "/counts",
            {"type": "IncrementingCountCursor", "cursor_field": "sequence", "start_value": 0},
        ),
        stream(url, "orders", orders_path, cursor(), regions("eu", "us")),
        stream(url, "orders_in_steps", orders_path, in_steps(10), regions("eu", "us")),
        stream(url, "plain_comments", comments_path, cursor(), of_plain_posts),
        comments,
        stream(
            url,
            "replies",
            "/comments/{{ stream_partition.comment_id }}/replies",
            cursor(),
            children_of(comments, "comment_id", incremental_dependency=True),
        ),
        stream(
            url,
            "orders_by_post",
            orders_path,
            cursor(),
            [regions("eu"), of_plain_posts],
        ),
        stream(url, "comments_global", comments_path, cursor(global_substream_cursor=True), of_posts),
        stream(
            url,
            "comments_grouped",
            "/posts/{{ stream_partition.post_id[0] }}/comments",
            cursor(),
            {"type": "GroupingPartitionRouter", "group_size": 2, "underlying_partition_router": of_plain_posts},
        ),
        stream(url, "comments_legacy", comments_path, cursor(), of_plain_posts, state_migrations=[LEGACY]),
        stream(
            url,
            "orders_legacy",
            orders_path,
            cursor(),
            {
                "type": "UnionPartitionRouter",
                "partition_field": "region",
                "partition_routers": [regions("eu"), regions("us")],
            },
            state_migrations=[LEGACY],
        ),
    ]


def manifest(url: str) -> Component:
    return {
        "version": "7.0.0",
        "type": "DeclarativeSource",
        "check": {"type": "CheckStream", "stream_names": ["events"]},
        "streams": streams(url),
        "spec": {
            "type": "Spec",
            "connection_specification": {"type": "object", "properties": {}, "additionalProperties": True},
        },
    }
