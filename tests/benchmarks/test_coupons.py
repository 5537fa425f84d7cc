"""The coupon benchmark on a till of a few lines: what it may see, and that it can find habits."""

from __future__ import annotations

import gzip

import numpy as np
import pytest

from benchmarks.coupon_history import HOUSEHOLD, PAIR, Grocery
from benchmarks.coupons import evaluate
from eval.errors import UsageError

TABLES = {
    "campaign_descriptions": "campaign_id,campaign_type,start_date,end_date",
    "campaigns": "campaign_id,household_id",
    "coupons": "coupon_upc,product_id,campaign_id",
    "coupon_redemptions": "household_id,coupon_upc,campaign_id,redemption_date",
    "products": "product_id,product_type",
    "transactions_sample": "household_id,basket_id,product_id,transaction_timestamp",
}
HOUSEHOLDS = 40


def _till(folder, *more_lines):
    """Odd households buy milk, even ones tea; those below 30 redeem the coupon for it."""
    lines = {name: [head] for name, head in TABLES.items()}
    lines["products"] += ["milk1,MILK", "milk2,MILK", "tea1,TEA", "nameless,"]
    for number, start, end in (
        ("1", "2026-02-01", "2026-02-20"),
        ("2", "2026-03-01", "2026-03-20"),
    ):
        lines["campaign_descriptions"].append(f"{number},Type B,{start},{end}")
        lines["coupons"] += [f"m{number},milk2,{number}", f"t{number},tea1,{number}"]
        for one in range(HOUSEHOLDS):
            lines["campaigns"].append(f"{number},h{one}")
            if one < 30:
                coupon = f"{'m' if one % 2 else 't'}{number}"
                lines["coupon_redemptions"].append(f"h{one},{coupon},{number},{end}")
    for one in range(HOUSEHOLDS):
        item = "milk1" if one % 2 else "tea1"
        lines["transactions_sample"].append(f"h{one},b{one},{item},2026-01-05 10:00:00")
    lines["transactions_sample"] += more_lines
    for name, own in lines.items():
        with gzip.open(folder / f"{name}.csv.gz", "wt") as stream:
            stream.write("\n".join(own) + "\n")
    return Grocery(folder)


def test_habits_and_earlier_redeemers_are_found(tmp_path):
    """Given one ended campaign, when the next starts, then its coupons go to the right homes."""
    found, asked, _ = evaluate(_till(tmp_path))
    assert [one.name for one in asked] == ["2"]
    ours, popular = found["aisle"], found["popularity"]
    assert ours.households["2"] == 1.0
    assert ours.households["2"] > popular.households["2"] or popular.households["2"] == 1.0
    assert set(ours.coupons) == {f"2 h{one}" for one in range(30)}


def test_a_type_bought_speaks_for_another_product_of_it(tmp_path):
    campaign = _till(tmp_path).campaign("1")
    own, kind = PAIR.index("own"), PAIR.index("kind")
    milk = campaign.coupons.index("m1")
    buyer, other = campaign.households.index("h1"), campaign.households.index("h2")
    assert campaign.pairs[buyer, milk, own] == 0
    assert campaign.pairs[buyer, milk, kind] > campaign.pairs[other, milk, kind] == 0


def test_nothing_from_the_first_day_on_is_seen(tmp_path):
    """Given purchases on and after the first day, then the features are as without them."""
    (tmp_path / "one").mkdir()
    (tmp_path / "other").mkdir()
    before = _till(tmp_path / "one").campaign("1")
    late = [f"h2,late{n},milk2,2026-02-0{n} 00:00:00" for n in (1, 2)]
    after = _till(tmp_path / "other", *late).campaign("1")
    assert np.array_equal(before.pairs, after.pairs)
    assert np.array_equal(before.of_household, after.of_household)
    # The redemptions of campaign 1 are known to campaign 2, and not to campaign 1.
    used = HOUSEHOLD.index("used")
    assert np.ptp(before.of_household[:, used]) == 0
    assert np.ptp(_till(tmp_path / "one").campaign("2").of_household[:, used]) > 0


def test_a_folder_that_is_not_the_set_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is not the grocery set"):
        Grocery(tmp_path)
