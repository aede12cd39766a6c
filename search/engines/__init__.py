"""The engines behind the one protocol of `search.engine`."""
