"""A grammar over a product ontology: labelled shopping conversations, as many as are wanted."""

from finetune.data.grammar.catalogue import ontology_from_catalogue
from finetune.data.grammar.engine import generate, held_out, ontology_of, phrases_of
from finetune.data.grammar.ontology import Row, load_ontology
from finetune.data.grammar.phrases import Phrases, load_phrases

__all__ = [
    "Phrases",
    "Row",
    "generate",
    "held_out",
    "load_ontology",
    "load_phrases",
    "ontology_from_catalogue",
    "ontology_of",
    "phrases_of",
]
