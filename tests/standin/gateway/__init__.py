"""Discord's gateway, version 10: connections, sessions that resume, events by shard and intent, and its faults."""
