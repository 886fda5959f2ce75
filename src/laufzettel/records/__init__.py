"""Record files, filed documents, retention and the audit proof."""
