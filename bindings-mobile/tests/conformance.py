"""The conformance vectors through the Python that UniFFI generates: prints id and response hash.
PYTHONPATH names the folder of the generated module with the library beside it: python conformance.py FOLDER_OF_CONFORMANCE"""

import sys

from kyc_mobile import Engine, KycError

sys.path.insert(0, sys.argv[1])
import runner  # noqa: E402 (its folder is an argument)

runner.main(lambda: Engine("{}"), Engine.scripted, KycError)
