#!/bin/sh
# webvtt-py 0.6.0.
# Expected: Caption.text is the text of a cue as a player shows it: tags gone, "&lt;", "&gt;" and "&amp;" decoded.
# Found: tags are gone and the references stay, so a cue that a player shows as "keep < 5 & breathe" reads
# "keep &lt; 5 &amp; breathe"; html.unescape(caption.text) is needed. In a cue of JSON, "<b>" is taken out as a tag:
# caption.raw_text has it.
# Seen: ['keep &lt; 5 &amp; breathe', '{"cue":"knee to "}', '{"cue":"knee to <chest>"}']
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet webvtt-py==0.6.0
"$folder/venv/bin/python" - <<'P'
import webvtt

text = """WEBVTT

00:00:00.000 --> 00:00:12.000
<b>keep</b> &lt; 5 &amp; breathe

00:00:12.000 --> 00:00:22.000
{"cue":"knee to <chest>"}
"""
first, second = webvtt.from_string(text)
seen = [first.text, second.text, second.raw_text]
print(seen)
assert seen == ["keep &lt; 5 &amp; breathe", '{"cue":"knee to "}', '{"cue":"knee to <chest>"}'], seen
P
