"""Rate, repeats and strikes: one backend a file, a URL picks it."""
