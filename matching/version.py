"""The method's version: it changes whenever analysis or weights do."""

VERSION = "5"
