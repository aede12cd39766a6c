"""Text search: documents, queries, and the engines that answer them.

Callers need four modules: `search.documents` (what is indexed), `search.query`
(what is asked), `search.engine` (the protocol and its answers) and one of
`search.engines`.
"""
