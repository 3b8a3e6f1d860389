"""Telling a site's own server what happened, by the Standard Webhooks scheme."""
