-- Which openings of a store have spoken with each key: by them one key on two PCs (a cloned disk) is noticed.
-- `began` and `heard` are times at which tokens were signed; `after` is the opening before it of the same store.
CREATE TABLE station_openings (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key_id text NOT NULL,
  opening uuid NOT NULL,
  after uuid,
  began bigint NOT NULL,
  heard bigint NOT NULL,
  UNIQUE (key_id, opening)
);
CREATE INDEX station_openings_newest ON station_openings (key_id, number);
-- Since when two PCs were seen with the key, and when last.
ALTER TABLE station_keys ADD COLUMN shared_since bigint;
ALTER TABLE station_keys ADD COLUMN shared_at bigint;
