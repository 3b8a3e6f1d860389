"""What Alembic runs for every migration, over the connection that `service.store.migrate` hands it."""

from alembic import context

from service.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
