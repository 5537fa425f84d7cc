"""The HTTP interface: intents, chat, events, catalogue, operations, beside the page on one port.

``create_app`` in :mod:`assistant.api.app` takes an opened :class:`assistant.service.Assistant` and
returns a FastAPI application. Each router is a function of what it needs, so that a test or another
host process can mount one of them alone; given up for that: FastAPI's dependency overrides.
"""
