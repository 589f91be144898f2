"""The columns of a file of people, and the names under which other systems give them."""

from cases.rules.intake_columns import BadColumns, Book, plain, read_mapping

NAMES = {
    "id": "id, person id, record id, rec id, unique id, nominal id, nominal, nominal ref, suspect id, ref, urn",
    "surname": "surname, last name, family name",
    "forenames": "forenames, forename, first name, first names, given name, given names",
    "middle_names": "middle names, middle name",
    "name": "name, full name",
    "aliases": "aliases, alias, aka, also known as, other names",
    "date_of_birth": "date of birth, dob, birth date, born, date of birth dob",
    "sex": "sex, gender",
    "pnc_id": "pnc id, pnc, pnc no, pnc number",
    "cro": "cro, cro no, cro number",
    "custody_no": "custody no, custody number, custody ref, custody record",
    "phone": "phone, phones, telephone, phone number, telephone number, tel",
    "mobile": "mobile, mobile phone, mobile number",
    "house_number": "house number, house no, street number, house name",
    "address": "address, address 1, address line 1, street, street name",
    "address_2": "address 2, address line 2",
    "address_3": "address 3, address line 3",
    "town": "town, city, suburb, locality",
    "postcode": "postcode, post code, postal code, zip, zip code",
}
# As the records-system export of import_crimes names them: a row is a crime, so one entry may come in many rows.
OF_AN_EXPORT = {
    "id": "suspect_nominal_id",
    "surname": "suspect_surname",
    "forenames": "suspect_forenames",
    "aliases": "suspect_aliases",
    "date_of_birth": "suspect_dob",
    "sex": "suspect_sex",
    "pnc_id": "suspect_pnc_id",
    "cro": "suspect_cro",
    "custody_no": "suspect_custody_no",
    "phone": "suspect_phone",
    "address": "suspect_address",
    "postcode": "suspect_postcode",
}
ADDRESS = ("house_number", "address", "address_2", "address_3", "town")


def _book(names: dict[str, str]) -> Book:
    return Book({plain(one): ours for ours, text in names.items() for one in text.split(",")}, ("id",))


PEOPLE = _book(NAMES)
EXPORT = _book(OF_AN_EXPORT)


def mapped(mapping: object) -> tuple[dict[str, str], tuple[Book, ...]]:
    """A mapping (their name: ours, either way round) and the books to read by; ours may be of either book.

    Raises BadColumns when it is no mapping of names that are read.
    """
    try:
        return read_mapping(mapping, EXPORT), (EXPORT,)
    except BadColumns:
        return read_mapping(mapping, PEOPLE), (PEOPLE,)
