"""A small shop with judged queries and one logged session, and where its index is kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

PRODUCTS = [
    {"id": "hp1", "title": "Wireless Bluetooth Headphones Black", "category": "Audio"},
    {"id": "hp2", "title": "Wired Studio Headphones White", "category": "Audio"},
    {"id": "sp1", "title": "Portable Bluetooth Speaker Red", "category": "Audio"},
    {"id": "tv1", "title": "55 inch LED Television", "category": "Video"},
    {"id": "tv2", "title": "Television Wall Mount", "category": "Video"},
    {"id": "nb1", "title": "15 inch Notebook Computer", "category": "Computers"},
    {"id": "tn1", "title": "Two Person Camping Tent", "category": "Outdoor"},
    {"id": "tn2", "title": "Ultralight One Person Tent 1.2 kg", "category": "Outdoor"},
    {"id": "sh1", "title": "Waterproof Hiking Shoes Brown", "category": "Shoes"},
    {"id": "sh2", "title": "Women's Running Shoes Pink", "category": "Shoes"},
    {"id": "kt1", "title": "Electric Kettle 1.7 l", "category": "Kitchen"},
    {"id": "cm1", "title": "Coffee Maker with Timer", "category": "Kitchen"},
]
QUERIES = [("q1", "headphones"), ("q2", "tent"), ("q3", "coffee maker"), ("q4", "nothing judged")]
QRELS = "q1 0 hp1 3\nq1 0 hp2 2\nq1 0 sp1 0\nq2 0 tn1 3\nq2 0 tn2 3\nq3 0 cm1 3\nq3 0 gone 1\n"
SESSION = {
    "session_id": "s1",
    "language": "en",
    "turns": [
        {"role": "user", "text": "I want a tent", "keywords": ["tent"]},
        {"role": "assistant", "text": "For how many people?"},
        {"role": "user", "text": "just me, it must be light", "keywords": ["ultralight tent"]},
        {"role": "assistant", "text": "This one?", "shown": ["tn2"]},
        {"role": "user", "text": "great, and headphones?", "feedback": {"tn2": "liked"}},
        {"role": "assistant", "text": "Here", "shown": ["hp1", "hp2"]},
    ],
}


@pytest.fixture(scope="session")
def shop(tmp_path_factory) -> Path:
    """A folder with products, queries, qrels, sessions, and room for the index."""
    folder = tmp_path_factory.mktemp("shop")

    def write(name, lines):
        text = "\n".join(json.dumps(line) for line in lines)
        (folder / name).write_text(text, encoding="utf-8")

    write("products.jsonl", PRODUCTS)
    write("queries.jsonl", [{"query_id": name, "text": text} for name, text in QUERIES])
    write("sessions.jsonl", [SESSION])
    (folder / "qrels.txt").write_text(QRELS, encoding="utf-8")
    return folder
