"""The HTTP service; it joins in the next release."""
