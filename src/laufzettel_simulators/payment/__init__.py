"""A payment service that speaks XBezahldienste 1.0, with pages to pay, abort, fail, answer late, twice or wrongly."""
