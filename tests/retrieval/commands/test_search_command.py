"""``python -m retrieval search`` as a person runs it."""

from __future__ import annotations

import json

import pytest
import typer
from typer.testing import CliRunner

from retrieval.commands.search import search

app = typer.Typer()
app.command()(search)


@pytest.fixture
def shop(empty, fill, products, tmp_path):
    fill(empty, products)
    return tmp_path


def run(*arguments: object):
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_it_prints_ranked_products_with_scores(shop):
    result = run("black laptop", "--data-dir", shop, "--limit", 2)

    assert result.exit_code == 0
    assert "599.00 USD" in result.output
    assert "2 shown of 12" in result.output


def test_json_holds_the_same_and_the_constraints(shop, tmp_path):
    file = tmp_path / "out.json"

    result = run("headphones", "--data-dir", shop, "--max-price", 40, "--json", file)

    assert result.exit_code == 0
    figures = json.loads(file.read_text(encoding="utf-8"))
    assert figures["rows"][0]["product"]["id"] == "h2"
    assert all(row["product"].get("sale_price", 0) <= 40 for row in figures["rows"])
    assert figures["meta"]["constraints"] == {"price_max": "40.0"}


def test_without_a_catalogue_it_says_how_to_make_one(tmp_path):
    result = run("kettle", "--data-dir", tmp_path / "none")

    assert result.exit_code == 2
    assert "python -m retrieval ingest" in result.output
    assert not (tmp_path / "none").exists()


def test_a_title_is_text_not_markup(empty, fill, tmp_path):
    from retrieval.product import Product

    fill(empty, [Product(id="[red]x", title="[bold]Kettle[/nope] \x1b[31mred")])

    result = run("kettle", "--data-dir", tmp_path)

    assert result.exit_code == 0
    assert "[bold]Kettle[/nope]" in result.output
    assert "\x1b[31m" not in result.output
