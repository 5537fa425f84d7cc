"""SQLAlchemy tables and sessions for everything the assistant remembers."""
