"""The voice to others: PTB behind a throttle."""

import os

# PTB's flood waits are becoming timedeltas; it warns at each one until told that we know.
os.environ.setdefault("PTB_TIMEDELTA", "true")
