"""The bridge that `modal` carries is this package under another name."""

from modal._vendor.a2wsgi_wsgi import WSGIMiddleware

__all__ = ["WSGIMiddleware"]
