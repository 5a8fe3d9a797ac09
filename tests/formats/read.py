"""Reads OpenAPI descriptions, llms.txt files and folders of skills, and exits where one is not valid."""

import json
import sys
from pathlib import Path

from llms_txt import parse_llms_file
from openapi_spec_validator import OpenAPIV31SpecValidator
from skills_ref import validate


def wire(path: Path) -> str:
    document = json.loads(path.read_text())
    for error in OpenAPIV31SpecValidator(document).iter_errors():
        sys.exit(f"{path}: {error}")
    return f"{sum(len(methods) for methods in document['paths'].values())} operations"


def index(path: Path) -> str:
    parsed = parse_llms_file(path.read_text())
    if not (parsed.title and parsed.summary):
        sys.exit(f"{path}: no title or no summary")
    links = [link for section in parsed.sections.values() for link in section]
    for link in links:
        if not (path.parent / link.url.partition("#")[0]).is_file():
            sys.exit(f"{path}: {link.url} is no file")
        if not link.desc:
            sys.exit(f"{path}: {link.title} is not described")
    return f"{len(links)} links"


def skill(path: Path) -> str:
    for problem in validate(path):
        sys.exit(f"{path}: {problem}")
    return f"{len(list(path.glob('scripts/*')))} scripts"


for path in map(Path, sys.argv[1:]):
    read = {"openapi.json": wire, "llms.txt": index}.get(path.name, skill)
    print(f"{path}: {read(path)}")
