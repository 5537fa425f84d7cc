"""The breaker: closed until failures in a row, then open for a while, then one try."""

from assistant.llm.breaker import CircuitBreaker


class Clock:
    def __init__(self):
        self.now = 0.0

    def __call__(self):
        return self.now


def test_opens_after_failures_in_a_row_only():
    breaker = CircuitBreaker(3, 10, clock=Clock())

    breaker.failed()
    breaker.failed()
    breaker.succeeded()
    breaker.failed()
    breaker.failed()
    assert breaker.allows()
    breaker.failed()

    assert not breaker.allows()
    assert breaker.open


def test_lets_one_request_through_after_the_cooldown():
    clock = Clock()
    breaker = CircuitBreaker(1, 10, clock=clock)
    breaker.failed()

    clock.now = 10.1

    assert breaker.allows()
    assert not breaker.allows()  # the second caller waits for the first one's luck


def test_a_success_closes_it_and_a_failure_opens_it_again():
    clock = Clock()
    breaker = CircuitBreaker(1, 10, clock=clock)
    breaker.failed()
    clock.now = 11
    assert breaker.allows()
    breaker.failed()
    assert not breaker.allows()
    clock.now = 22
    assert breaker.allows()

    breaker.succeeded()

    assert breaker.allows()
    assert breaker.allows()
