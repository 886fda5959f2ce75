"""When a notice counts as served, until when it can be objected to, and why: pure rules over dated data."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, cast

from laufzettel.kernel.dates import deadline_end, next_working_day, say_day
from laufzettel.kernel.language import phrase, say

Channel = Literal["own_portal", "user_account", "post"]
Law = Literal["general", "tax"]
Start = Literal["provided", "retrieved", "posted"]

WEEKDAYS = (
    phrase("Montag"), phrase("Dienstag"), phrase("Mittwoch"), phrase("Donnerstag"), phrase("Freitag"),
    phrase("Samstag"), phrase("Sonntag"),
)  # fmt: skip
STARTED = {
    "provided": phrase("Bereitgestellt am {day}."),
    "retrieved": phrase("Abgerufen am {day}."),
    "posted": phrase("Zur Post gegeben am {day}."),
}
ORDINALS = {
    1: phrase("am ersten Tag danach"),
    3: phrase("am dritten Tag danach"),
    4: phrase("am vierten Tag danach"),
}

# Only an administrative act is served and can be objected to; a certificate or a plain letter is just handed over.
SERVED_KINDS = frozenset({"decision", "permit"})


@dataclass(frozen=True, kw_only=True)
class ServingRule:
    """One dated rule of serving; see `serving_rules.yaml` for what each value means."""

    key: str
    channel: Channel
    law: Law
    starts: Start
    days: int
    shifts: bool
    watchdog: int | None
    valid_from: date
    valid_until: date | None
    cite: str


@dataclass(frozen=True, kw_only=True)
class ServingRules:
    """All rules of serving and the period for an objection."""

    rules: tuple[ServingRule, ...]
    appeal_period: str
    appeal_cite: str


@dataclass(frozen=True, kw_only=True)
class Delivery:
    """What is known about how a notice reaches its recipient; calendar days in Germany."""

    channel: Channel
    law: Law
    provided_on: date
    retrieved_on: date | None = None
    posted_on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Serving:
    """The result: the day of serving (None: not yet known), the ends of both deadlines, and the derivation."""

    rule: str
    cite: str
    served_on: date | None
    provision_ends_on: date | None
    appeal_ends_on: date | None
    derivation: tuple[str, ...]


def read_rules(raw: dict[str, object]) -> ServingRules:
    """Turn the parsed `serving_rules.yaml` into values; raises `KeyError` for a rule with something missing."""
    appeal = cast("dict[str, dict[str, str]]", raw["appeal"])
    entries = cast("Iterable[dict[str, object]]", raw["rules"])
    return ServingRules(
        rules=tuple(_read_rule(entry) for entry in entries),
        appeal_period=str(appeal["period"]),
        appeal_cite=appeal["source"]["cite"],
    )


def _read_rule(entry: dict[str, object]) -> ServingRule:
    source = cast("dict[str, str]", entry["source"])
    return ServingRule(
        key=str(entry["key"]),
        channel=cast("Channel", entry["channel"]),
        law=cast("Law", entry["law"]),
        starts=cast("Start", entry["starts"]),
        days=cast("int", entry["days"]),
        shifts=cast("bool", entry["shifts"]),
        watchdog=cast("int | None", entry.get("watchdog")),
        valid_from=cast("date", entry["valid_from"]),
        valid_until=cast("date | None", entry.get("valid_until")),
        cite=source["cite"],
    )


def serve(rules: ServingRules, delivery: Delivery, *, land: str) -> Serving:
    """Compute when a notice counts as served and when the time for an objection ends.

    What nobody retrieved within the days of the watchdog does not count as served, whatever happens to it later
    (§ 41 (2a) VwVfG). Raises `LookupError` when no rule covers the channel, the law and the day.
    """
    rule = _rule_for(rules, delivery)
    start = _start_of(rule, delivery)
    ends_on = _provision_ends_on(rule, delivery)
    if start is None or (ends_on is not None and start > ends_on):
        return _waiting(rule, delivery, ends_on)
    served_on = start + timedelta(days=rule.days)
    if rule.shifts:
        served_on = next_working_day(served_on, land=land)
    appeal_ends_on = deadline_end(start=served_on, period=rules.appeal_period, land=land)
    return Serving(
        rule=rule.key,
        cite=rule.cite,
        served_on=served_on,
        provision_ends_on=None,
        appeal_ends_on=appeal_ends_on,
        derivation=(
            say(STARTED[rule.starts], day=_day(start)),
            say(
                "Gilt am {day} als bekannt gegeben ({how}, {cite}).",
                day=_day(served_on),
                how=_counted(rule),
                cite=rule.cite,
            ),
            say(
                "Die Frist für einen Widerspruch von einem Monat endet am {day} ({cite}).",
                day=_day(appeal_ends_on),
                cite=rules.appeal_cite,
            ),
        ),
    )


def _rule_for(rules: ServingRules, delivery: Delivery) -> ServingRule:
    day = delivery.posted_on or delivery.provided_on
    for rule in rules.rules:
        fits = rule.channel == delivery.channel and rule.law == delivery.law
        if fits and rule.valid_from <= day and (rule.valid_until is None or day <= rule.valid_until):
            return rule
    raise LookupError(f"no rule of serving for {delivery.channel}, {delivery.law}, {day}")


def _start_of(rule: ServingRule, delivery: Delivery) -> date | None:
    if rule.starts == "provided":
        return delivery.provided_on
    return delivery.retrieved_on if rule.starts == "retrieved" else delivery.posted_on


def _provision_ends_on(rule: ServingRule, delivery: Delivery) -> date | None:
    return delivery.provided_on + timedelta(days=rule.watchdog) if rule.watchdog else None


def _waiting(rule: ServingRule, delivery: Delivery, ends_on: date | None) -> Serving:
    said = [say("Bereitgestellt am {day}.", day=_day(delivery.provided_on))]
    if ends_on and delivery.retrieved_on:
        said.append(
            say(
                "Erst am {day} abgerufen, nach dem {end}: damit nicht bekannt gegeben ({cite}). "
                "Der Bescheid kommt mit der Post.",
                day=_day(delivery.retrieved_on),
                end=_day(ends_on),
                cite=rule.cite,
            )
        )
    else:
        said.append(say("Noch nicht abgerufen ({cite}).", cite=rule.cite))
    if ends_on and not delivery.retrieved_on:
        said.append(say("Wird der Bescheid bis {day} nicht abgerufen, kommt er mit der Post.", day=_day(ends_on)))
    return Serving(
        rule=rule.key,
        cite=rule.cite,
        served_on=None,
        provision_ends_on=ends_on,
        appeal_ends_on=None,
        derivation=tuple(said),
    )


def _counted(rule: ServingRule) -> str:
    ordinal = ORDINALS.get(rule.days)
    counted = say(ordinal) if ordinal else say("am {days}. Tag danach", days=rule.days)
    return say("{when}, am nächsten Werktag", when=counted) if rule.shifts else counted


def _day(day: date) -> str:
    return say("{weekday}, {day}", weekday=say(WEEKDAYS[day.weekday()]), day=say_day(day))
