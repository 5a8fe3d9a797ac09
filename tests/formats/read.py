"""Whether the readers of each format take what was emitted: a folder with openapi.json and llms.txt each."""

import json
import sys
from pathlib import Path

from llms_txt import parse_llms_file
from openapi_spec_validator import OpenAPIV31SpecValidator


def wire(path: Path) -> str:
    document = json.loads(path.read_text())
    for error in OpenAPIV31SpecValidator(document).iter_errors():
        sys.exit(f"{path}: {error}")
    count = sum(len(methods) for methods in document["paths"].values())
    return f"{count} operations"


def index(path: Path) -> str:
    parsed = parse_llms_file(path.read_text())
    if not (parsed.title and parsed.summary):
        sys.exit(f"{path}: no title or no summary")
    links = [link for section in parsed.sections.values() for link in section]
    for link in links:
        target = path.parent / link.url.partition("#")[0]
        if not target.is_file():
            sys.exit(f"{path}: {link.url} is no file")
        if not link.desc:
            sys.exit(f"{path}: {link.title} is not described")
    return f"{len(links)} links"


for folder, description in zip(sys.argv[1::2], sys.argv[2::2]):
    print(f"{folder}: {wire(Path(description))}, {index(Path(folder) / 'llms.txt')}")
