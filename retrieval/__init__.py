"""Catalogue in, products out: feeds, cleaning, embedding, ChromaDB, lexical and dense search."""
