-- The hand-over of a dossier's papers that still waits for its receiver: the id of the operation that handed over.
ALTER TABLE dossiers ADD COLUMN waiting uuid;
