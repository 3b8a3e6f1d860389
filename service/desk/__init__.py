"""What the service does, free of HTTP words."""

from service.desk.desk import Desk

__all__ = ["Desk"]
