"""A made-up list of 5,500 services, as long as what the law gives a town; none of them is in the list of Mainz."""

from itertools import islice, product

from laufzettel.catalogue.searching import Entry

COUNT = 5500
_MATTERS = """
    Fischereischein Jagdschein Waffenbesitzkarte Sprengstofflizenz Schankerlaubnis Gaststättenkonzession
    Spielhallenkonzession Wettvermittlung Bewachungsgewerbe Maklerlizenz Reisegewerbekarte Marktfestsetzung
    Viehhandel Tierheimbetrieb Schlachthofaufsicht Lebensmittelüberwachung Trinkwasseranalyse Badegewässer
    Schwimmbadhygiene Friedhofskapelle Grabnutzung Feuerbestattung Leichenpass Denkmalpflege Bodendenkmal
    Vorkaufsrechtsverzicht Grundstücksteilung Baulastenauszug Katasterkarte Grenzvermessung Gutachterausschuss
    Bodenrichtwert Erschließungsbeitrag Kanalanschluss Abwassergebühr Niederschlagswasser Sperrmüllabholung
    Biotonne Papiertonne Altkleidersammlung Schadstoffmobil Kompostplatz Winterdienst Baumfällung Heckenschnitt
    Spielplatzpatenschaft Kleingartenpacht Waldbrandschutz Holzlagerplatz Reitwegemarke Imkereimeldung
    Artenschutznachweis Giftpflanzenhandel Schornsteinfegerbezirk Heizölverbraucheranlage Lärmkartierung
    Funkanlagenstandort Mobilfunkmast Windkraftanlage Solarkataster Geothermiebohrung Deichschutz Hafenliegeplatz
    Fährbetrieb Segelflugplatz Drohnenaufstieg Ballonstart Feuerwerksanzeige Osterfeuer Brauchtumsumzug
    Volksfestbude Zirkusgastspiel Filmdreh Bühnentechnik Musikschulplatz Volkshochschulkurs Bibliotheksausweis
    Stadtarchivnutzung Museumspädagogik Theaterabonnement Sporthallenbelegung Vereinszuschuss Ehrenamtskarte
    Jugendleitercard Ferienfreizeit Schulbuchausleihe Schülerbeförderung Schulwechsel Gastschulbeitrag
    Mittagsverpflegung Kindertagespflege Krippenplatz Hortplatz Adoptionsvermittlung Amtsvormundschaft
    Vaterschaftsanerkennung Unterhaltsvorschuss Pflegekinderhilfe Erziehungsbeistand Suchtberatung
    Schuldnerberatung Obdachlosenunterkunft Bestattungskostenhilfe Blindengeldbescheid Pflegewohnheim
    Seniorenticket Heimaufsicht Betreuungsstelle Rundfunkbefreiung Bildungspaket Grundsicherungsbescheid
    Kriegsopferfürsorge Lastenausgleich Spätaussiedlerbescheinigung Hebammenanmeldung Heilpraktikerprüfung
    Impfbuch Gesundheitszeugnis Infektionsbelehrung Trichinenschau Pflanzenschutzsachkunde Düngebedarf
    Weinbaukartei Rebflächenmeldung Agrarförderung Milchquote Saatgutprüfung
"""
_DOINGS = ("Erteilung", "Bewilligung", "Anzeige", "Auskunft", "Widerruf", "Eintragung", "Rückgabe", "Prüfung")
# Every title has a compound that no other has, as hard for the search as a real list.
_BEFORE = """
    Landes Bundes Kreis Stadt Gemeinde Bezirks Ortsteil Vereins Schul Sport Kultur Jugend Senioren Familien Kinder
    Sommer Winter Wochenend Nacht Tages Monats Dauer Kurzzeit Erst Folge Sonder Eil Sammel Einzel Gruppen Teil Vor
    Nach Zusatz Ersatz Muster Haupt Neben Außen Innen Grenz Alt Neu Groß Klein
"""


def titles() -> list[str]:
    """Return 5,500 different titles, always the same."""
    pairs = islice(product(_BEFORE.split(), _MATTERS.split()), COUNT)
    return [
        f"{before}{matter.lower()}: {_DOINGS[number % len(_DOINGS)]}" for number, (before, matter) in enumerate(pairs)
    ]


def entries() -> list[Entry]:
    """Return the services as the search sees them."""
    return [Entry(key=f"leistung-{number}", title=title) for number, title in enumerate(titles(), start=1)]
