"""Write docs/batch.schema.txt anew; look at what git says has changed before you commit it."""

from batch.test_schema import PUBLISHED, published

PUBLISHED.write_text(published(), encoding="utf-8")
