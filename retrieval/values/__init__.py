"""Values shoppers and feeds write in many ways, brought to one form each.

The same functions are used on both sides of every comparison (catalogue and wish), so that
"Gray", "grey" and 灰色 meet. All are pure, total (any string in, no exception out) and cached.
"""

from retrieval.values.colors import FAMILIES, color_families, color_mentions, color_name
from retrieval.values.genders import gender
from retrieval.values.materials import material_mentions, material_name, materials
from retrieval.values.sizes import same_size, size_key
from retrieval.values.text import contains_term, fold, is_cjk, singular

__all__ = [
    "FAMILIES",
    "color_families",
    "color_mentions",
    "color_name",
    "contains_term",
    "fold",
    "gender",
    "is_cjk",
    "material_mentions",
    "material_name",
    "materials",
    "same_size",
    "singular",
    "size_key",
]
