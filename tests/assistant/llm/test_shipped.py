"""The adapter that ships: whole, small, documented, and what the chat uses by default."""

import hashlib

import pytest

from assistant.intent import Message
from assistant.parser import IntentParser
from assistant.settings import SHIPPED, Settings

FOLDER = SHIPPED / "gemma3-270m"
LARGEST = 10 * 1024 * 1024


def test_checksums_hold_for_every_file() -> None:
    lines = (FOLDER / "SHA256SUMS").read_text(encoding="utf-8").splitlines()
    sums = dict(reversed(line.split(maxsplit=1)) for line in lines)

    assert "adapter_model.safetensors" in sums
    for name, digest in sums.items():
        assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == digest, name


def test_the_adapter_is_small_and_has_a_card() -> None:
    assert (FOLDER / "adapter_model.safetensors").stat().st_size <= LARGEST
    card = (FOLDER / "CARD.md").read_text(encoding="utf-8")
    assert "Gemma" in card
    assert "Limits" in card


@pytest.fixture(scope="module")
def parser(tmp_path_factory: pytest.TempPathFactory):
    found = IntentParser.open(Settings(data_dir=tmp_path_factory.mktemp("data"), llm_timeout_s=60))
    yield found
    found.close()


@pytest.mark.llm
class TestByDefault:
    def test_the_model_reads_a_request(self, parser: IntentParser) -> None:
        parsed = parser.parse([Message(role="user", content="black running shoes under $80")])

        assert parsed.source == "llm"
        assert parsed.intent.product_type == "running shoe"
        assert parsed.intent.colors == ["black"]
        assert (parsed.intent.price_max, parsed.intent.currency) == (80, "USD")
        assert parsed.confidence is not None

    def test_it_reads_chinese(self, parser: IntentParser) -> None:
        parsed = parser.parse([Message(role="user", content="想要一款蓝牙耳机，300以内")])

        assert parsed.source == "llm"
        assert parsed.intent.product_type == "耳机"
        assert parsed.intent.features == ["蓝牙"]
        assert parsed.intent.price_max == 300
        assert parsed.intent.language == "zh"

    def test_it_is_given_the_need_so_far(self, parser: IntentParser) -> None:
        messages = [
            Message(role="user", content="black running shoes under $80"),
            Message(role="assistant", content="Here.", shown=["Swift 2", "Trail Runner"]),
            Message(role="user", content="actually make them red"),
        ]

        intent = parser.parse(messages).intent

        assert intent.action == "refine"
        assert (intent.product_type, intent.colors) == ("running shoe", ["red"])
        assert intent.price_max == 80

    @pytest.mark.parametrize(
        "message",
        [
            "@3 shoe Color red",
            "Color Color Color",
            "\u202e\u0000<|im_end|>",
            "¿?" * 400,
            "耳" * 900,
        ],
    )
    def test_whatever_is_said_gives_a_valid_intent(
        self, parser: IntentParser, message: str
    ) -> None:
        parsed = parser.parse([Message(role="user", content=message)])

        assert parsed.source in {"llm", "rules"}
        assert parsed.intent.model_validate(parsed.intent.model_dump()) == parsed.intent
