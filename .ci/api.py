"""Does the code break callers of the last release? `just api` compares with the newest tag v…, or with what is named.

Without a tag nothing has been released; the list tests/golden/public_api.txt shows each change then.
"""

import sys

from tests.support import public_api

from stretchplan import __version__

ref = sys.argv[1] if len(sys.argv) > 1 else public_api.last_tag()
if ref is None:
    print("no version is tagged in this checkout, so there is no release to compare with")
    sys.exit()
found = public_api.breakages(public_api.at(ref), public_api.here())
print(*found, sep="\n")
print(f"compared with {ref}: {len(found)} changes that break callers; the version is {__version__}")
sys.exit(bool(found) and not public_api.may_break(ref, __version__))
