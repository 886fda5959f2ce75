"""Entry point of the web process under measurement."""

from benchmarks._bare import application_beside
from laufzettel.config.wsgi import application as product

application = application_beside(product)
