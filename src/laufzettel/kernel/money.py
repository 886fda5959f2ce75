"""Amounts in EUR, exact to the cent."""

from decimal import ROUND_HALF_UP, Decimal

from laufzettel.kernel import language

CENT = Decimal("0.01")


def euro(value: Decimal | int | str) -> Decimal:
    """Return the amount in EUR rounded commercially to whole cents.

    Raises `TypeError` for floats, because they are never exact, and `ValueError` for text that is no number.
    """
    if isinstance(value, float):
        raise TypeError("an amount of money is never a float")
    try:
        amount = Decimal(value)
        if not amount.is_finite():
            raise ValueError(f"not an amount of money: {value!r}")
        return amount.quantize(CENT, ROUND_HALF_UP)
    except ArithmeticError:
        raise ValueError(f"not an amount of money: {value!r}") from None


def to_cents(amount: Decimal) -> int:
    """Return the amount in EUR as whole cents; raises `ValueError` when it is not exact to the cent."""
    cents = amount * 100
    if cents != cents.to_integral_value():
        raise ValueError(f"not exact to the cent: {amount}")
    return int(cents)


def from_cents(cents: int) -> Decimal:
    """Return whole cents as an amount in EUR."""
    return Decimal(cents).scaleb(-2).quantize(CENT)


def format_de(amount: Decimal) -> str:
    """Write an amount in EUR the German way: `1.234,50 €` with a protected space."""
    text = f"{euro(amount):,.2f}".translate(str.maketrans(",.", ".,"))
    return f"{text}\N{NO-BREAK SPACE}€"


def say_amount(amount: Decimal) -> str:
    """Write an amount in EUR for the reader: `1.234,50 €` in German, `€1,234.50` in other languages."""
    return format_de(amount) if language.reader() == language.SOURCE else f"€{euro(amount):,.2f}"
