"""What Alembic runs: the migrations, on the connection (and in the transaction) it is handed.

With the ``alembic`` command line, which hands none, it renders the SQL instead (``--sql``).
"""

from alembic import context

from assistant.storage.tables import Base

connection = context.config.attributes.get("connection")
if connection is None:
    context.configure(
        url="sqlite://", target_metadata=Base.metadata, literal_binds=True, as_sql=True
    )
else:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
