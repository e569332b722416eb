"""What comes out: plans, reasons, refusals, reports, and the JSON Schemas."""
