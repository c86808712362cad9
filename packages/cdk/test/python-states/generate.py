"""Writes the golden files: states as the real Python CDK leaves them behind."""

import json
import logging
from importlib.metadata import version
from pathlib import Path
from typing import Any, Mapping

from older import read_older, read_older_page
from run import run

FOLDER = Path(__file__).parent.parent / "fixtures" / "python-states"

# The window that follows, up to the 22nd, has no records.
UP_TO_THE_TWELFTH = {
    "state_type": "date-range",
    "slices": [{"start": "2024-01-01T00:00:00.000Z", "end": "2024-01-12T01:00:00.000Z"}],
}


def left_by(stream: str, **how: Any) -> Mapping[str, Any]:
    return run(stream, **how).states[-1]


def golden_states() -> dict[str, Mapping[str, Any]]:
    return {
        "sequential": left_by("events"),
        "sequential-before-a-broken-window": left_by("events", broken=["2024-01-11"]),
        "sequential-epoch-seconds": left_by("events_epoch"),
        "sequential-epoch-float": left_by("events_float"),
        "sequential-epoch-milliseconds": left_by("events_ms"),
        "sequential-epoch-microseconds": left_by("events_us"),
        "sequential-strftime": left_by("events_day"),
        "sequential-count": left_by("counts"),
        "sequential-once-full-refresh": left_by("events", state=left_by("events_full_refresh")),
        "date-range": left_by("ranges"),
        "date-range-gap": left_by("ranges", broken=["2024-01-11"]),
        "date-range-unmerged": left_by("ranges_by_millisecond"),
        "date-range-without-records": left_by("ranges", state=UP_TO_THE_TWELFTH, broken=["2024-01-22"]),
        "date-range-epoch": left_by("ranges_epoch"),
        "date-range-epoch-gap": left_by("ranges_epoch", broken=["1704931200"]),
        "partitions-list": left_by("orders"),
        "partitions-list-in-steps": left_by("orders_in_steps"),
        "partitions-parent": left_by("plain_comments"),
        "partitions-incremental-parent": left_by("comments"),
        "partitions-broken": left_by("comments", broken=["/posts/2/"]),
        "partitions-grandparent": left_by("replies"),
        "partitions-product": left_by("orders_by_post"),
        "partitions-global": left_by("comments_global"),
        "partitions-grouped": left_by("comments_grouped"),
        "partitions-above-the-limit": left_by("comments", partition_limit=1),
        "partitions-migrated": left_by("orders_legacy", state={"eu": {"at": "2024-01-10T00:00:00Z"}}),
        "older-per-partition": read_older("per_partition"),
        "older-global": read_older("global"),
        "older-per-partition-with-global": read_older("per_partition_with_global"),
        "full-refresh": left_by("events_full_refresh"),
        "full-refresh-page": left_by("pages", broken=["page=2"]),
        "full-refresh-complete": left_by("pages"),
        "full-refresh-partitions": left_by("pages_of_posts", broken=["/posts/3/"]),
        "older-full-refresh-page": read_older_page(),
        "older-full-refresh-partitions": read_older("full_refresh_of_partitions"),
    }


if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    for file in FOLDER.glob("*.json"):
        file.unlink()
    for name, state in golden_states().items():
        content = {"airbyteCdk": version("airbyte-cdk"), "state": state}
        (FOLDER / f"{name}.json").write_text(f"{json.dumps(content, indent=2)}\n")
        print(name)
