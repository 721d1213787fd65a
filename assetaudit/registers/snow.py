"""Snow Atlas and Snow License Manager: their computers (JSON of the interface; CSV, XLSX with the importer's fields).

The importer's fields are those of Snow's reference "Imports of computer data".
"""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.registers.system import System, marks

SYSTEM = System(
    name="snow",
    title="Snow",
    columns={
        "id": "id",
        "ComputerID": "id",
        "Computer ID": "id",
        "Asset tag": "asset_tag",
        "AssetTag": "asset_tag",
        "biosSerialNumber": "serial",
        "BIOS serial number": "serial",
        "Bios serial": "serial",
        "Serial number": "serial",
        "SerialNumber": "serial",
        "hostName": "name",
        "Host name": "name",
        "Computer name": "name",
        "HostName": "name",
        "manufacturer": "manufacturer",
        "model": "model",
        "Site": "site",
        "Organization": "owner",
        "organizationId": "ignore",
        "mostFrequentUser": "owner",
        "Most frequent user": "owner",
        "status": "status",
        "Status": "status",
        "purchaseValue": "cost",
        "Purchase value": "cost",
        "Purchase price": "cost",
        "Currency": "ignore",
        "Vendor": "ignore",
        "Invoice reference": "ignore",
        "Security code": "ignore",
        "purchaseCurrency": "ignore",
        "isServer": "ignore",
        "isVirtual": "ignore",
        "isPortable": "ignore",
        "ipAddress": "ignore",
        "lastScanDate": "ignore",
        "Last scan date": "ignore",
        "Is virtual": "ignore",
    },
    marks=marks(
        "hostName|biosSerialNumber",
        "hostName|mostFrequentUser",
        "hostName|organizationId",
        "Computer name|BIOS serial number",
        "hostName|lastScanDate",
    ),
    statuses={
        "active": StatusClass.EXPECTED,
        "inactive": StatusClass.EXPECTED,
        "quarantined": StatusClass.EXPECTED,
        "archived": StatusClass.GONE,
    },
)
