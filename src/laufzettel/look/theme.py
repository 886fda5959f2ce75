"""The stylesheet that gives a town its own colour, computed so that text on it stays readable."""

import re

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
DEFAULT = "#1f4e79"
READABLE = 4.5  # contrast of WCAG 2.2, 1.4.3


def stylesheet(colour: str) -> str:
    """Return CSS for a town's colour (`#rrggbb`); a colour that white text is not readable on only decorates."""
    town = colour if _HEX.fullmatch(colour) else DEFAULT
    rules = f":root{{--lz-town:{town}}}"
    if contrast_to_white(town) >= READABLE:
        light = f"{{--kern-color-action-default:{town};--kern-color-action-visited:{town}}}"
        rules += f"@media (prefers-color-scheme:light){{:root{light}}}"
    return rules


def contrast_to_white(colour: str) -> float:
    """Return the contrast ratio between white and a colour `#rrggbb` (WCAG 2.2, relative luminance)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels]
    luminance = 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
    return 1.05 / (luminance + 0.05)
