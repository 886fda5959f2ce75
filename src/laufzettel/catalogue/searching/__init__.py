"""Find a service with the words people use: folding, stems, parts of compounds, everyday words, slips. Pure."""

from laufzettel.catalogue.searching.compounds import Splitter
from laufzettel.catalogue.searching.data import base_words, everyday_words
from laufzettel.catalogue.searching.entry import Entry
from laufzettel.catalogue.searching.finding import Found, find
from laufzettel.catalogue.searching.index import Index, build_index
from laufzettel.catalogue.searching.misses import countable_words
from laufzettel.catalogue.searching.words import keys_of, level, words_of

__all__ = [
    "Entry",
    "Found",
    "Index",
    "Splitter",
    "base_words",
    "build_index",
    "countable_words",
    "everyday_words",
    "find",
    "keys_of",
    "level",
    "words_of",
]
