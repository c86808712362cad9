"""Drives a connector as a user of PyAirbyte does, and prints what came of it as one JSON document.

What to do comes on stdin: executable, config, streams (none: only check), folder (for the database and the log files).
"""

import json
import os
import sys
from datetime import datetime
from decimal import Decimal

os.environ["AIRBYTE_OFFLINE_MODE"] = "1"
os.environ["DO_NOT_TRACK"] = "1"
what = json.load(sys.stdin)
os.environ["AIRBYTE_LOGGING_ROOT"] = what["folder"]
# Progress goes to stdout, which is for the result.
result_file, sys.stdout = sys.stdout, sys.stderr

import airbyte as ab  # noqa: E402
from airbyte.caches import DuckDBCache  # noqa: E402


def as_json(value):
    """What DuckDB gives, as the API had it."""
    if isinstance(value, datetime):
        return value.isoformat() + "Z"
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value


def drive(executable, config, streams, folder):
    source = ab.get_source("source-example", local_executable=executable, config=config)
    source.check()
    result = {"available": source.get_available_streams()}
    if streams:
        source.select_streams(streams)
        read = source.read(cache=DuckDBCache(db_path=f"{folder}/cache.duckdb"))
        result["processed"] = read.processed_records
        result["rows"] = {
            name: [
                {key: as_json(value) for key, value in dict(row).items() if not key.startswith("_airbyte")}
                for row in dataset
            ]
            for name, dataset in read.streams.items()
        }
    return result


try:
    outcome = drive(**what)
except Exception as error:  # All that PyAirbyte throws is what a test looks at.
    outcome = {"error": type(error).__name__, "message": str(error)}
json.dump(outcome, result_file)
