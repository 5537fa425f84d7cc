"""What an evaluation reads: queries, judgments, logged sessions, gold intents.

Every reader is strict. A log of behaviour may lose a line; a test set that silently loses one gives
a wrong figure. So the first bad line stops the run with its file and number.
"""
