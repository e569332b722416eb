"""Draw stretches as SVG.

``poses`` and ``start_poses`` hold the poses as angles of bones; ``skeleton`` turns a pose into places of joints,
``strokes`` draws the body as lines, and ``figure`` writes the SVG. docs/decisions/0027-a-body-of-bones.md says why.
"""
