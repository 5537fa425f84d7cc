"""What can go wrong with the language model."""


class LLMUnavailableError(RuntimeError):
    """The model cannot be asked: down, too slow, or held back by the breaker."""


class UnusableOutputError(ValueError):
    """What the model wrote is no compact intent."""


class EmbeddedServerError(RuntimeError):
    """The embedded server did not come up; the message says where its log is."""
