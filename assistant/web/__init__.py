"""The chat page: Gradio carries state, events and streaming; the looks are our own HTML and CSS.

``page.py`` builds the Blocks and their events, ``session.py`` keeps one visitor's conversation,
``markup.py`` draws turns, cart and profile through Jinja templates that escape everything,
``words/`` has the page's wording in each language.
"""
