"""The example of every request and answer in ``/openapi.json``.

They are real: the API's tests send each request example and check each answer example against its
schema.
"""

from __future__ import annotations

from typing import Any

INTENT: dict[str, Any] = {
    "action": "search",
    "query": "blue running shoes for women",
    "product_type": "running shoe",
    "price_min": None,
    "price_max": 80,
    "currency": "USD",
    "brands": [],
    "exclude_brands": [],
    "colors": ["blue"],
    "exclude_colors": [],
    "sizes": [],
    "materials": [],
    "features": [],
    "exclude": [],
    "occasion": None,
    "recipient": "women",
    "min_rating": None,
    "on_sale": False,
    "sort": "relevance",
    "refers_to": [],
    "quantity": None,
    "ask": [],
    "language": "en",
}
INTENT_REQUEST: dict[str, Any] = {"text": "blue running shoes for women under $80"}
INTENT_REPLY: dict[str, Any] = {"intent": INTENT, "source": "llm", "ms": 212.4}

CHAT_REQUEST: dict[str, Any] = {
    "message": "blue running shoes for women under $80",
    "conversation_id": "3f0c9a52",
    "user_id": None,
    "stream": False,
}
CARD: dict[str, Any] = {
    "rank": 1,
    "product_id": "shoe-114-blue",
    "title": "Fleetfoot Glide Running Shoe, Blue",
    "brand": "Fleetfoot",
    "image": "images/shoe-114-blue.webp",
    "price": 64.0,
    "list_price": 80.0,
    "percent_off": 20,
    "currency": "USD",
    "rating": 4.6,
    "rating_count": 212,
    "availability": "in_stock",
    "offer": {
        "promotion_id": "spring-shoes",
        "title": "10% off running shoes",
        "code": None,
        "price_after": 57.6,
        "why": "",
        "item_ids": [],
        "price_together": None,
        "price_apart": None,
        "currency": "USD",
    },
    "reasons": [
        {"factor": "relevance", "contribution": 0.41, "text": "Matches what you asked for"},
        {"factor": "rating", "contribution": 0.12, "text": "Rated 4.6 by 212 shoppers"},
    ],
    "reason": "Matches what you asked for, and rated 4.6 by 212 shoppers.",
    "score": 0.53,
    "fits": True,
    "misses": [],
}
TURN: dict[str, Any] = {
    "conversation_id": "3f0c9a52",
    "text": "Here is a blue running shoe for women under $80.",
    "language": "en",
    "intent": INTENT,
    "source": "llm",
    "degraded": False,
    "cards": [CARD],
    "comparison": None,
    "cart": None,
    "offers": [CARD["offer"]],
    "chips": [{"label": "Cheaper", "message": "cheaper"}],
    "asked": None,
    "ground": None,
    "timings_ms": {"parse": 212.4, "retrieve": 21.0, "rank": 6.2, "reply": 1.1},
}
TURN_STREAM = (
    'event: delta\ndata: "Here is a blue "\n\n'
    'event: delta\ndata: "running shoe"\n\n'
    'event: turn\ndata: {"conversation_id": "3f0c9a52", "text": "Here is a blue running shoe", …}'
    "\n\nevent: done\ndata: {}\n\n"
)

EVENT: dict[str, Any] = {
    "event_id": "5b1f6a0e-1",
    "ts": "2026-05-04T10:15:30Z",
    "user_id": "u-001",
    "session_id": "s-42",
    "type": "view_item",
    "item_id": "shoe-114-blue",
}
EVENTS: list[dict[str, Any]] = [
    EVENT,
    {**EVENT, "event_id": "5b1f6a0e-2", "type": "add_to_cart", "quantity": 1},
]
EVENTS_RECEIPT: dict[str, Any] = {
    "accepted": 1,
    "duplicates": 0,
    "rejected": [
        {"index": 1, "event_id": "5b1f6a0e-2", "reason": "item_id: add_to_cart needs an item"}
    ],
}

PRODUCT: dict[str, Any] = {
    "id": "shoe-114-blue",
    "title": "Fleetfoot Glide Running Shoe, Blue",
    "description": "A light everyday running shoe with a breathable mesh upper.",
    "brand": "Fleetfoot",
    "category": "Shoes > Running Shoes",
    "price": 80.0,
    "sale_price": 64.0,
    "currency": "USD",
    "availability": "in_stock",
    "rating": 4.6,
    "rating_count": 212,
    "sales": 950,
    "color": "blue",
    "sizes": ["37", "38", "39"],
    "material": "mesh",
    "gender": "female",
    "age_group": "adult",
    "image": "images/shoe-114-blue.webp",
    "link": "",
    "item_group_id": "shoe-114",
    "released": "2025-03-01",
    "attributes": {"type": "running shoe"},
}
SEARCH_REPLY: dict[str, Any] = {
    "query": "running shoes",
    "count": 1,
    "ms": 21.3,
    "results": [
        {"product": PRODUCT, "relevance": 1.0, "scores": {"bm25": 7.1, "dense": 0.62}},
    ],
}


def _related(
    code: str, text: str, evidence: dict[str, Any], score: float, **product: Any
) -> dict[str, Any]:
    """A related product: what differs from ``PRODUCT``, and why it is there."""
    return {
        "product": {**PRODUCT, "sale_price": None, **product},
        "score": score,
        "reason": {"code": code, "text": text, "evidence": evidence},
    }


_SOCKS = {
    "id": "sock-7-grey",
    "title": "Fleetfoot Cushioned Running Socks, Grey",
    "category": "Clothing > Accessories > Socks",
    "price": 12.0,
    "color": "grey",
    "item_group_id": "sock-7",
}
_LACES = {
    "id": "lace-1",
    "title": "Fleetfoot Elastic Laces",
    "category": "Shoes > Accessories > Laces",
    "price": 6.0,
    "item_group_id": "lace-1",
}
_BOTTLE = {
    "id": "bot-2",
    "title": "Strivo Soft Flask, 500 ml",
    "brand": "Strivo",
    "category": "Sports > Running > Bottles",
    "price": 15.0,
    "item_group_id": "bot-2",
}
RELATED_REPLY: dict[str, Any] = {
    "product_id": "shoe-114-blue",
    "related": {
        "similar": [
            _related(
                "alike",
                "Like it in kind and price",
                {"shared": ["type", "price"]},
                0.83,
                id="shoe-120-blue",
                title="Strivo Tempo Running Shoe, Blue",
                brand="Strivo",
                item_group_id="shoe-120",
            ),
        ],
        "brand": [
            _related(
                "same_brand",
                "Also by Fleetfoot",
                {"brand": "Fleetfoot"},
                0.79,
                id="shoe-115-blue",
                title="Fleetfoot Sprint Running Shoe, Blue",
                item_group_id="shoe-115",
            ),
        ],
        "cheaper": [
            _related("cheaper", "23% cheaper", {"percent": 23}, 0.74, id="shoe-090-blue", price=49),
        ],
        "dearer": [
            _related(
                "dearer",
                "40% dearer, of the same kind",
                {"percent": 40},
                0.71,
                id="shoe-130-blue",
                price=112.0,
            ),
        ],
        "accessories": [
            _related("made_for", "Made for: running shoe", {"kind": "running shoe"}, 0.9, **_LACES),
            _related(
                "belongs_to",
                "Belongs to: running shoe",
                {"kind": "running shoe"},
                0.86,
                **{**_LACES, "id": "insole-3", "title": "Fleetfoot Running Insoles"},
            ),
            _related(
                "bought_together",
                "Bought together by 14 shoppers",
                {"shoppers": 14},
                0.81,
                **_SOCKS,
            ),
        ],
        "goes_with": [
            _related(
                "bought_with_alike",
                "Bought with this or products like it by 5 shoppers",
                {"shoppers": 5},
                0.66,
                **_SOCKS,
            ),
            _related("bought_next", "Likely to be bought next", {}, 0.57, **_LACES),
            _related(
                "viewed_together",
                "Viewed together in 9 visits",
                {"shoppers": 9},
                0.52,
                **_BOTTLE,
            ),
            _related(
                "pairs_with",
                "Goes with it for running: soft flask",
                {"kind": "soft flask", "activity": "running"},
                0.4,
                **{**_BOTTLE, "id": "bot-3", "title": "Strivo Soft Flask, 250 ml"},
            ),
        ],
        "variants": [
            _related(
                "variant",
                "The same model in black",
                {"color": "black"},
                1.0,
                id="shoe-114-black",
                title="Fleetfoot Glide Running Shoe, Black",
                color="black",
            ),
        ],
    },
}
TRENDING_REPLY: dict[str, Any] = {
    "kind": "hot",
    "category": "Shoes",
    "count": 1,
    "results": [
        {
            "product": PRODUCT,
            "score": 0.93,
            "figures": {"interest": 0.4, "sales": 0.27, "rating": 0.18, "reviews": 0.08},
        }
    ],
}
RECOMMENDATIONS_REPLY: dict[str, Any] = {
    "ground": "history",
    "text": "Going by what you have bought, this may be next:",
    "language": "en",
    "count": 1,
    "results": [
        {
            **CARD,
            "reasons": [
                {
                    "factor": "relevance",
                    "contribution": 0.41,
                    "text": "Often bought after Fleetfoot Trail Sock, Grey",
                },
                {"factor": "rating", "contribution": 0.12, "text": "Rated 4.6 by 212 shoppers"},
            ],
            "reason": "Often bought after Fleetfoot Trail Sock, Grey; rated 4.6 by 212 shoppers",
        }
    ],
}
PERSONAL_OFFER: dict[str, Any] = {
    "promotion_id": "spring-shoes",
    "title": "10% off running shoes",
    "code": None,
    "price_after": None,
    "why": "As you have been looking around our Running Shoes section",
    "item_ids": [],
    "price_together": None,
    "price_apart": None,
    "currency": "USD",
}
QUOTE_REQUEST: dict[str, Any] = {
    "user_id": "u-001",
    "lines": [{"product_id": "shoe-114-blue", "quantity": 2}],
    "codes": ["HELLO10"],
}
QUOTE_REPLY: dict[str, Any] = {
    "lines": [
        {
            "product_id": "shoe-114-blue",
            "quantity": 2,
            "unit_price": "64.00",
            "line_total": "128.00",
        }
    ],
    "subtotal": "128.00",
    "discounts": [
        {"promotion_id": "spring-shoes", "title": "10% off running shoes", "amount": "12.80"}
    ],
    "total": "115.20",
    "currency": "USD",
    "unused_codes": ["HELLO10"],
}
REDEMPTION: dict[str, Any] = {
    "order_id": "o-2026-0815",
    "user_id": "u-001",
    "amounts": {"spring-shoes": "12.80"},
}
PROMOTIONS_REPLY: dict[str, Any] = {
    "user_id": "u-001",
    "personal": [PERSONAL_OFFER],
    "promotions": [
        {
            "id": "spring-shoes",
            "title": "10% off running shoes",
            "kind": "percent",
            "value": "10",
            "code": None,
            "scope": {"item_ids": [], "brands": [], "categories": ["Shoes > Running Shoes"]},
            "conditions": {
                "min_spend": None,
                "min_quantity": None,
                "segments": [],
                "viewed_categories": {},
                "purchased_categories": [],
                "first_order": False,
            },
            "starts": "2026-03-01T00:00:00Z",
            "ends": "2026-06-01T00:00:00Z",
            "budget": None,
            "stackable": False,
            "priority": 1,
            "title_zh": "跑鞋九折",
        }
    ],
}
PROBLEM: dict[str, Any] = {
    "type": "about:blank",
    "title": "Not Found",
    "status": 404,
    "detail": "No product has the id 'nope'. Ids come from /v1/search.",
    "instance": "/v1/products/nope",
}
