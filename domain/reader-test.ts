/**
 * The code a technician holds to a reader: letters that Telex and VNI would eat (`AS`, `DD`, `OW`), a hyphen that other
 * keyboard layouts move, and a digit. A reader that brings it whole brings any dossier code whole.
 */
export const LAYOUT_TEST_CODE = 'HOAS-DDAF-TOWN9';
