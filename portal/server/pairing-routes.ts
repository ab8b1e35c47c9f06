/** Pairing over HTTP: the one door that a PC without a key may knock at, and the administrator's side of it. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { MotcuaError } from '../../domain/errors.ts';
import { type PairingResponse, pairingRequestSchema } from '../../domain/pairing.ts';
import { type PairingParts, pair } from './pairing.ts';
import { codeOrderSchema, makeCode } from './pairing-codes.ts';
import { readAs } from './read-as.ts';
import { listStations, revokeKey } from './station-keys.ts';
import { createTryLimit } from './try-limit.ts';

export const PAIRING_PATH = '/v1/pairing';

const stationParamsSchema = z.object({ station: z.string().min(1).max(80) });

export function pairingRoute(app: FastifyInstance, parts: PairingParts): void {
  const limit = createTryLimit();
  app.post(PAIRING_PATH, async (request: FastifyRequest): Promise<PairingResponse> => {
    const retryAfterMs = limit.closedFor(request.ip);
    if (retryAfterMs > 0) throw new MotcuaError('MC-PAR-05', { retryAfterMs });
    try {
      return await pair(parts, readAs(pairingRequestSchema, request.body));
    } catch (error) {
      if (error instanceof MotcuaError && error.code === 'MC-PAR-02') limit.wrong(request.ip);
      throw error;
    }
  });
}

/** Behind the administrator's token (http.ts). */
export function pairingAdminRoutes(app: FastifyInstance, { database, now }: PairingParts): void {
  app.post('/v1/admin/pairing-codes', (request) => makeCode(database, readAs(codeOrderSchema, request.body), now()));
  app.get('/v1/admin/stations', () => listStations(database));
  app.post('/v1/admin/stations/:station/revoke', async (request) => {
    const { station } = readAs(stationParamsSchema, request.params);
    const keyId = await revokeKey(database, station, 'admin', now());
    if (keyId === undefined) throw new MotcuaError('MC-API-05');
    return { revoked: keyId };
  });
}
