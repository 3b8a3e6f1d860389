"""The site's own model: what moderators decided corrects the weights, and is let out only when it is better."""
