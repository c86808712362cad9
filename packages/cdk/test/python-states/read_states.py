"""Reads streams from the states on stdin, and prints what each asked its API for. For check-with-python.ts."""

import json
import logging
import sys

from run import run

if __name__ == "__main__":
    logging.disable(logging.CRITICAL)
    outcomes = [run(case["stream"], state=case["state"]) for case in json.load(sys.stdin)]
    json.dump(
        [[{"path": request.path, "params": request.params} for request in outcome.requests] for outcome in outcomes],
        sys.stdout,
    )
