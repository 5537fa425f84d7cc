"""Building the demo store: whole, repeatable, and never half-written."""

import json
import shutil

import pytest
from PIL import Image
from typer.testing import CliRunner

from assistant.demo.__main__ import app
from assistant.demo.build import BuildError, build, content_version, up_to_date
from assistant.events import Event
from assistant.profiles.shoppers import read_shoppers
from assistant.promotions.model import Promotion
from retrieval.product import Product


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    return build(tmp_path_factory.mktemp("shop") / "demo")


def lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_every_line_is_in_the_form_of_the_contract(store):
    products = [Product.model_validate(row) for row in lines(store.products)]
    assert len(products) >= 600
    assert len([Promotion.model_validate(row) for row in lines(store.promotions)]) >= 25
    assert len(list(read_shoppers(store.shoppers))) == 60
    assert len([Event.model_validate(row) for row in lines(store.events)]) >= 15_000


def test_every_product_has_its_picture(store):
    images = {path.relative_to(store.root).as_posix() for path in store.images.iterdir()}
    assert images == {row["image"] for row in lines(store.products)}
    with Image.open(store.images / "el-001-black.webp") as picture:
        assert picture.size == (480, 480)


def test_a_store_of_the_present_version_is_left_alone(store):
    before = store.events.stat().st_mtime_ns
    assert build(store.root) == store
    assert store.events.stat().st_mtime_ns == before


def test_nothing_is_left_beside_the_store(store):
    assert [path.name for path in store.root.parent.iterdir()] == ["demo"]


def test_a_store_of_another_version_counts_as_out_of_date(store, tmp_path):
    other = tmp_path / "demo"
    other.mkdir()
    shutil.copy(store.root / "version.txt", other / "version.txt")
    assert up_to_date(other)
    (other / "version.txt").write_text("another\n")
    assert not up_to_date(other)
    assert not up_to_date(tmp_path / "absent")
    assert len(content_version()) == 24


def test_a_folder_with_something_else_in_it_is_not_touched(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    with pytest.raises(BuildError, match="is no demo store; name another folder"):
        build(tmp_path)
    assert (tmp_path / "thesis.txt").read_text() == "years of work"


def test_the_command_says_in_one_line_what_is_wrong(tmp_path):
    (tmp_path / "thesis.txt").write_text("years of work")
    refused = CliRunner().invoke(app, [str(tmp_path)])
    assert refused.exit_code == 2
    assert refused.stderr.startswith("Error: ")
    assert "name another folder" in refused.stderr
    assert CliRunner().invoke(app, [str(tmp_path / "new"), "--as-of", "soon"]).exit_code == 2


def test_the_command_lists_what_it_wrote(store):
    shown = CliRunner().invoke(app, [str(store.root)])
    assert shown.exit_code == 0
    assert "products.jsonl" in shown.stdout
    assert "images/" in shown.stdout


@pytest.mark.slow
def test_two_builds_are_equal_byte_for_byte(store, tmp_path):
    again = build(tmp_path / "demo")
    names = {path.relative_to(store.root) for path in store.root.rglob("*") if path.is_file()}
    assert names == {
        path.relative_to(again.root) for path in again.root.rglob("*") if path.is_file()
    }
    for name in names:
        assert (store.root / name).read_bytes() == (again.root / name).read_bytes(), name
