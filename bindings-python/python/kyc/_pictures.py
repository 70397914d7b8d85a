"""Pictures as callers have them, to the bytes of a file as the engine takes them."""

from __future__ import annotations

import os
from typing import Any, Protocol, Union, runtime_checkable

from . import _kyc
from .errors import invalid_request

__all__ = ["Picture", "picture_bytes"]


@runtime_checkable
class PilImage(Protocol):
    """What is used of ``PIL.Image.Image``."""

    mode: str

    @property
    def size(self) -> tuple[int, int]: ...
    def convert(self, mode: str) -> Any: ...
    def tobytes(self) -> bytes: ...


@runtime_checkable
class PixelArray(Protocol):
    """What is used of ``numpy.ndarray``."""

    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def dtype(self) -> Any: ...
    def tobytes(self) -> bytes: ...


Picture = Union[str, "os.PathLike[str]", bytes, bytearray, memoryview, PilImage, PixelArray]
"""A path, the bytes of a JPEG, PNG or WebP file, a PIL image, or a numpy array of 8-bit RGB (or grey) rows."""

# EXIF tag 274 with a value from 5 up turns a picture by a quarter; PIL does not turn it by itself.
_ORIENTATION = 274


def picture_bytes(picture: Picture, limit: int) -> bytes:
    """The file's bytes. Raw pixels become a PNG, or a JPEG of quality 95 where the PNG is longer than ``limit``."""
    if isinstance(picture, bytes):
        return picture
    if isinstance(picture, (bytearray, memoryview)):
        return bytes(picture)
    if isinstance(picture, (str, os.PathLike)):
        try:
            with open(picture, "rb") as file:
                # One byte past the limit, so that the engine itself says that it is too long.
                return file.read(limit + 1)
        except ValueError as error:  # a NUL byte in the path
            raise invalid_request("a picture's path is not a path") from error
    if isinstance(picture, PilImage):
        return _from_pil(picture, limit)
    if isinstance(picture, PixelArray):
        return _from_array(picture, limit)
    raise invalid_request(f"a picture is a path, bytes, a PIL image or a numpy array, not {type(picture).__name__}")


def _from_pil(image: Any, limit: int) -> bytes:
    exif = image.getexif() if hasattr(image, "getexif") else {}
    if exif.get(_ORIENTATION, 1) != 1:
        from PIL import ImageOps  # noqa: PLC0415  there is a PIL image, so there is PIL

        image = ImageOps.exif_transpose(image)
    rgb = image.convert("RGB")
    width, height = rgb.size
    return _kyc.encode_pixels(rgb.tobytes(), width, height, limit)


def _from_array(array: PixelArray, limit: int) -> bytes:
    if str(array.dtype) != "uint8":
        raise invalid_request(f"an array of pixels holds uint8, not {array.dtype}")
    shape, pixels = array.shape, array.tobytes()
    if len(shape) == 2:
        # A grey row has one byte a pixel; the engine's pictures have three equal ones.
        tripled = bytearray(3 * len(pixels))
        tripled[0::3] = tripled[1::3] = tripled[2::3] = pixels
        return _kyc.encode_pixels(bytes(tripled), shape[1], shape[0], limit)
    if len(shape) != 3 or shape[2] != 3:
        raise invalid_request("an array of pixels has the shape (height, width, 3), RGB, or (height, width), grey")
    return _kyc.encode_pixels(pixels, shape[1], shape[0], limit)
