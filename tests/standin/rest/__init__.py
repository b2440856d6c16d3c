"""Discord's REST API, version 10: one frame that counts, faults and answers calls, and the routes by resource."""
