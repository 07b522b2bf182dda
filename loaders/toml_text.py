"""A TOML text, always the same for the same content (the standard library only reads TOML)."""

import json
import re
from typing import Any

BARE = re.compile(r"[A-Za-z0-9_-]+")
WIDTH = 100


def dumps(content: dict[str, Any]) -> str:
    """Write nested dictionaries, lists and scalars as TOML, in their own order."""
    return "\n".join(_section(content, "")).strip() + "\n"


def _section(content: dict[str, Any], path: str) -> list[str]:
    lines = [f"{_key(name)} = {_value(value)}" for name, value in content.items() if not _nested(value)]
    for name, value in content.items():
        if isinstance(value, dict):
            lines += ["", f"[{path}{_key(name)}]", *_section(value, f"{path}{_key(name)}.")]
        elif _nested(value):
            for item in value:
                lines += ["", f"[[{path}{_key(name)}]]", *_section(item, f"{path}{_key(name)}.")]
    return lines


def _nested(value: object) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and bool(value) and isinstance(value[0], dict))


def _key(name: str) -> str:
    return name if BARE.fullmatch(name) else json.dumps(name, ensure_ascii=False)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, list | tuple):
        return _list([_value(item) for item in value])
    return json.dumps(str(value), ensure_ascii=False)


def _list(items: list[str]) -> str:
    line = f"[{', '.join(items)}]"
    return line if len(line) <= WIDTH else "[\n" + "".join(f"  {item},\n" for item in items) + "]"
