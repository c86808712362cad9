"""Reads the metadata.yaml files that are named on stdin, one a line, with the model of Airbyte's Python CDK, and prints them as JSON."""

import json
import sys
from pathlib import Path

from airbyte_cdk.models.connector_metadata import MetadataFile

files = [MetadataFile.from_file(Path(line.strip())) for line in sys.stdin]
json.dump([file.model_dump(mode="json") for file in files], sys.stdout)
