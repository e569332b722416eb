"""Write every golden file, the schemas and the generated parts of documents: ``python -m tests.regenerate``.

The JSON of the built-in catalogues comes first, because what writes the others reads it. Look at what git says has
changed before you commit it.
"""

from tests.support import builtin_json


def main() -> None:
    """Write all of them; where a built-in catalogue is not valid, say why and write none."""
    builtin_json.write_all()

    from tests.support import golden_files

    golden_files.write_all()


if __name__ == "__main__":
    main()
