"""What the engine refuses, as exceptions.

Only a caller's or a deployment's mistake is an exception. What an applicant can cause (a broken picture, no face, an
expired document) is part of the response.
"""

from __future__ import annotations


class KycError(Exception):
    """Base of all: ``code`` is the stable number, ``name`` its stable name, ``message`` says what to do about it."""

    def __init__(self, code: int, name: str, message: str) -> None:
        super().__init__(code, name, message)
        self.code = code
        self.name = name
        self.message = message

    def __str__(self) -> str:
        return f"{self.message} ({self.code} {self.name})"


class RequestError(KycError, ValueError):
    """1xxx: the request is wrong, or asks for what this engine does not have."""


class InputError(KycError, ValueError):
    """2xxx: bytes that the operation cannot take."""


class DeploymentError(KycError, RuntimeError):
    """3xxx: a missing or wrong model, runtime or configuration."""


class InternalError(KycError, RuntimeError):
    """9xxx: a defect of the engine."""


_BANDS: dict[int, type[KycError]] = {1: RequestError, 2: InputError, 3: DeploymentError, 9: InternalError}


def error(code: int, name: str, message: str) -> KycError:
    """The exception of a code: its band says whose mistake it is."""
    return _BANDS.get(code // 1000, KycError)(code, name, message)


def invalid_request(message: str) -> KycError:
    """What Python finds wrong before the engine sees it."""
    return error(1001, "invalid_request", message)
