"""The cursors that the Python CDK had before, which it still ships: their states are what older connectors left behind."""

from typing import Any, Callable, Mapping

from airbyte_cdk.legacy.sources.declarative.incremental import (
    ChildPartitionResumableFullRefreshCursor,
    CursorFactory,
    DatetimeBasedCursor,
    DeclarativeCursor,
    GlobalSubstreamCursor,
    PerPartitionCursor,
    PerPartitionWithGlobalCursor,
    ResumableFullRefreshCursor,
)
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource
from airbyte_cdk.sources.declarative.datetime.min_max_datetime import MinMaxDatetime
from airbyte_cdk.sources.declarative.partition_routers import SubstreamPartitionRouter
from airbyte_cdk.sources.types import Record, StreamSlice

from api import COMMENTS, ISO, changed, serve
from manifest import manifest


def by_time() -> DatetimeBasedCursor:
    def moment(text: str) -> MinMaxDatetime:
        return MinMaxDatetime(datetime=text, datetime_format=ISO, parameters={})

    return DatetimeBasedCursor(
        start_datetime=moment("2024-01-01T00:00:00Z"),
        end_datetime=moment("2024-01-31T00:00:00Z"),
        cursor_field="at",
        datetime_format=ISO,
        config={},
        parameters={},
    )


def by_page() -> ChildPartitionResumableFullRefreshCursor:
    return ChildPartitionResumableFullRefreshCursor(parameters={})


def posts_as_partitions(url: str) -> SubstreamPartitionRouter:
    """The router of the stream `comments`, as the Python CDK itself makes it of the manifest."""
    source = ConcurrentDeclarativeSource(None, {}, None, source_config=manifest(url))
    comments = next(stream for stream in source.streams({}) if stream.name == "comments")
    return comments.cursor._partition_router  # type: ignore[attr-defined,no-any-return]


OLDER: Mapping[str, Callable[[SubstreamPartitionRouter], DeclarativeCursor]] = {
    "per_partition": lambda router: PerPartitionCursor(CursorFactory(by_time), router),
    "global": lambda router: GlobalSubstreamCursor(by_time(), router),
    "per_partition_with_global": lambda router: PerPartitionWithGlobalCursor(
        CursorFactory(by_time), router, by_time()
    ),
    "full_refresh_of_partitions": lambda router: PerPartitionCursor(CursorFactory(by_page), router),
}


def read_older(name: str) -> Mapping[str, Any]:
    """The state that the cursor leaves behind once all comments of all posts were read."""
    with serve([]) as api:
        cursor = OLDER[name](posts_as_partitions(api.url))
        for part in cursor.stream_slices():
            for data in changed(COMMENTS[part["post_id"]], {}):
                cursor.observe(part, Record(data=data, stream_name="comments", associated_slice=part))
            cursor.close_slice(part)
        return cursor.get_stream_state()


def read_older_page() -> Mapping[str, Any]:
    cursor = ResumableFullRefreshCursor(parameters={})
    cursor.close_slice(StreamSlice(partition={}, cursor_slice={"next_page_token": 2}))
    return cursor.get_stream_state()
