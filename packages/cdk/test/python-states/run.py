"""Reads one stream with the real Python CDK, from a state, and tells what it asked for and what it left behind."""

import logging
from dataclasses import dataclass
from typing import Any, Mapping

from airbyte_cdk.models import (
    AirbyteStateBlob,
    AirbyteStateMessage,
    AirbyteStateType,
    AirbyteStreamState,
    ConfiguredAirbyteCatalogSerializer,
    StreamDescriptor,
)
from airbyte_cdk.models import Type as MessageType
from airbyte_cdk.sources import Source
from airbyte_cdk.sources.declarative.concurrent_declarative_source import ConcurrentDeclarativeSource
from airbyte_cdk.sources.declarative.incremental import ConcurrentPerPartitionCursor

from airbyte_cdk.utils import AirbyteTracedException

from api import Request, serve
from handwritten import RANGES, HandwrittenSource, read_ranges, state_of
from manifest import manifest

HANDWRITTEN = ["pages", "pages_of_posts"]


@dataclass
class Outcome:
    requests: list[Request]
    states: list[Mapping[str, Any]]


def run(
    stream: str,
    state: Mapping[str, Any] | None = None,
    broken: list[str] | None = None,
    partition_limit: int = 10_000,
) -> Outcome:
    """`broken` requests fail; above `partition_limit` the Python CDK keeps one cursor for all partitions."""
    if stream in RANGES:
        states, requests = read_ranges(stream, state, broken or [])
        return Outcome(requests, states)
    ConcurrentPerPartitionCursor.SWITCH_TO_GLOBAL_LIMIT = partition_limit
    with serve(broken or []) as api:
        states = read(stream, api.url, state)
        return Outcome(api.requests, states)


def read(name: str, url: str, state: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    catalog = ConfiguredAirbyteCatalogSerializer.load(
        {
            "streams": [
                {
                    "stream": {"name": name, "json_schema": {}, "supported_sync_modes": ["full_refresh", "incremental"]},
                    "sync_mode": "full_refresh" if name in HANDWRITTEN else "incremental",
                    "destination_sync_mode": "append",
                }
            ]
        }
    )
    stream_state = AirbyteStreamState(
        stream_descriptor=StreamDescriptor(name=name), stream_state=AirbyteStateBlob(state or {})
    )
    states = [AirbyteStateMessage(type=AirbyteStateType.STREAM, stream=stream_state)] if state else []
    source: Source = (
        HandwrittenSource(url)
        if name in HANDWRITTEN
        else ConcurrentDeclarativeSource(catalog, {}, states, source_config=manifest(url))
    )
    left: list[Mapping[str, Any]] = []
    try:
        for message in source.read(logging.getLogger("airbyte"), {}, catalog, states):
            if message.type == MessageType.STATE:
                left.append(state_of(message))
    except AirbyteTracedException as error:  # What a failed stream leaves behind is a state, too.
        logging.getLogger("airbyte").info("%s", error)
    return left
