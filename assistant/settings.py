"""What an operator may set, from the environment (prefix ``AISLE_``) or from code.

One flat model instead of a settings file: every field has a working default, so the base install
runs with none of them set, and ``AISLE_LLM_URL=http://gpu:8000/v1`` is all it takes to move the
language model to another machine. Given up: nested sections; the names carry them as prefixes.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

BaseModelName = Literal["gemma3-270m", "smollm2-135m"]
ParserName = Literal["llm", "rules"]
SHIPPED = Path(__file__).parent / "llm" / "adapters"
"""The adapters that ship, a folder for each base that has one."""

NotationName = Literal["auto", "line", "json"]


class Settings(BaseSettings):
    """Settings of the assistant. ``AISLE_<FIELD>`` in the environment sets a field."""

    model_config = SettingsConfigDict(env_prefix="AISLE_", extra="ignore", frozen=True)

    data_dir: Path = Field(
        default=Path(".aisle"), description="Where catalogue, index, database, models and logs live"
    )
    database_url: str | None = Field(
        default=None,
        description="SQLAlchemy URL of events, profiles, carts; SQLite in data_dir if unset",
    )
    languages: tuple[str, ...] = Field(
        default=("en", "zh"), description="ISO 639-1 codes the assistant answers in"
    )

    parser: ParserName = Field(
        default="llm", description="`rules` turns the language model off altogether"
    )
    llm_url: str | None = Field(
        default=None,
        description="OpenAI-compatible endpoint, e.g. http://gpu:8000/v1; embedded server if unset",
    )
    llm_model: str | None = Field(
        default=None, description="Model name at llm_url; the embedded base's own name if unset"
    )
    llm_api_key: SecretStr = SecretStr("none")
    llm_timeout_s: Annotated[float, Field(gt=0, le=600)] = Field(
        default=10.0, description="Seconds one request may take before it counts as failed"
    )
    llm_retries: Annotated[int, Field(ge=0, le=10)] = Field(
        default=1, description="Further attempts after a failed request, with back-off and jitter"
    )
    llm_breaker_failures: Annotated[int, Field(ge=1)] = Field(
        default=3, description="Failed requests in a row that open the circuit breaker"
    )
    llm_breaker_cooldown_s: Annotated[float, Field(gt=0)] = Field(
        default=30.0,
        description="Seconds the rules answer alone before the endpoint is tried again",
    )
    llm_base: BaseModelName = Field(
        default="gemma3-270m", description="Base model of the embedded server"
    )
    llm_adapter: str = Field(
        default="shipped",
        description="Fine-tuned adapter of the embedded model: `shipped` (where llm_base has one),"
        " `none`, or a PEFT folder",
    )
    llm_quantisation: Literal["Q4_0", "Q8_0", "F16"] = Field(
        default="Q8_0",
        description="How the embedded fine-tuned model is stored; Q4_0 is a third smaller and a"
        " seventh faster, and read 150 messages as well",
    )
    llm_notation: NotationName = Field(
        default="auto",
        description="What the model writes: `line` if it is fine-tuned by Aisle, `json` for any"
        " other; auto: line for the embedded model with an adapter, json for llm_url",
    )
    llm_examples: Annotated[int, Field(ge=0, le=32)] = Field(
        default=4, description="Worked examples shown to a model that is not fine-tuned"
    )
    llm_checks: bool = Field(
        default=True,
        description="Whether the answer is checked against the words and agreed with the rules",
    )
    llm_search_requests: Annotated[int, Field(ge=0, le=32)] = Field(
        default=4,
        description="Further requests, at most, in search of a likelier reading than the first",
    )
    llm_adapters: tuple[Path, ...] = Field(
        default=(), description="GGUF LoRA adapters of the embedded server, in order"
    )
    llm_parallel: Annotated[int, Field(ge=1, le=64)] = Field(
        default=2, description="Requests the embedded server decodes at once"
    )
    llm_threads: Annotated[int, Field(ge=0, le=256)] = Field(
        default=0, description="Threads of the embedded server; 0 means all cores but one"
    )
    llm_context: Annotated[int, Field(ge=512)] = Field(
        default=3072, description="Tokens of context of each parallel slot"
    )
    llm_start_timeout_s: Annotated[float, Field(gt=0)] = Field(
        default=60.0, description="Seconds the embedded server may take to load its model"
    )
    llm_message_chars: Annotated[int, Field(ge=100)] = Field(
        default=1000, description="Characters of one message the model is shown: its head and tail"
    )
    ranking: Literal["auto", "hand", "learned", "heuristic"] = Field(
        default="auto",
        description="What ranks: `hand` (weights.toml), `learned` (the model that `python -m"
        " assistant ranking train` wrote), `heuristic` (features, sales and ratings, the same for"
        " everybody); auto: learned where there is a model, else hand",
    )
    ranking_online: bool = Field(
        default=False,
        description="Whether the hand-set weights follow clicks and purchases, within bounds; needs"
        " the extra `online`",
    )
    merchandising: Path | None = Field(
        default=None, description="TOML file of pin, boost and bury rules; none if unset"
    )
    intent_cache_size: Annotated[int, Field(ge=0)] = Field(
        default=10_000, description="Parses kept in memory; 0 turns the cache off"
    )

    experiments: Path | None = Field(
        default=None, description="TOML file of the shop's experiments; none runs if unset"
    )
    promotion_nudges: Annotated[int, Field(ge=0, le=100)] = Field(
        default=3,
        description="How often in seven days one promotion is named unasked to one shopper;"
        " 0 names none",
    )
    promotion_cards: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=20,
        description="How many turns in seven days one coupon stands on cards for one shopper",
    )

    @field_validator("llm_url")
    @classmethod
    def _http_url(cls, value: str | None) -> str | None:
        if value is not None and not value.startswith(("http://", "https://")):
            raise ValueError(
                f"AISLE_LLM_URL is {value!r}; give an http(s) address that ends in /v1,"
                " such as http://localhost:8000/v1"
            )
        return value

    @property
    def tuned(self) -> bool:
        """Whether the model writes the fine-tuned notation."""
        if self.llm_notation != "auto":
            return self.llm_notation == "line"
        if self.llm_url is not None or self.llm_adapter == "none":
            return False
        return self.llm_adapter != "shipped" or (SHIPPED / self.llm_base).is_dir()

    @property
    def log_dir(self) -> Path:
        """Where child processes write their logs."""
        return self.data_dir / "logs"
