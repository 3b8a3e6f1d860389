"""Side by side with peers: everything is a ratio measured in one run, since machines differ."""
