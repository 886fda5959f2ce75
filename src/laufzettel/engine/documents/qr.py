"""QR codes as SVG, for a page where a document can be checked or a payment can be made."""

from collections.abc import Mapping


def qr_svg(*, text: str) -> bytes:
    """Return a QR code of `text` (at most 1,000 characters) as SVG, error level M, quiet zone of four modules."""
    import io

    import segno

    target = io.BytesIO()
    segno.make_qr(text, error="m").save(
        target, kind="svg", border=4, xmldecl=False, svgns=True, dark="#000", light=None
    )
    return target.getvalue()


def codes_in(data: Mapping[str, object]) -> dict[str, str]:
    """Return {text: SVG} for every value in `data` and `data["extra"]` whose key ends in `_url` or `_qr`."""
    extra = data.get("extra")
    pools = [data, extra] if isinstance(extra, Mapping) else [data]
    wanted = {
        value
        for pool in pools
        for key, value in pool.items()
        if isinstance(value, str) and 0 < len(value) <= 1000 and str(key).endswith(("_url", "_qr"))
    }
    return {value: qr_svg(text=value).decode() for value in sorted(wanted)}
