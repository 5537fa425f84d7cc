"""What to show a shopper who asks for nothing in particular: what is theirs, or what is popular.

:mod:`assistant.suggestions.start` climbs down from the fitted recommender to what is hot; the rest
is the recommender's way from the shop's event log to a file and back into the running shop.
"""
