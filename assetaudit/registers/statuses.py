"""What the status words of all sources mean for an audit; the user's own settings go before these."""

from __future__ import annotations

import re
from collections.abc import Mapping

from assetaudit.model.asset import StatusClass
from assetaudit.model.register import normal

_WORDS = {
    StatusClass.EXPECTED: "active|in use|in production|in service|deployed|installed|live|production|operational"
    "|in operation|ok|online|running|use|used|current|existing|present|assigned|in stock|stock|in store"
    "|in storage|stored|spare"
    "|available|ready|ready to deploy|deployable|rtd|ready for use|reserved|standby|staged|staging|failed|defective"
    "|broken|faulty|offline|inactive|decommissioning|undeployable|pending disposal|pending retirement|in betrieb"
    "|aktiv|betrieb|im einsatz|eingesetzt|lager|im lager|auf lager|reserve|defekt|in maintenance|maintenance"
    "|under maintenance|wartung|in wartung|test|testing|new|neu|purchased|requestable|archive room|vorhanden"
    "|received|owned|good|fair|poor|expired|missing|lost|vermisst|not found|non-operational|pending install|in test",
    StatusClass.OFF_SITE: "in transit|transit|in repair|repair|out for repair|on loan|loaned|loan|loaned out|lent"
    "|checked out|out for diagnostics|out for service|rma|sent for repair|with vendor|at vendor|at home|home"
    "|home office|off site|off-site|offsite|remote|remote worker|in reparatur|reparatur|verliehen|ausgeliehen|unterwegs"
    "|in zustellung|shipped|being shipped|extern|transfer|in transfer",
    StatusClass.PLANNED: "planned|ordered|on order|order placed|procurement|requested|reserved for order|pending"
    "|pending delivery|awaiting delivery|to be delivered|not yet delivered|future|geplant|bestellt|in bestellung"
    "|bestellung|build|candidate|awaiting arrival",
    StatusClass.GONE: "retired|disposed|disposed of|decommissioned|scrapped|scrap|sold|donated|destroyed|recycled"
    "|written off|write-off|returned|lease return|returned to lessor|returned to vendor|vendor credit|end of life|eol"
    "|obsolete|archived|deleted|removed|stolen|theft|gestohlen|ausgemustert|verschrottet|entsorgt|verkauft"
    "|außer betrieb|ausser betrieb|stillgelegt|zurückgegeben|zurueckgegeben|abgang|consumed|absent|dismissed"
    "|lost/stolen|lost or stolen|retired (disposed)|trashed|gelöscht|surplus sold|gone|outdated",
}
COMMON = {word: meaning for meaning, words in _WORDS.items() for word in words.split("|")}
"""Word (without case) to class."""
_META = re.compile(r"\s*\((deployed|deployable|pending|archived|undeployable)\)$")


def class_of(word: str, *known: Mapping[str, StatusClass]) -> StatusClass | None:
    """The class of a status word by the first of several tables that has it; None where none has."""
    text = normal(word.replace("_", " "))
    kind = _META.search(text)
    for form in (normal(word), text, _META.sub("", text), text.replace("-", " "), kind[1] if kind else text):
        for table in (*known, COMMON):
            if form in table:
                return table[form]
    return None
