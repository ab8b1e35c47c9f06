/** Where a value is sealed to: table, column and the row's own id, so that rows can be copied from store to store as they are. */
export const placeOfDossier = (id: string): string => `dossiers.sealed:${id}`;
export const placeOfDraft = (id: string): string => `drafts.sealed:${id}`;
export const placeOfLine = (sha256: string): string => `quarantine.sealed:${sha256}`;
