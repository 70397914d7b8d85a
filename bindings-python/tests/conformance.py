"""The Python runner of the conformance vectors: prints id and response hash. It needs a wheel built with the feature
`conformance`: python conformance.py FOLDER_OF_CONFORMANCE"""

import sys

import kyc
from kyc._kyc import Door

sys.path.insert(0, sys.argv[1])
import runner  # noqa: E402 (its folder is an argument)

runner.main(lambda: Door("{}"), Door.scripted, kyc.KycError)
