-- Who works in an agency, the whole list as JSON (domain/officer.ts).
CREATE TABLE officers (
  agency text PRIMARY KEY,
  list jsonb NOT NULL
);
