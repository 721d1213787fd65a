"""Exports of other systems, with the column names that their documents and sources give, taken without any mapping."""

# ruff: noqa: E501 - rows of exports stand as they come

from __future__ import annotations

import json

import pytest

from assetaudit.model.asset import StatusClass
from assetaudit.registers.importing import ImportReport, Wishes
from tests.registers.desk import Desk, at, place_of

SNIPE = (
    "\ufeffID,Company,Asset Name,Asset Tag,Model,Model No.,Category,Manufacturer,Serial,Purchased,Cost,EOL,Warranty,"
    "Warranty Expires,Current Value,Diff,Fully Depreciated,Order Number,Supplier,Location,Address,Address,City,State,"
    "Country,Zip,Default Location,Address,Address,City,State,Country,Zip,Checked Out,Type,Username,Status,Notes,Rack U\n"
    '7,Acme,db01,AT-0007,PowerEdge R740,R740,Server,Dell,7LDDH2J,2023-01-01,"2,266.13",,36,2026-01-01,"1,000.00",,,PO1,'
    "Dell &amp; Co,DC1/R2/R-12,,,,,,,DC1,,,,,,,Rack R-12,location,,Deployed (deployed),,17\n"
    "8,Acme,db02,AT-0008,PowerEdge R740,R740,Server,Dell,8LDDH2J,,,,,,,,,,,,,,,,,,DC1,,,,,,,,,,Archived (archived),,\n"
)
SNIPE_JSON = {
    "total": 1,
    "rows": [
        {
            "id": 7, "name": "db01", "asset_tag": "AT-0007", "serial": "7LDDH2J", "model": {"id": 3, "name": "R740"},
            "byod": False, "model_number": "R740",
            "status_label": {"id": 2, "name": "Deployed", "status_type": "deployable", "status_meta": "deployed"},
            "category": {"id": 1, "name": "Server"}, "manufacturer": {"id": 1, "name": "Dell &amp; Sons"},
            "location": {"id": 12, "name": "R-12"}, "rtd_location": {"id": 5, "name": "DC1"},
            "assigned_to": {"id": 12, "name": "R-12", "type": "location"}, "purchase_cost": "2.266,13",
            "purchase_date": {"date": "2023-01-01", "formatted": "2023-01-01"}, "book_value": None,
            "custom_fields": {"Rack U": {"field": "_snipeit_rack_u_4", "value": "17", "field_format": "NUMERIC"}},
            "last_audit_date": None, "available_actions": {"checkout": True},
        }
    ],
}  # fmt: skip
NETBOX = (
    "Name,Status,Tenant,Site,Location,Rack,Role,Manufacturer,Type,IP Address,ID,Asset tag,Serial number,Position,Rack face,"
    "Parent Device,Device Bay,U Height\n"
    "sw-01,Active,NOC,DC1,R2,A07,Leaf,Arista,DCS-7050,10.0.0.1,41,IT-1,JPE1,12.0,Rear,,,1.0\n"
    "enc-01,Active,NOC,DC1,R2,A07,Chassis,Dell,MX7000,,42,IT-2,MX1,20.0,Front,,,7.0\n"
    "bl-01,Decommissioning,,DC1,R2,A07,Server,Dell,MX740c,,43,IT-3,MX2,,,enc-01,bay 3,0.0\n"
    "old-01,Offline,,DC1,R2,,Server,Dell,R610,,44,,,,,,,1.0\n"
)
NETBOX_JSON: dict[str, object] = {
    "count": 1, "next": None, "previous": None,
    "results": [
        {
            "id": 41, "url": "https://nb/api/dcim/devices/41/", "display": "sw-01", "name": "sw-01",
            "device_type": {"id": 1, "display": "DCS-7050", "manufacturer": {"id": 2, "name": "Arista"}, "model": "DCS-7050",
                            "u_height": 1.5},
            "role": {"id": 5, "name": "Leaf"}, "tenant": None, "serial": "JPE1", "asset_tag": "IT-1",
            "site": {"id": 1, "name": "DC1"}, "location": {"id": 2, "name": "R2"}, "rack": {"id": 3, "name": "A07"},
            "position": 12.5, "face": {"value": "rear", "label": "Rear"}, "parent_device": None,
            "status": {"value": "active", "label": "Active"}, "custom_fields": {}, "tags": [],
        }
    ],
}  # fmt: skip
GLPI = (
    '"Name";"Entity";"Status";"Manufacturers";"Serial number";"Types";"Model";"Location";"Inventory number";"Rack";'
    '"Position";"Orientation";"Alternate username"\n'
    '"db01";"Root entity";"In production";"Dell";"7LDDH2J";"Server";"R740";"DC1 > Room 2 > Row A";"AT-0007";"07";"12";'
    '"Front";"root"\n'
    '"db02";"Root entity";"In stock";"Dell";"7LDDH3J";"Server";"R740";"DC1 > Room 2";"AT-0008";"";"";"";""\n'
)
GLPI_JSON = [
    {
        "id": 71, "entities_id": 0, "name": "db01", "serial": "7LDDH2J", "otherserial": "AT-0007", "contact": None,
        "locations_id": "DC1 > Room 2 > Row A", "states_id": "In use", "computermodels_id": "R740", "manufacturers_id": "Dell",
        "computertypes_id": "Server", "users_id": "", "is_deleted": 0, "racks_id": "07", "position": 12, "orientation": 1,
        "hpos": 2,
    }
]  # fmt: skip
SERVICENOW = (
    '"sys_id","display_name","asset_tag","serial_number","model","model_category","install_status","substatus","location",'
    '"assigned_to","cost","u_rack","u_rack_unit"\n'
    '"30cc3cabc611227b0141d38f5a65ecc4","P1 - R740","AT-7","7LDDH2J","Dell R740","Server","1","","DC1/R2","Ann","1200.00",'
    '"A07","12"\n'
    '"30cc3cabc611227b0141d38f5a65ecc5","P2 - R740","AT-8","8LDDH2J","Dell R740","Server","7","disposed","DC1/R2","","","",""\n'
)
SERVICENOW_JSON = {
    "result": [
        {
            "sys_id": {"display_value": "30cc", "value": "30cc"},
            "asset_tag": {"display_value": "AT-7", "value": "AT-7"},
            "serial_number": {"display_value": "7LDDH2J", "value": "7LDDH2J"},
            "install_status": {"display_value": "In transit", "value": "9"},
            "location": {"display_value": "DC1/R2", "link": "https://x/cmn_location/1", "value": "1"},
            "model": {"display_value": "Dell R740", "link": "https://x/cmdb_model/1", "value": "2"},
        }
    ]
}
LANSWEEPER = (
    "AssetID,AssetName,AssetTypename,Manufacturer,Model,Serialnumber,BarCode,Branchoffice,Building,Location,Department,"
    "Statename,Mac,IPAddress\n"
    "12,db01,Windows Server,Dell Inc.,R740,7LDDH2J,AT-7,DC1,B1,Room 2,IT,Active,00:0C:29:0A:3D:5F,10.0.0.1\n"
    "13,db02,Windows Server,Dell Inc.,R740,Not Specified,AT-8,DC1,B1,Room 2,IT,Stolen,,10.0.0.2\n"
)
LANSWEEPER_JSON = {
    "data": {
        "site": {
            "assetResources": {
                "total": 1,
                "items": [
                    {
                        "key": "MTI-A", "assetBasicInfo": {"name": "db01", "type": "Server", "mac": "00:0C:29:0A:3D:5F"},
                        "assetCustom": {"serialNumber": "7LDDH2J", "barCode": "AT-7", "location": "Room 2",
                                        "building": "B1", "branchOffice": "DC1", "stateName": "Active",
                                        "manufacturer": "Dell Inc.", "model": "R740"},
                    }
                ],
            }
        }
    }
}  # fmt: skip
EXPLORER = (
    "Asset Name\tProduct\tProduct Type\tAsset Tag\tSerial Number\tBarcode\tAsset State\tSite\tLocation\tDepartment\tUser\t"
    "Acquisition Date\tPurchase Cost\n"
    "db01\tPowerEdge R740\tServer\tAT-7\t7LDDH2J\t\tIn Use\tDC1\tR-12/U17\tIT\tAnn\t2023-01-01\t$1,200.00\n"
    "db02\tPowerEdge R740\tServer\tn/a\t8LDDH2J\tBC-8\tDisposed\tDC1\t\tIT\t\t\t\n"
)
EXPLORER_JSON = {
    "asset_assets": [
        {
            "id": "1001", "name": "db01", "asset_tag": "AT-7", "location": {"name": "R-12/U17"}, "site": {"name": "DC1"},
            "vendor": {"name": "DELL"}, "computer_system": {"service_tag": "7LDDH2J", "model": "R740"},
            "product_type": {"name": "Server"}, "state": {"name": "In Repair"}, "udf_fields": {"udf_sline_14115": "x"},
        }
    ],
    "list_info": {"has_more_rows": False, "row_count": 1}, "response_status": [{"status_code": 2000, "status": "success"}],
}  # fmt: skip
FLEXERA = (
    "AcquisitionMode,AssetName,AssetStatus,AssetTag,AssetType,AssignToUser,SerialNumber,Location\n"
    "Purchased,db01,In Storage,AT-7,Server,E100,7LDDH2J,DC1/Room 2\nPurchased,db02,Retired,AT-8,Server,,8LDDH2J,DC1\n"
)
SNOW_JSON = {
    "_links": [],
    "items": [
        {
            "id": "0c5f", "hostName": "db01", "manufacturer": "Dell", "model": "R740", "isServer": True, "isVirtual": False,
            "lastScanDate": "2026-01-01T00:00:00Z", "status": "Active", "organizationId": "9", "mostFrequentUser": "ann",
            "biosSerialNumber": "7LDDH2J", "purchaseValue": 1200.5, "purchaseCurrency": "EUR",
        }
    ],
    "pagination": {"page_size": 25},
}  # fmt: skip


def taken(desk: Desk, content: object) -> ImportReport:
    text = content if isinstance(content, str) else json.dumps(content, indent=2)
    return desk.take(text, "export.csv" if isinstance(content, str) else "export.json")


def test_snipe_it(desk: Desk) -> None:
    report = taken(desk, SNIPE)
    asset = desk.asset("AT-0007")
    assert (report.source, asset.key, asset.serial, asset.name) == ("snipe-it", "snipe-it:7", "7LDDH2J", "db01")
    assert (place_of(asset), asset.cost_cents, asset.status_class) == ("DC1/R2/R-12:U17", 100000, StatusClass.EXPECTED)
    assert (asset.model, asset.category, asset.fields["Supplier"]) == ("PowerEdge R740", "Server", "Dell & Co")
    assert (place_of(desk.asset("AT-0008")), desk.asset("AT-0008").status_class) == ("DC1", StatusClass.GONE)


def test_snipe_it_rows_of_its_interface(desk: Desk) -> None:
    taken(desk, SNIPE_JSON)
    asset = desk.asset("AT-0007")
    assert (asset.key, asset.manufacturer, asset.model) == ("snipe-it:7", "Dell & Sons", "R740")
    assert (place_of(asset), asset.cost_cents) == ("R-12:U17", 226613)


def test_netbox(desk: Desk) -> None:
    report = taken(desk, NETBOX)
    assert report.source == "netbox"
    assert place_of(desk.asset("IT-1")) == "DC1/R2/A07:U12R"
    assert (desk.asset("IT-2").height_half_units, desk.asset("IT-1").category) == (14, "Leaf")
    assert desk.asset("IT-3").parent == "netbox:42"
    nameless = desk.register.asset("netbox:44")
    assert nameless is not None
    assert (nameless.name, place_of(nameless), report.rejected) == ("old-01", "DC1/R2", 0)


def test_netbox_results_of_its_interface(desk: Desk) -> None:
    taken(desk, NETBOX_JSON)
    asset = desk.asset("IT-1")
    assert (asset.key, place_of(asset), asset.model, asset.manufacturer) == (
        "netbox:41", "DC1/R2/A07:U12.5R", "DCS-7050", "Arista",
    )  # fmt: skip
    assert (asset.height_half_units, asset.status, asset.serial) == (3, "Active", "JPE1")


def test_glpi(desk: Desk) -> None:
    report = taken(desk, GLPI)
    asset = desk.asset("AT-0007")
    assert (report.source, place_of(asset), asset.category) == ("glpi", "DC1/Room 2/Row A/07:U12", "Server")
    assert (place_of(desk.asset("AT-0008")), asset.status_class) == ("DC1/Room 2", StatusClass.EXPECTED)


def test_glpi_items_of_its_interface(desk: Desk) -> None:
    taken(desk, GLPI_JSON)
    asset = desk.asset("AT-0007")
    assert (asset.key, place_of(asset), asset.model) == ("glpi:71", "DC1/Room 2/Row A/07:U12R#right", "R740")


def test_servicenow(desk: Desk) -> None:
    report = taken(desk, SERVICENOW)
    asset = desk.asset("AT-7")
    assert (report.source, place_of(asset), asset.cost_cents) == ("servicenow", "DC1/R2/A07:U12", 120000)
    assert (asset.status_class, desk.asset("AT-8").status_class) == (StatusClass.EXPECTED, StatusClass.GONE)


def test_servicenow_records_of_its_interface(desk: Desk) -> None:
    taken(desk, SERVICENOW_JSON)
    asset = desk.asset("AT-7")
    assert (asset.key, place_of(asset), asset.model) == ("servicenow:30cc", "DC1/R2", "Dell R740")
    assert asset.status_class is StatusClass.OFF_SITE


@pytest.mark.parametrize("content", [LANSWEEPER, LANSWEEPER_JSON])
def test_lansweeper(desk: Desk, content: object) -> None:
    report = taken(desk, content)
    asset = desk.asset("AT-7")
    assert (report.source, place_of(asset), asset.serial) == ("lansweeper", "DC1/B1/Room 2", "7LDDH2J")
    assert [hit.key for hit in desk.register.find("mac", "00:0c:29:0a:3d:5f")] == [asset.key]
    if report.rows > 1:
        stolen = desk.asset("AT-8")
        assert (stolen.serial, stolen.stolen) == (None, True)


@pytest.mark.parametrize("content", [EXPLORER, EXPLORER_JSON])
def test_assetexplorer(desk: Desk, content: object) -> None:
    report = taken(desk, content)
    asset = desk.asset("AT-7")
    assert (report.source, place_of(asset), asset.serial) == ("assetexplorer", "DC1/R-12:U17", "7LDDH2J")
    if report.rows > 1:
        assert (asset.cost_cents, desk.asset("BC-8").status_class) == (120000, StatusClass.GONE)


def test_flexera(desk: Desk) -> None:
    report = taken(desk, FLEXERA)
    asset = desk.asset("AT-7")
    assert (report.source, place_of(asset), asset.owner) == ("flexera", "DC1/Room 2", "E100")
    assert (asset.status_class, desk.asset("AT-8").status_class) == (StatusClass.EXPECTED, StatusClass.GONE)


def test_snow(desk: Desk) -> None:
    report = taken(desk, SNOW_JSON)
    (hit,) = desk.register.find("serial", "7lddh2j")
    asset = desk.register.asset(hit.key)
    assert asset is not None
    assert (report.source, asset.key, asset.name, asset.cost_cents) == ("snow", "snow:0c5f", "db01", 120050)


def test_ten_thousand_devices_of_netbox_without_any_mapping(desk: Desk) -> None:
    head, row, *_ = NETBOX.splitlines()
    rows = [
        row.replace("sw-01", f"sw-{number:05d}").replace("41,IT-1,JPE1,12.0", f"{number},IT-{number},SN{number}X,{number % 42 + 1}.0")
        .replace("A07", f"A{number // 42:03d}")
        for number in range(10_000)
    ]  # fmt: skip
    report = desk.take("\n".join([head, *rows]), "export.csv")
    assert (report.source, report.added, report.problems) == ("netbox", 10_000, ())
    assert place_of(desk.asset("IT-43")) == "DC1/R2/A001:U2R"
    assert desk.register.count_in(at("DC1/R2/A001")) == 42


def test_columns_that_the_vendors_document(desk: Desk) -> None:
    """Snow's "Imports of computer data", Flexera's General tab and Asset table, AssetExplorer's CMDB interface."""
    desk.take(
        "Computer name,Bios serial number,Organization,Purchase price,Currency\nWS1,HAB7200MWD,IT,12.50,SEK\n", "s.csv"
    )
    desk.take("Name,Asset type,Asset tag,Serial number,Acquisition mode,Master asset\nb1,Server,F-1,FS-1,Leased,F-0\n"
              "chassis,Server,F-0,FS-0,Leased,\n", "f.csv")  # fmt: skip
    desk.take(
        "AssetID,ShortDescription,AssetTag,SerialNumber,ParentAssetID\n7,db01,F-7,FS-7,\n",
        "t.csv",
        Wishes(source="table"),
    )
    desk.take("Asset Name,Product Name,Asset State,Resource Serial No.,Bar Code\ndb,R740,In Use,AS-1,A-1\n", "a.csv")
    found = {hit.key: desk.register.asset(hit.key) for serial in ("HAB7200MWD", "FS-1", "FS-7", "AS-1")
             for hit in desk.register.find("serial", serial)}  # fmt: skip
    told = {key: (asset.asset_tag, asset.name, asset.model, asset.cost_cents, asset.parent)
            for key, asset in found.items() if asset is not None}  # fmt: skip
    assert told == {
        "snow:HAB7200MWD": (None, "WS1", "", 1250, None),
        "flexera:F-1": ("F-1", "b1", "", None, "flexera:F-0"),
        "table:7": ("F-7", "db01", "", None, None),
        "assetexplorer:A-1": ("A-1", "db", "R740", None, None),
    }
