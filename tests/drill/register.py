"""Every drill by its name, in the order of the table."""

from tests.drill.away import away
from tests.drill.callbacks import callbacks
from tests.drill.canaries import canaries
from tests.drill.cases import cases
from tests.drill.clocks import clocks
from tests.drill.confirmed import confirmed
from tests.drill.files import files
from tests.drill.idle import idle_ticks
from tests.drill.kill import kill
from tests.drill.outage import outage
from tests.drill.pace import pace
from tests.drill.paused import paused
from tests.drill.restart import restart
from tests.drill.roads import roads
from tests.drill.run import Drill
from tests.drill.rush import rush
from tests.drill.sealed import sealed
from tests.drill.storage import storage

DRILLS: dict[str, Drill] = {
    "kill": kill,
    "confirmed": confirmed,
    "restart": restart,
    "pace": pace,
    "paused": paused,
    "outage": outage,
    "rush": rush,
    "cases": cases,
    "roads": roads,
    "storage": storage,
    "away": away,
    "clocks": clocks,
    "idle": idle_ticks,
    "callbacks": callbacks,
    "canaries": canaries,
    "files": files,
    "sealed": sealed,
}
