"""Parses messages, one a line on stdin, with the models of Airbyte's Python CDK, writes them again, and prints what differs."""

import json
import sys

from airbyte_cdk.models import AirbyteMessageSerializer
from airbyte_protocol.models import AirbyteMessage


def keeps(written, message):
    """Whether all of a message was written again; a model may add what it takes for granted."""
    if isinstance(message, dict):
        return isinstance(written, dict) and all(keeps(written.get(key), item) for key, item in message.items())
    if isinstance(message, list):
        return isinstance(written, list) and len(written) == len(message) and all(map(keeps, written, message))
    return written == message


parsed, differences = 0, []
for line in sys.stdin:
    message = json.loads(line)
    written = AirbyteMessageSerializer.dump(AirbyteMessageSerializer.load(message))
    # The models of the protocol itself, which check more than those of the CDK.
    validated = AirbyteMessage.model_validate_json(line).model_dump(mode="json", by_alias=True)
    for name, again in (("airbyte-cdk", written), ("airbyte-protocol", validated)):
        if not keeps(again, message):
            differences.append({"model": name, "line": line, "written": json.dumps(again)})
    parsed += 1
json.dump({"parsed": parsed, "differences": differences}, sys.stdout)
