"""The contact centre: model, verbs, stores and the web server."""
