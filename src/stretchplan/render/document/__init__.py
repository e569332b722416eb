"""Pages made of a few kinds of block, and their three writers: text, HTML and Markdown."""
