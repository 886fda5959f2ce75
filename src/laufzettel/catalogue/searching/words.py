"""Words in one spelling: case, umlauts, accents and endings levelled."""

import re
import unicodedata
from functools import lru_cache

import snowballstemmer

_WORD = re.compile(r"[^\W_]+")
# What people type instead of ä, ö, ü; not in neue, bauen, Quelle.
_UMLAUTS = ((re.compile("ae"), "a"), (re.compile("oe"), "o"), (re.compile("(?<![aeq])ue"), "u"))
_STEMMER = snowballstemmer.stemmer("german")
_SHORTEST_WITH_ER = 7
_MOST_CACHED = 100_000

# Words that say nothing about what is wanted.
_STOPWORDS = """
    aber alle alles als also am an auch auf aus bei beim bin bis bitte da damit dann das dass dem den der des die dies
    diese dieser doch dort du ein eine einem einen einer eines er es etwas fuer für ganz gern gerne geht gibt habe haben
    hat hier ich ihr ihre ihren im in ins ist ja jetzt kann können koennen man mal mein meine meinem meinen meiner
    meines mich mir mit möchte moechte muss müssen muessen nach nicht noch nur oder ohne schon sein sich sie sind so
    soll sowie stadt tun ueber über um und uns unser unsere vom von vor wann war warum was weil welche wenn wer werden
    wie will wir wird wo wohin würde wuerde zu zum zur
    a about am an and are can do does for have how i in is it my need of on or that the this to want what where with
"""
# Words that fit nearly every service: they may add to a hit but are never missed.
_OPTIONAL = """
    amt antrag antraege anträge apply ausfüllen ausfuellen beantragen beantragung behörde behoerde bekomme bekommen
    brauche braucht brauchen buergerbuero bürgerbüro formular formulare für get hilfe holen kosten kostet kriegen
    kriege mache machen neu neue neuen neuer neues office online rathaus service termin unterlagen vereinbaren
    verwaltung download
"""


def words_of(text: str) -> list[str]:
    """Return the words of a text in lower case, in their order."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).lower())


@lru_cache(maxsize=_MOST_CACHED)
def level(word: str) -> str:
    """Return a word without accents: Müller, Mueller and Muller become the same."""
    plain = unicodedata.normalize("NFD", word.lower().replace("ß", "ss"))
    plain = "".join(letter for letter in plain if not unicodedata.combining(letter))
    for written, meant in _UMLAUTS:
        plain = written.sub(meant, plain)
    return plain


@lru_cache(maxsize=_MOST_CACHED)
def key_of(word: str) -> str:
    """Return what different forms of a word share: Anmeldung and anmelden, Hund and Hunde."""
    stem: str = _STEMMER.stemWord(level(word))
    # Snowball keeps the r of Verlängerung and drops that of verlängern.
    return stem[:-2] if stem.endswith("er") and len(stem) >= _SHORTEST_WITH_ER else stem


def keys_of(text: str) -> tuple[str, ...]:
    """Return the keys of the words of a text that say something, each once, in their order."""
    return tuple(dict.fromkeys(key_of(word) for word in words_of(text) if not is_stopword(word)))


def is_stopword(word: str) -> bool:
    """Say whether a word says nothing about what is wanted."""
    return level(word) in _STOP_LEVELS


def is_optional(word: str) -> bool:
    """Say whether a word fits nearly every service."""
    return key_of(word) in _OPTIONAL_KEYS


_STOP_LEVELS = frozenset(level(word) for word in _STOPWORDS.split())
_OPTIONAL_KEYS = frozenset(key_of(word) for word in _OPTIONAL.split())
