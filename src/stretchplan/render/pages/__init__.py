"""What is on each page, as blocks: a plan, a catalogue, a report, a refusal, the rules, why and why not."""
