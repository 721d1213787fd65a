"""A file of nobody's system: columns that are headed by plain words, in English or German."""

from __future__ import annotations

from assetaudit.registers.system import System

_WORDS = {
    "id": "id|record id|asset id|sys id|key|datensatz|datensatznummer",
    "asset_tag": "asset tag|tag|asset tag number|asset number|asset no|asset nr|assetnumber|inventory number"
    "|inventory no|inventory tag|inventarnummer|inventar-nr|inventarnr|inv nr|anlagennummer|anlagen-nr"
    "|barcode|bar code|label"
    "|property number|property tag|asset barcode|asset id tag|equipment number",
    "serial": "serial|serial number|serial no|serial nr|serialnumber|s/n|sn|service tag|seriennummer|serien-nr|seriennr"
    "|serial num|device serial|hersteller-seriennummer|bios serial number|chassis serial",
    "epc": "epc|rfid|rfid tag|rfid epc|epc hex|uhf tag|rfid code",
    "mac": "mac|mac address|mac addresses|mac-adresse|macaddress|ethernet address|primary mac",
    "name": "name|asset name|device name|hostname|host name|host|computer name|display name|bezeichnung|gerätename"
    "|geraetename|label name|fqdn|dns name|description|beschreibung",
    "manufacturer": "manufacturer|maker|vendor|make|brand|hersteller|oem",
    "model": "model|model name|product|product name|device type|modell|typ|typbezeichnung|device model|asset model",
    "category": "category|type|asset type|asset category|kind of device|device role|role|product type|kategorie"
    "|gerätetyp|geraetetyp|geräteart|class|asset class|ci class|model category",
    "owner": "owner|assigned to|user|custodian|department|cost center|cost centre|responsible|tenant|besitzer"
    "|eigentümer|eigentuemer|verantwortlich|verantwortlicher|abteilung|kostenstelle|owned by|managed by|contact",
    "status": "status|state|asset status|asset state|lifecycle|lifecycle status|life cycle stage|zustand"
    "|install status|lifecycle state|operational status",
    "cost": "cost|value|book value|purchase cost|price|purchase price|net book value|nbv|acquisition cost|kosten|wert"
    "|buchwert|restbuchwert|anschaffungswert|kaufpreis|preis|amount|current value|purchase value|unit cost",
    "height": "height|u height|height u|rack units|size u|units|u size|ru|height in u|höheneinheiten|hoehe|höhe"
    "|bauhöhe|he anzahl|rack unit height|u_height|number of units|size",
    "parent": "parent|chassis|enclosure|parent device|parent asset|parent tag|contained in|installed in"
    "|parent asset tag|blade chassis|gehört zu|übergeordnet|parent chassis|host chassis",
    "place": "place|full place|full location|standort|location path|ort|position code|stellplatz|where|asset location",
    "site": "site|data center|data centre|datacenter|datacentre|dc|campus|rechenzentrum|rz|site name",
    "building": "building|gebäude|gebaeude|branch office",
    "floor": "floor|level|storey|etage|stockwerk|geschoss",
    "location": "location|location name|lokation|default location",
    "room": "room|hall|data hall|raum|saal|zone|room name|server room|cage|suite",
    "row": "row|aisle|rack row|reihe|gang|row name|pod",
    "rack": "rack|cabinet|rack name|cabinet name|schrank|racknummer|rack no|rack number|rack id|rackname|serverschrank",
    "unit": "unit|u|u position|rack unit|position|rack position|rack u|u pos|ru position|start u|u start|he"
    "|höheneinheit|einbauposition|lowest u|bottom u|elevation|rack elevation|u location|from u|upos|starting u"
    "|unit position|u number",
    "face": "face|side|rack face|rack side|mounting side|mounted|front rear|seite|orientation|front/rear|front/back",
    "slot": "slot|bay|slot number|bay number|device bay|einschub|blade slot|chassis slot|chassis bay",
    "kind": "kind|place kind|place type|art|node kind",
    "foreign_owner": "foreign owner|customer|fremder eigentümer|kunde|owner of place|place owner|belongs to",
    "disposal": "disposal|for disposal|disposal place|disposal area|entsorgung",
    "no_photos": "no photos|photos forbidden|no photographs|fotoverbot|photo ban",
    "code": "code|place code|gln|rack tag|label code|location code|place label|codes",
}

SYSTEM = System(
    name="register",
    title="plain words",
    columns={word: field for field, words in _WORDS.items() for word in words.split("|")},
)
