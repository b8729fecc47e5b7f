"""The store's schema, one file per change, run by `data_sources.store.migrate`."""
