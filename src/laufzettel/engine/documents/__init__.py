"""Documents: accessible, archivable letters made by Typst, sealed by PAdES, stamped by RFC 3161."""

from laufzettel.engine.documents.errors import DocumentError
from laufzettel.engine.documents.model import Attachment
from laufzettel.engine.documents.qr import qr_svg
from laufzettel.engine.documents.render import BuiltIn, built_in, render, render_built_in
from laufzettel.engine.documents.sealing.authority import DemoAuthority, demo_authority
from laufzettel.engine.documents.sealing.keys import SealKey
from laufzettel.engine.documents.sealing.seal import seal
from laufzettel.engine.documents.sealing.stamp import (
    HttpTimeStamper,
    LocalTimeStamper,
    StampReport,
    TimeStamper,
    timestamp_token,
    verify_timestamp_token,
)
from laufzettel.engine.documents.sealing.verify import SealReport, verify

__all__ = [
    "Attachment",
    "BuiltIn",
    "DemoAuthority",
    "DocumentError",
    "HttpTimeStamper",
    "LocalTimeStamper",
    "SealKey",
    "SealReport",
    "StampReport",
    "TimeStamper",
    "built_in",
    "demo_authority",
    "qr_svg",
    "render",
    "render_built_in",
    "seal",
    "timestamp_token",
    "verify",
    "verify_timestamp_token",
]
