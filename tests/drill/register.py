"""Every drill by its name, in the order of the table."""

from tests.drill.confirmed import confirmed
from tests.drill.kill import kill
from tests.drill.pace import pace
from tests.drill.restart import restart
from tests.drill.run import Drill

DRILLS: dict[str, Drill] = {"kill": kill, "confirmed": confirmed, "restart": restart, "pace": pace}
