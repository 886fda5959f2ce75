"""Open points: what a person must still do before a draft may become a service."""

from dataclasses import dataclass, field

from laufzettel.packages.fim.naming import key_from

MOST_POINTS = 50
_LONGEST = 5500


@dataclass
class OpenPoints:
    """Collects open points by topic; each becomes one rule of readiness.yaml in the state todo."""

    found: dict[str, list[str]] = field(default_factory=dict)

    def add(self, topic: str, sentence: str) -> None:
        """Note one more thing to do under a topic (a key); the same sentence is noted once."""
        sentences = self.found.setdefault(topic, [])
        if sentence not in sentences:
            sentences.append(sentence)

    def add_rule(self, rule_id: str, sentence: str) -> None:
        """Note a rule of the schema that a person must write as a condition or a check; each has a topic of its own."""
        topic = key_from(f"fim_regel_{rule_id}")
        if len(self.found) >= MOST_POINTS:
            topic = "fim_regeln"
        self.add(topic, sentence)

    def rules(self) -> dict[str, dict[str, str]]:
        """Return the points as readiness.yaml holds them."""
        return {
            topic: {"state": "todo", "reason": _joined(sentences)} for topic, sentences in sorted(self.found.items())
        }


def _joined(sentences: list[str]) -> str:
    text = ""
    for number, sentence in enumerate(sentences):
        if len(text) + len(sentence) > _LONGEST:
            return f"{text} … und {len(sentences) - number} weitere."
        text = f"{text} {sentence}".strip()
    return text[: _LONGEST + 100]
