"""What stands in the sample halls: models of real makers with their heights, and what they roughly cost.

Heights are those of the makers' data sheets as the trade knows them (NetBox's device type library lists most of them).
"""

from __future__ import annotations

from dataclasses import dataclass

SNIPE_IT = "Snipe-IT"
NETBOX = "NetBox"
SERVICENOW = "ServiceNow"


@dataclass(frozen=True, slots=True)
class Model:
    """One model that the register knows."""

    maker: str
    name: str
    category: str
    half_units: int
    """Height in half units; 0 for a 0U mounting or a thing that is not mounted."""
    shape: str
    """Shape of its serial numbers."""
    cost: tuple[int, int]
    """From, to: in whole units of the register's currency."""
    part: str
    """The maker's part number, as printed beside the serial number."""

    @property
    def system(self) -> str:
        """The system that keeps the record of such things."""
        return _SYSTEMS.get(self.category, SNIPE_IT)


_SYSTEMS = {
    "switch": NETBOX,
    "router": NETBOX,
    "patch panel": NETBOX,
    "storage": SERVICENOW,
    "pdu": SERVICENOW,
    "ups": SERVICENOW,
}

SERVERS_1U = (
    Model("Dell", "PowerEdge R640", "server", 2, "dell", (3200, 7800), "210-AKWU"),
    Model("Dell", "PowerEdge R650", "server", 2, "dell", (5200, 11800), "210-AYJZ"),
    Model("Dell", "PowerEdge R660", "server", 2, "dell", (7400, 14900), "210-BFUZ"),
    Model("HPE", "ProLiant DL360 Gen10", "server", 2, "hpe", (3900, 9400), "867959-B21"),
    Model("HPE", "ProLiant DL360 Gen11", "server", 2, "hpe", (6900, 13900), "P52499-B21"),
    Model("Lenovo", "ThinkSystem SR630 V2", "server", 2, "lenovo", (4800, 9900), "7Z71CTO1WW"),
    Model("Supermicro", "SYS-1029U-TR4T", "server", 2, "supermicro", (3100, 6900), "SYS-1029U-TR4T"),
)
SERVERS_2U = (
    Model("Dell", "PowerEdge R740xd", "server", 4, "dell", (4600, 12400), "210-AKZR"),
    Model("Dell", "PowerEdge R750", "server", 4, "dell", (6800, 16800), "210-AYCG"),
    Model("HPE", "ProLiant DL380 Gen10", "server", 4, "hpe", (4900, 11700), "868703-B21"),
    Model("Lenovo", "ThinkSystem SR650 V2", "server", 4, "lenovo", (5600, 13800), "7Z73CTO1WW"),
    Model("Supermicro", "SYS-2029U-TR4T", "server", 4, "supermicro", (3900, 8800), "SYS-2029U-TR4T"),
)
BLADE_CHASSIS = Model("Dell", "PowerEdge MX7000", "chassis", 14, "dell", (9800, 16500), "210-ANPW")
BLADE = Model("Dell", "PowerEdge MX750c", "blade", 0, "dell", (6100, 13200), "210-AYRQ")
NODE_CHASSIS = Model("Supermicro", "SYS-2029TP-HTR", "chassis", 4, "supermicro", (2900, 4400), "CSE-217HQ+-R2K20BP4")
NODE = Model("Supermicro", "X11DPT-PS node", "server node", 0, "supermicro", (2400, 5900), "MBD-X11DPT-PS")
SWITCHES = (
    Model("Cisco", "Nexus 93180YC-EX", "switch", 2, "cisco", (8900, 15800), "N9K-C93180YC-EX"),
    Model("Cisco", "Catalyst 9300-48P", "switch", 2, "cisco", (4200, 7900), "C9300-48P-A"),
    Model("Juniper", "EX4300-48T", "switch", 2, "juniper", (2900, 5400), "EX4300-48T"),
    Model("Juniper", "QFX5120-48Y", "switch", 2, "juniper", (7800, 14200), "QFX5120-48Y-AFO2"),
    Model("Arista", "7050SX3-48YC8", "switch", 2, "arista", (8300, 14800), "DCS-7050SX3-48YC8-F"),
)
ROUTER = Model("Juniper", "MX204", "router", 2, "juniper", (16800, 27400), "MX204-HW-BASE")
HALF_WIDTH_SWITCH = Model("NVIDIA", "SN2010", "switch", 2, "nvidia", (5200, 7900), "MSN2010-CB2F")
PATCH_PANEL = Model("Panduit", "CPP24WBLY", "patch panel", 2, "none", (60, 140), "CPP24WBLY")
HALF_UNIT_PANEL = Model("DeskPi", "12-Port CAT6 Patch Panel", "patch panel", 1, "none", (25, 40), "DP-0.5U-12")
CONSOLE = Model("ATEN", "CL5708", "kvm console", 2, "aten", (900, 1500), "CL5708M-ATA-AG")
STRIPS = (
    Model("APC", "AP8853", "pdu", 0, "apc", (900, 1500), "AP8853"),
    Model("APC", "AP8959", "pdu", 0, "apc", (1100, 1900), "AP8959"),
)
TRANSFER_SWITCH = Model("APC", "AP4421A", "pdu", 2, "apc", (500, 900), "AP4421A")
UPS = Model("APC", "SRT3000RMXLI", "ups", 4, "apc", (2400, 3600), "SRT3000RMXLI")
STORAGE = (
    Model("NetApp", "AFF A250", "storage", 4, "netapp", (28000, 64000), "AFF-A250"),
    Model("NetApp", "DS224C", "storage", 4, "netapp", (6800, 18800), "DS224C"),
    Model("NetApp", "NS224", "storage", 4, "netapp", (14800, 38000), "NS224"),
    Model("Dell", "PowerVault ME4024", "storage", 4, "dell", (7900, 19800), "210-AQIE"),
    Model("NetApp", "FAS8300", "storage", 8, "netapp", (32000, 71000), "FAS8300"),
)
LAPTOP = Model("Lenovo", "ThinkPad T14 Gen 3", "laptop", 0, "lenovo", (1100, 1900), "21AHCTO1WW")
CRASH_CART = Model("ATEN", "CV211", "crash cart adapter", 0, "aten", (420, 560), "CV211-AT")
TOOL_KIT = Model("Fluke Networks", "Pro-Tool Kit IS60", "kit", 0, "none", (260, 380), "11293000")
TESTER = Model("Fluke Networks", "DSX2-5000", "tester", 0, "aten", (9800, 14500), "DSX2-5000")
COOLER = Model("APC", "ACRD100 InRow RD", "cooling", 0, "apc", (5200, 8900), "ACRD100")
