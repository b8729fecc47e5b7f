"""The store: tables, migrations, history."""
