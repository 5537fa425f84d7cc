"""Grocery's real campaigns, and what was known of a household and a coupon on the day one started.

Everything here is counted from lines before ``campaign.starts``: purchases, redemptions, campaigns
sent. Demographics (age, income, marital status, children) are in the data and are not read: no
protected attribute decides who is offered what.

Features of a household and a coupon, all logarithms of one plus a count:

- ``own``: the household's purchases of the products the coupon is for;
- ``kind``: its purchases of products of the same types, in share of the coupon's types;
- ``popular``: everybody's purchases of the coupon's products;
- ``popular_kind``: everybody's purchases of its types;
- ``redeemed``: redemptions of the same coupon in earlier campaigns;
- ``breadth``: how many products it is for.

Features of a household: ``visits`` (baskets), ``used`` (earlier redemptions a campaign received,
half a redemption and one campaign assumed), ``received`` (earlier campaigns), and the largest
``own`` and ``kind`` among the campaign's coupons (``match_own``, ``match_kind``).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from eval.errors import UsageError

Floats = npt.NDArray[np.float64]
PAIR = ("own", "kind", "popular", "popular_kind", "redeemed", "breadth")
HOUSEHOLD = ("visits", "used", "received", "match_own", "match_kind")
FILES = ("campaign_descriptions", "campaigns", "coupons", "coupon_redemptions", "products")


@dataclass(frozen=True, eq=False)
class Campaign:
    """One campaign as it could be seen on its first day, and which coupons were then redeemed."""

    name: str
    starts: pd.Timestamp
    ends: pd.Timestamp
    households: tuple[str, ...]
    coupons: tuple[str, ...]
    pairs: Floats
    """Shape (households, coupons, len(PAIR))."""
    of_household: Floats
    """Shape (households, len(HOUSEHOLD))."""
    redeemed: npt.NDArray[np.bool_]
    """Shape (households, coupons)."""


class Grocery:
    """The tables, ids as strings, days as timestamps."""

    def __init__(self, folder: Path) -> None:
        """Reads the set.

        Raises:
            UsageError: A file is missing or has not the columns.
        """
        try:
            tables = {
                name: pd.read_csv(folder / f"{name}.csv.gz", dtype=str)
                for name in (*FILES, "transactions_sample")
            }
            self.about = tables["campaign_descriptions"].set_index("campaign_id")
            self.about["start_date"] = pd.to_datetime(self.about["start_date"])
            self.about["end_date"] = pd.to_datetime(self.about["end_date"])
            self._sent = tables["campaigns"]
            self._coupons = tables["coupons"]
            self._redeemed = tables["coupon_redemptions"]
            self._redeemed["at"] = pd.to_datetime(self._redeemed["redemption_date"])
            self._bought = tables["transactions_sample"]
            self._bought["at"] = pd.to_datetime(self._bought["transaction_timestamp"])
            kinds = tables["products"].fillna({"product_type": ""})
            self._kind = dict(zip(kinds["product_id"], kinds["product_type"], strict=True))
        except (OSError, ValueError, KeyError) as error:
            raise UsageError(
                f"{folder} is not the grocery set ({error}): give its folder"
            ) from error
        self._product = {item: n for n, item in enumerate(self._kind)}
        self._types = {kind: n for n, kind in enumerate(dict.fromkeys(self._kind.values()))}
        pairs = [(self._product[i], self._types[kind]) for i, kind in self._kind.items() if kind]
        self._of_kind = _ones(pairs, (len(self._product), len(self._types)))

    def label(self, coupon: str, campaign: str) -> str:
        """The commonest types among the coupon's products, for people."""
        own = self._coupons
        products = own[(own["coupon_upc"] == coupon) & (own["campaign_id"] == campaign)]
        types = products["product_id"].map(self._kind).dropna()
        return ", ".join(types.value_counts().index[:2])

    def campaign(self, name: str) -> Campaign:
        """A campaign with its features and its outcome."""
        starts, ends = self.about.loc[name, "start_date"], self.about.loc[name, "end_date"]
        sent = self._sent[self._sent["campaign_id"] == name]
        households = tuple(dict.fromkeys(sent["household_id"]))
        lines = self._coupons[self._coupons["campaign_id"] == name]
        coupons = tuple(dict.fromkeys(lines["coupon_upc"]))
        row = {one: n for n, one in enumerate(households)}
        column = {one: n for n, one in enumerate(coupons)}
        bought = self._bought[self._bought["at"] < starts]
        before = self._redeemed[self._redeemed["at"] < starts]
        redeemed = np.zeros((len(row), len(column)), dtype=np.bool_)
        outcome = self._redeemed[self._redeemed["campaign_id"] == name]
        for household, coupon in zip(outcome["household_id"], outcome["coupon_upc"], strict=True):
            if household in row and coupon in column:
                redeemed[row[household], column[coupon]] = True
        pairs = self._pairs(lines, bought, before, row, column)
        own = self._of_households(households, starts, bought, before)
        match = pairs[:, :, :2].max(axis=1)
        return Campaign(
            name, starts, ends, households, coupons, pairs, np.hstack([own, match]), redeemed
        )

    def _pairs(
        self,
        lines: pd.DataFrame,
        bought: pd.DataFrame,
        before: pd.DataFrame,
        row: dict[str, int],
        column: dict[str, int],
    ) -> Floats:
        size = len(self._product)
        known = lines[lines["product_id"].isin(self._product)]
        covers = _ones(
            [
                (column[coupon], self._product[item])
                for coupon, item in zip(known["coupon_upc"], known["product_id"], strict=True)
            ],
            (len(column), size),
        )
        mine = bought[bought["household_id"].isin(row)]
        baskets = _counts(
            [row[one] for one in mine["household_id"]],
            [self._product.get(item, -1) for item in mine["product_id"]],
            (len(row), size),
        )
        everybody = np.bincount(
            [self._product[item] for item in bought["product_id"] if item in self._product],
            minlength=size,
        )
        kinds = covers @ self._of_kind
        share = sparse.diags_array(1 / np.maximum(kinds.sum(axis=1), 1)) @ kinds
        redeemed = before["coupon_upc"].value_counts()
        shape = (len(row), len(column))
        features = [
            (baskets @ covers.T).toarray(),
            (baskets @ self._of_kind @ share.T).toarray(),
            np.broadcast_to(covers @ everybody, shape),
            np.broadcast_to(share @ (self._of_kind.T @ everybody), shape),
            np.broadcast_to([float(redeemed.get(one, 0)) for one in column], shape),
            np.broadcast_to(covers.sum(axis=1), shape),
        ]
        return np.log1p(np.stack(features, axis=2).astype(np.float64))

    def _of_households(
        self,
        households: tuple[str, ...],
        starts: pd.Timestamp,
        bought: pd.DataFrame,
        before: pd.DataFrame,
    ) -> Floats:
        earlier = self.about.index[self.about["start_date"] < starts]
        sent = self._sent[self._sent["campaign_id"].isin(earlier)]["household_id"].value_counts()
        used = before["household_id"].value_counts()
        visits = bought.groupby("household_id")["basket_id"].nunique()
        rows = [
            (
                visits.get(one, 0),
                (used.get(one, 0) + 0.5) / (sent.get(one, 0) + 1),
                sent.get(one, 0),
            )
            for one in households
        ]
        return np.log1p(np.array(rows, dtype=np.float64))


def _ones(pairs: list[tuple[int, int]], shape: tuple[int, int]) -> sparse.csr_array:
    """1 at each pair, once."""
    rows, columns = (list(side) for side in zip(*dict.fromkeys(pairs), strict=True))
    return sparse.coo_array((np.ones(len(rows)), (rows, columns)), shape=shape).tocsr()


def _counts(rows: list[int], columns: list[int], shape: tuple[int, int]) -> sparse.csr_array:
    """How often each pair stands there; a column of -1 is none."""
    kept = np.array(columns) >= 0
    where = (np.array(rows)[kept], np.array(columns)[kept])
    return sparse.coo_array((np.ones(int(kept.sum())), where), shape=shape).tocsr()
