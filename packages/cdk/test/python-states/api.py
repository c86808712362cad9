"""A small API on the loopback interface: what the streams read, with a log of what they asked for."""

import json
import threading
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Iterator
from urllib.parse import parse_qsl, urlsplit

from airbyte_cdk.sources.declarative.datetime.datetime_parser import DatetimeParser

ISO = "%Y-%m-%dT%H:%M:%SZ"
PAGE_SIZE = 2


def january(day: int) -> datetime:
    return datetime(2024, 1, day, tzinfo=timezone.utc)


# Each record with the day of January 2024 on which it was changed.
EVENTS = [({"id": 1}, 3), ({"id": 2}, 8), ({"id": 3}, 12), ({"id": 4}, 27)]
POSTS = [({"id": 1}, 4), ({"id": 2}, 9), ({"id": 3}, 20)]
COMMENTS = {
    1: [({"id": 11}, 5), ({"id": 12}, 14)],
    2: [({"id": 21}, 10)],
    3: [],
}
REPLIES = {11: [({"id": 111}, 6)], 12: [({"id": 121}, 15)], 21: [({"id": 211}, 22)]}
ORDERS = {"eu": [({"id": 1}, 7)], "us": [({"id": 2}, 18)]}


@dataclass
class Request:
    path: str
    params: dict[str, str]


@dataclass
class Api:
    url: str = ""
    requests: list[Request] = field(default_factory=list)
    # Requests whose path and query contain one of these are answered with 404.
    broken: list[str] = field(default_factory=list)

    def answer(self, path: str, params: dict[str, str]) -> Any:
        match path.strip("/").split("/"):
            case ["events"]:
                return changed(EVENTS, params)
            case ["posts"]:
                return changed(POSTS, params)
            case ["posts", post, "comments"]:
                return changed(COMMENTS[int(post)], params)
            case ["comments", comment, "replies"]:
                return changed(REPLIES[int(comment)], params)
            case ["regions", region, "orders"]:
                return changed(ORDERS[region], params)
            case ["counts"]:
                after = int(params.get("after", 0))
                return [{"sequence": n} for n in range(1, 6) if n > after]
            case ["pages"] | ["posts", _, "pages"]:
                return [{"id": n} for n in range(1, 6)][PAGE_SIZE * (int(params.get("page", 1)) - 1) :][:PAGE_SIZE]
        raise KeyError(path)


def changed(records: list[tuple[dict[str, Any], int]], params: dict[str, str]) -> list[dict[str, Any]]:
    """Those changed from `since` to `until`, both of them included, with `at` in `format`."""
    parser = DatetimeParser()
    style = params.get("format", ISO)
    since = parser.parse(params["since"], style) if "since" in params else january(1)
    until = parser.parse(params["until"], style) if "until" in params else january(31)
    return [
        {**record, "at": parser.format(january(day), style)}
        for record, day in records
        if since <= january(day) <= until
    ]


@contextmanager
def serve(broken: list[str]) -> Iterator[Api]:
    api = Api(broken=broken)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            params = dict(parse_qsl(parts.query))
            api.requests.append(Request(parts.path, params))
            is_broken = any(text in self.path for text in api.broken)
            body = {} if is_broken else {"items": api.answer(parts.path, params)}
            data = json.dumps(body).encode()
            self.send_response(404 if is_broken else 200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
