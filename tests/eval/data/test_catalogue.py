"""Products of a catalogue file, cleaned as the shop does."""

from __future__ import annotations

import pytest

from eval.data.catalogue import read_catalogue
from eval.data.errors import EvalDataError


def test_a_type_stands_in_for_a_missing_title(tmp_path):
    path = tmp_path / "products.csv"
    path.write_text(
        "product_id,brand,product_category,product_type,package_size\n"
        "1,National,FRZN ICE,ICE - CRUSHED/CUBED,22 LB\n"
        "2,National,,,\n"
        ",Private,BREAD,ROLLS,\n",
        encoding="utf-8",
    )
    found = read_catalogue(path)
    assert [product.id for product in found.products] == ["1", "2"]
    assert found.products[0].title.startswith("ICE - CRUSHED/CUBED")
    assert found.products[0].category == "FRZN ICE > ICE - CRUSHED/CUBED"
    assert found.rejected == 1


def test_a_catalogue_without_a_product_is_refused(tmp_path):
    path = tmp_path / "products.jsonl"
    path.write_text('{"title": "no id"}\n', encoding="utf-8")
    with pytest.raises(EvalDataError, match="no usable product"):
        read_catalogue(path)
    with pytest.raises(EvalDataError, match="no such file"):
        read_catalogue(tmp_path / "none.jsonl")
