"""Our own API, one resource a file: parse, ask the desk, answer."""
