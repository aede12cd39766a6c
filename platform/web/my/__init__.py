"""My page: what members see, write and answer."""
