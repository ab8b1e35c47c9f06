-- What the province announces to every office: versions of the catalogue of procedures, and settings with dates of effect
-- (domain/catalogue.ts, domain/effective-setting.ts). Neither is ever changed or removed. The body is what stations get.
CREATE TABLE catalogue_versions (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  valid_from text NOT NULL,
  body text NOT NULL
);
CREATE TABLE effective_settings (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  id text NOT NULL UNIQUE,
  body text NOT NULL
);
