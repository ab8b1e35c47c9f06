-- Who a station is: one-time codes that the administrator gives out, and the public keys that were paired with them.

-- The first group of a code finds its row; the code itself is kept only as scrypt. `key_id`: which key it brought in.
CREATE TABLE pairing_codes (
  lookup text PRIMARY KEY,
  hash text NOT NULL,
  station text NOT NULL,
  agency text NOT NULL,
  hands_over_for text,
  replaces boolean NOT NULL,
  made_at bigint NOT NULL,
  expires_at bigint NOT NULL,
  wrong_tries integer NOT NULL DEFAULT 0,
  key_id text
);

-- `replaced`: another PC had spoken for the station before. A station has at most one key that is accepted.
CREATE TABLE station_keys (
  number integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  key_id text NOT NULL UNIQUE,
  public_key text NOT NULL,
  station text NOT NULL,
  agency text NOT NULL,
  hands_over_for text,
  replaced boolean NOT NULL,
  paired_at bigint NOT NULL,
  revoked_at bigint,
  revoked_why text,
  CHECK ((revoked_at IS NULL) = (revoked_why IS NULL))
);
CREATE UNIQUE INDEX station_keys_accepted ON station_keys (station) WHERE revoked_at IS NULL;
