"""The LangGraph conversation: one module a step."""
