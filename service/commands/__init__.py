"""What `moderation-server` does besides serving."""
