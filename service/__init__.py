"""The HTTP service: settings, store, desk, routes, and the pages it serves."""
