/** The bytes of every paper that was scanned here, read whole; and, where that is asked for, brought back. */
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import type { StoreProblemKind } from '../../domain/store-check.ts';
import type { BlobStore } from '../blobs.ts';
import type { Heal, Look, Notes } from './finding.ts';

interface PaperRow {
  readonly sha256: string;
  readonly bytes: number;
  /** Of the dossier whose paper it is. */
  readonly code: string | null;
  /** The province has it, under some dossier. */
  readonly sent: 0 | 1;
}

const PAPERS = `
  SELECT d.sha256, max(d.bytes) AS bytes, min(s.code) AS code, max(d.uploaded_at IS NOT NULL) AS sent
  FROM documents d JOIN outbox o ON o.operation_id = d.operation_id LEFT JOIN dossiers s ON s.id = d.dossier_id
  GROUP BY d.sha256`;

/** Others' papers were never here. */
export const lookAtPapers: Look = async ({ db, blobs, heal }, notes) => {
  for (const paper of db.prepare<[], PaperRow>(PAPERS).all()) {
    const damage = await damageOf(blobs, paper, notes);
    notes.count('papers');
    if (paper.sent === 0) notes.count('toSend');
    if (damage !== undefined) await noteDamage(paper, damage, heal, notes);
  }
};

const damageOf = (blobs: BlobStore, { sha256 }: PaperRow, notes: Notes): Promise<ErrorCode | undefined> =>
  blobs.verify(sha256).then(
    (bytes) => {
      notes.count('bytes', bytes);
      return undefined;
    },
    (error: unknown) => {
      if (error instanceof MotcuaError) return error.code;
      throw error;
    },
  );

async function noteDamage(paper: PaperRow, damage: ErrorCode, heal: Heal | undefined, notes: Notes): Promise<void> {
  const about = `${paper.code ?? ''} ${paper.sha256}`.trim();
  const healed = await heal?.(paper);
  if (healed?.from !== undefined) {
    notes.count(healed.from === 'backup' ? 'healed' : 'healedByProvince');
    return notes.mended(healed.from, about);
  }
  // Gone, the province has it, and nobody asked for it back: this PC's disk may be a new one.
  if (damage === 'MC-API-05' && paper.sent === 1 && healed === undefined) return notes.count('atTheProvinceOnly');
  const why = healed?.code === undefined ? '' : ` (${healed.code})`;
  return notes.problem(kindOf(paper, damage, healed !== undefined), `${about}${why}`);
}

/** `tried`: neither its copy nor the province could bring it back. */
function kindOf({ sent }: PaperRow, damage: ErrorCode, tried: boolean): StoreProblemKind {
  if (sent === 1) return 'paper-to-fetch';
  if (tried) return 'paper-scan-again';
  return damage === 'MC-API-05' ? 'paper-lost' : 'paper-damaged';
}
