"""Facts: merging imports, snapshots, and the queries that count."""
