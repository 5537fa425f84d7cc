"""Unit vectors that put like beside like, the same from one thread or many."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec

import numpy as np
import pytest

from retrieval.embedding import EmbeddingModelError, embedder

MODELS = ["minilm-int8", "e5-small-q4"]


@pytest.mark.parametrize("name", MODELS)
def test_vectors_have_unit_length_and_keep_the_order_of_texts(name):
    model = embedder(name, threads=2, batch=2)
    texts = ["kettle", "a very long text about running shoes " * 40, "", "red wool hat", "耳机"]

    vectors = model.passages(texts)

    assert vectors.shape == (5, model.dimension)
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-3)
    alone = np.vstack([model.passages([text]) for text in texts])
    assert np.allclose(vectors, alone, atol=1e-4)


@pytest.mark.parametrize("name", MODELS)
def test_no_texts_give_no_vectors(name):
    assert embedder(name).queries([]).shape == (0, 384)


def test_english_finds_the_same_meaning_in_other_words():
    model = embedder("minilm-int8")
    query = model.queries(["cordless vacuum cleaner"])[0]

    near, far = model.passages(["stick hoover without a cable", "silk evening dress"])

    assert query @ near > query @ far


def test_multilingual_finds_the_same_meaning_in_another_language():
    model = embedder("e5-small-q4")
    query = model.queries(["无线降噪耳机"])[0]

    near, far = model.passages(["wireless noise cancelling headphones", "cast iron frying pan"])

    assert query @ near > query @ far


@pytest.mark.parametrize("name", MODELS)
def test_many_threads_get_what_one_gets(name):
    model = embedder(name)
    texts = [f"product number {number}" for number in range(12)]
    one = [model.queries([text])[0] for text in texts]

    with ThreadPoolExecutor(4) as pool:
        many = list(pool.map(lambda text: model.queries([text])[0], texts))

    assert np.array_equal(one, many)


@pytest.mark.skipif(find_spec("sentence_transformers") is not None, reason="it is installed")
def test_an_unknown_model_without_its_library_says_what_to_install():
    with pytest.raises(EmbeddingModelError, match="pip install sentence-transformers"):
        embedder("some/unknown-model")
