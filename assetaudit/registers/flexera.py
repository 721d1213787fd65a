"""Flexera One: the Business Adapter's asset file, its table of assets, and captions of its lists (CSV, XLSX, JSON).

Columns are those of Flexera's schema reference (table Asset), captions those of the asset's General tab.
"""

from __future__ import annotations

from assetaudit.model.asset import StatusClass
from assetaudit.registers.system import System, marks

SYSTEM = System(
    name="flexera",
    title="Flexera One",
    columns={
        "AssetID": "id",
        "ComplianceAssetID": "id",
        "AssetTag": "asset_tag",
        "Asset tag": "asset_tag",
        "SerialNumber": "serial",
        "Serial number": "serial",
        "Serial Number": "serial",
        "AssetName": "name",
        "ShortDescription": "name",
        "Asset name": "name",
        "Name": "name",
        "Manufacturer": "manufacturer",
        "ModelNo": "model",
        "Model": "model",
        "Model number": "model",
        "ManufacturerPartNo": "ignore",
        "Part number": "ignore",
        "Master asset": "parent",
        "ParentAssetID": "parent",
        "Linked inventory": "ignore",
        "Category": "ignore",
        "AssetType": "category",
        "Asset type": "category",
        "Location": "location",
        "LocationPath": "location",
        "AssetStatus": "status",
        "Asset status": "status",
        "Status": "status",
        "AssignToUser": "owner",
        "Assigned user": "owner",
        "CorporateUnit": "owner",
        "Corporate unit": "owner",
        "CostCenter": "ignore",
        "WrittenDownValue": "cost",
        "Written down value": "cost",
        "PurchasePrice": "cost",
        "Purchase price": "cost",
        "AcquisitionMode": "ignore",
        "Acquisition mode": "ignore",
        "InventoryDate": "ignore",
        "Comments": "ignore",
    },
    marks=marks(
        "AcquisitionMode|AssetName",
        "AssetName|AssetStatus|AssetTag",
        "AssetName|AssetStatus|AssetType",
        "Asset name|Asset status|Asset type",
        "Acquisition mode|Asset tag|Asset type",
        "Asset tag|Asset type|Linked inventory",
        "AssetID|AssetTag|ShortDescription",
    ),
    statuses={
        "purchased": StatusClass.PLANNED,
        "installed": StatusClass.EXPECTED,
        "in storage": StatusClass.EXPECTED,
        "retired": StatusClass.GONE,
        "disposed": StatusClass.GONE,
        "on order": StatusClass.PLANNED,
    },
)
