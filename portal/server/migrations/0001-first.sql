-- The reference portal's first schema. One dialect for PostgreSQL 15+ and PGlite.
-- Agencies are kept in the newer order (H57.23.15), whatever order a station writes.

-- One row: who this feed is, and how far it has come. Its lock is what makes revisions gapless and in commit order.
CREATE TABLE feed_head (
  only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
  feed_id text NOT NULL,
  revision integer NOT NULL
);

CREATE TABLE stations (
  station text PRIMARY KEY,
  agency text NOT NULL,
  last_push_at bigint
);

-- Every operation that was answered for good, accepted or rejected. An accepted one has a revision, a rejected one a code.
CREATE TABLE operations (
  id uuid PRIMARY KEY,
  station text NOT NULL,
  agency text NOT NULL,
  type text NOT NULL,
  dossier_id uuid,
  body jsonb NOT NULL,
  revision integer UNIQUE,
  rejection text,
  answered_at bigint NOT NULL,
  CHECK ((revision IS NULL) <> (rejection IS NULL))
);
CREATE INDEX operations_feed ON operations (agency, revision) WHERE revision IS NOT NULL;
CREATE INDEX operations_of_dossier ON operations (dossier_id, revision);

-- Where each dossier stands after its accepted operations. `code_key` is the code with the agency in the newer order.
CREATE TABLE dossiers (
  id uuid PRIMARY KEY,
  code text NOT NULL,
  code_key text NOT NULL UNIQUE,
  agency text NOT NULL,
  status text NOT NULL,
  due_at bigint NOT NULL,
  rescheduled boolean NOT NULL DEFAULT false,
  received jsonb NOT NULL,
  revision integer NOT NULL
);

-- Papers that accepted operations name; `stored_at` is set once the file is here and its SHA-256 was verified.
CREATE TABLE documents (
  document_id uuid PRIMARY KEY,
  dossier_id uuid NOT NULL REFERENCES dossiers (id),
  agency text NOT NULL,
  sha256 text NOT NULL,
  bytes bigint NOT NULL,
  stored_at bigint
);
CREATE INDEX documents_by_hash ON documents (agency, sha256);

-- Dossier numbers handed out, to stations and to the online channel alike. `request_id` makes a repeated request harmless.
CREATE TABLE leases (
  id uuid PRIMARY KEY,
  request_id uuid NOT NULL,
  holder text NOT NULL,
  agency text NOT NULL,
  day date NOT NULL,
  first_number integer NOT NULL CHECK (first_number >= 1),
  last_number integer NOT NULL CHECK (last_number BETWEEN first_number AND 9999),
  granted_at bigint NOT NULL,
  UNIQUE (request_id, day)
);
CREATE TABLE lease_requests (
  id uuid PRIMARY KEY,
  holder text NOT NULL,
  agency text NOT NULL
);
-- The next free number of an agency's day.
CREATE TABLE day_numbers (
  agency text NOT NULL,
  day date NOT NULL,
  next_number integer NOT NULL CHECK (next_number BETWEEN 1 AND 10000),
  PRIMARY KEY (agency, day)
);
