"""Brings a database's tables up to date; forward only, as a backup is the way back."""
