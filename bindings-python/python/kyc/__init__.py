"""kyc-core: open identity verification, offline.

>>> import kyc
>>> kyc.prepare_models()                                   # once; about 140 MB
>>> engine = kyc.Engine()
>>> answer = engine.verify("passport.jpg", "selfie.jpg")
>>> answer["report"]["decision"]["verdict"]
'accepted'

Results are the responses of the engine's operations as dictionaries; ``kyc.types`` describes every one of them.
"""

from . import types
from ._async import AsyncEngine
from ._engine import Engine
from ._kyc import __version__
from ._models import Prepared, installed_onnxruntime, missing_models, models_dir, prepare_models
from ._pictures import Picture
from .errors import DeploymentError, InputError, InternalError, KycError, RequestError

__all__ = [
    "AsyncEngine",
    "DeploymentError",
    "Engine",
    "InputError",
    "InternalError",
    "KycError",
    "Picture",
    "Prepared",
    "RequestError",
    "__version__",
    "installed_onnxruntime",
    "missing_models",
    "models_dir",
    "prepare_models",
    "types",
]
