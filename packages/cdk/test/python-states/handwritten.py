"""What no manifest can make: streams whose full refresh can be resumed, and cursors that write ranges."""

import copy
import logging
from datetime import timedelta
from typing import Any, Iterable, Mapping

import requests
from airbyte_cdk.models import AirbyteMessage
from airbyte_cdk.sources import AbstractSource
from airbyte_cdk.sources.connector_state_manager import ConnectorStateManager
from airbyte_cdk.sources.message import InMemoryMessageRepository
from airbyte_cdk.sources.streams import Stream
from airbyte_cdk.sources.streams.concurrent.cursor import ConcurrentCursor, CursorField
from airbyte_cdk.sources.streams.concurrent.partitions.partition import Partition
from airbyte_cdk.sources.streams.concurrent.state_converters.abstract_stream_state_converter import (
    AbstractStreamStateConverter,
)
from airbyte_cdk.sources.streams.concurrent.state_converters.datetime_stream_state_converter import (
    EpochValueConcurrentStreamStateConverter,
    IsoMillisConcurrentStreamStateConverter,
)
from airbyte_cdk.sources.streams.http import HttpStream, HttpSubStream
from airbyte_cdk.sources.types import Record, StreamSlice

from api import EVENTS, Request, january


class ApiStream(HttpStream):
    primary_key = "id"
    url_base = ""

    def __init__(self, url: str, **more: Any) -> None:
        self.url_base = url  # type: ignore[misc]
        super().__init__(**more)

    def get_json_schema(self) -> Mapping[str, Any]:
        return {}

    def next_page_token(self, response: requests.Response) -> Mapping[str, Any] | None:
        return None

    def parse_response(self, response: requests.Response, **_: Any) -> Iterable[Mapping[str, Any]]:
        yield from response.json()["items"]


class Posts(ApiStream):
    def path(self, **_: Any) -> str:
        return "/posts"


class Pages(ApiStream):
    def path(self, **_: Any) -> str:
        return "/pages"

    def request_params(self, next_page_token: Mapping[str, Any] | None = None, **_: Any) -> Mapping[str, Any]:
        return next_page_token or {"page": 1}

    def next_page_token(self, response: requests.Response) -> Mapping[str, Any] | None:
        page = int(response.request.url.split("page=")[1])
        return {"page": page + 1} if page < 3 else None


class PagesOfPosts(HttpSubStream, Pages):
    def path(self, stream_slice: Mapping[str, Any] | None = None, **_: Any) -> str:
        return f"/posts/{stream_slice['parent']['id']}/pages"

    def stream_slices(self, **more: Any) -> Iterable[Mapping[str, Any]]:
        # By itself the whole record of the parent is the partition.
        for part in super().stream_slices(**more):
            yield {"parent": {"id": part["parent"]["id"]}}


class HandwrittenSource(AbstractSource):
    def __init__(self, url: str) -> None:
        self._url = url

    def check_connection(self, logger: logging.Logger, config: Mapping[str, Any]) -> tuple[bool, Any]:
        return True, None

    def streams(self, config: Mapping[str, Any]) -> list[Stream]:
        return [Pages(self._url), PagesOfPosts(url=self._url, parent=Posts(self._url))]


class Window(Partition):
    """A slice of `ranges`, as a partition that the cursor can close."""

    def __init__(self, part: StreamSlice) -> None:
        self._part = part

    def read(self) -> Iterable[Record]:
        return []

    def to_slice(self) -> StreamSlice:
        return self._part

    def stream_name(self) -> str:
        return "ranges"

    def __hash__(self) -> int:
        return hash(str(self._part))


SECOND = timedelta(seconds=1)

# Concurrent streams that write `date-range`. Ranges that are a second apart touch, but for the last of them.
RANGES: Mapping[str, AbstractStreamStateConverter] = {
    "ranges": IsoMillisConcurrentStreamStateConverter(is_sequential_state=False, cursor_granularity=SECOND),
    "ranges_epoch": EpochValueConcurrentStreamStateConverter(is_sequential_state=False),
    "ranges_by_millisecond": IsoMillisConcurrentStreamStateConverter(is_sequential_state=False),
}


def read_ranges(
    stream: str, state: Mapping[str, Any] | None, broken: list[str]
) -> tuple[list[Mapping[str, Any]], list[Request]]:
    """Reads EVENTS in windows of ten days as a concurrent stream does: each window that is not broken is closed."""
    messages = InMemoryMessageRepository()
    converter = RANGES[stream]
    cursor = ConcurrentCursor(
        stream_name=stream,
        stream_namespace=None,
        stream_state=copy.deepcopy(dict(state or {})),
        message_repository=messages,
        connector_state_manager=ConnectorStateManager(),
        connector_state_converter=converter,
        cursor_field=CursorField("at"),
        slice_boundary_fields=("since", "until"),
        start=january(1),
        end_provider=lambda: january(31),
        slice_range=timedelta(days=10),
        cursor_granularity=SECOND,
    )
    asked = []
    for part in list(cursor.stream_slices()):
        since, until = (converter.parse_value(part[name]) for name in ("since", "until"))
        asked.append(Request("/ranges", {"since": part["since"], "until": part["until"]}))
        if any(text in str(part["since"]) for text in broken):
            continue
        for record, day in EVENTS:
            if since <= january(day) <= until:
                data = {**record, "at": converter.output_format(january(day))}
                cursor.observe(Record(data=data, stream_name=stream, associated_slice=part))
        cursor.close_partition(Window(part))
    cursor.ensure_at_least_one_state_emitted()
    return [state_of(message) for message in messages.consume_queue()], asked


def state_of(message: AirbyteMessage) -> dict[str, Any]:
    return dict(message.state.stream.stream_state.__dict__)
