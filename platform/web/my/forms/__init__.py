"""Forms of my page and of sign-in."""
