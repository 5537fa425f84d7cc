"""The intent cache: bounded, keyed by model and need, indifferent to case and spaces."""

from concurrent.futures import ThreadPoolExecutor

from assistant.intent import Intent
from assistant.llm.answer import Answer
from assistant.llm.cache import IntentCache


def answer(**slots):
    return Answer(intent=Intent(**slots))


def test_the_same_words_under_the_same_model_hit():
    cache = IntentCache(10)
    cache.put(cache.key("m", "Red  Shoes"), answer(colors=["red"]))

    assert cache.get(cache.key("m", "red shoes")) == answer(colors=["red"])


def test_another_model_or_adapter_misses():
    cache = IntentCache(10)
    cache.put(cache.key("base||v1", "red shoes"), answer())

    assert cache.get(cache.key("base|adapter|v1", "red shoes")) is None


def test_the_same_words_after_another_need_miss():
    cache = IntentCache(10)
    cache.put(cache.key("m", "in red", "@ shoe"), answer(colors=["red"]))

    assert cache.get(cache.key("m", "In red", "@ shoe")) == answer(colors=["red"])
    assert cache.get(cache.key("m", "in red", "@ belt")) is None
    assert cache.get(cache.key("m", "in red")) is None


def test_the_least_recently_used_entry_leaves_first():
    cache = IntentCache(2)
    for word in ("a", "b"):
        cache.put(cache.key("m", word), answer(query=word))
    cache.get(cache.key("m", "a"))
    cache.put(cache.key("m", "c"), answer(query="c"))

    assert cache.get(cache.key("m", "b")) is None
    assert cache.get(cache.key("m", "a")) == answer(query="a")
    assert len(cache) == 2


def test_size_zero_turns_it_off():
    cache = IntentCache(0)
    cache.put(cache.key("m", "a"), answer())

    assert cache.get(cache.key("m", "a")) is None


def test_many_threads_never_exceed_its_size():
    cache = IntentCache(50)

    def work(worker):
        for i in range(300):
            key = cache.key("m", f"{worker} {i % 40}")
            if cache.get(key) is None:
                cache.put(key, answer(query=str(i)))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))

    assert len(cache) <= 50
