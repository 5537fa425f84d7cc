"""What the shop knows of a shopper: interests, price bands, history counts, segments."""

from assistant.profiles.model import Fact, Interests, PriceBand, Profile, Tag
from assistant.profiles.profiles import Profiles
from assistant.profiles.shoppers import Shopper, Shoppers

__all__ = [
    "Fact",
    "Interests",
    "PriceBand",
    "Profile",
    "Profiles",
    "Shopper",
    "Shoppers",
    "Tag",
]
