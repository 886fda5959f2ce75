"""Pure Python engines: rules, forms, process, documents. No Django, no clock, no input or output."""
