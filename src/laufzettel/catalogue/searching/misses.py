"""Which words of a question without a hit may be counted for editors."""

from laufzettel.catalogue.searching.words import is_optional, is_stopword, words_of

_MOST_WORDS, _LONGEST_WORD, _SHORTEST_WORD = 4, 40, 3


def countable_words(text: str) -> str:
    """Return the words of a question in one form and order, or an empty text when they could name a person.

    Never counted: anything with a digit, an at sign or an address, single letters, long texts.
    """
    if any(letter.isdigit() or letter in "@/:\\" for letter in text):
        return ""
    words = sorted({word for word in words_of(text) if not (is_stopword(word) or is_optional(word))})
    if not words or len(words) > _MOST_WORDS or any(not _SHORTEST_WORD <= len(word) <= _LONGEST_WORD for word in words):
        return ""
    return " ".join(words)
