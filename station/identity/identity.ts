/**
 * Who this PC is to the portal, and how it gets there: by its own key where it was paired, by a fixed token of station.json
 * where there is one, not at all otherwise. Pairing changes it while the program runs.
 */
import { agencyKey } from '../../domain/dossier-code.ts';
import { type ErrorCode, MotcuaError } from '../../domain/errors.ts';
import {
  fingerprintOf,
  isSafePortal,
  type PairingView,
  readPairingCode,
  readPortalAddress,
} from '../../domain/pairing.ts';
import type { StationConfig } from '../../domain/station-config.ts';
import type { Fetch, Token } from '../../offline-store/sync/client.ts';
import { exchange } from './exchange.ts';
import { type Identity, identityFiles } from './files.ts';
import { openKey, tokenMaker } from './key.ts';
import { portalFetch, type Trust } from './portal-fetch.ts';
import type { Sealing } from './sealing.ts';

/** The way to the portal. `identity` is there where this PC was paired. */
export interface Way {
  readonly url: string;
  readonly token: Token;
  readonly fetch: Fetch;
  readonly station: string;
  readonly identity?: Identity;
}

export interface PairWish {
  /** As typed; empty: the address that is known already. */
  readonly portal: string;
  readonly code: string;
  /** Said where this PC is paired already and its key is to be replaced. */
  readonly replace: boolean;
}

export interface StationIdentity {
  /** Undefined: MC-PAR-09, not paired. Throws MC-PAR-06 (of another agency) and MC-PAR-08 (the key cannot be used). */
  way(): Way | undefined;
  /** The name under which this PC works: the one it was paired as, else the one of station.json. */
  station(): string;
  view(): PairingView;
  /** MC-PAR-01 … 07, MC-CFG-04, 05 and MC-NET-…; what was there before stays unless it succeeded. */
  pair(wish: PairWish): Promise<PairingView>;
}

export interface IdentityParts {
  readonly config: StationConfig;
  readonly dataFolder: string;
  readonly sealing: Sealing;
  /** A demonstration's portal has another address at every start: then station.json's counts. */
  readonly fixedPortal?: boolean;
}

type Known =
  | { readonly state: 'none' | 'token' }
  | { readonly state: 'broken'; readonly code: ErrorCode; readonly identity?: Identity }
  | { readonly state: 'paired'; readonly identity: Identity; readonly token: Token };

export function openIdentity(parts: IdentityParts): StationIdentity {
  const { config, dataFolder } = parts;
  const files = identityFiles(dataFolder);
  const trust: Trust = { ca: config.portal?.ca, allowHttp: config.portal?.allowHttp, dataFolder };
  let known = read(parts);
  const identity = (): Identity | undefined => ('identity' in known ? known.identity : undefined);
  const portalUrl = (): string => {
    const own = parts.fixedPortal ? undefined : identity()?.portalUrl;
    return own ?? config.portal?.url ?? '';
  };
  const station = (): string => identity()?.station ?? config.station;
  const view = (): PairingView => viewOf(known, { station: station(), portalUrl: portalUrl(), config });
  return {
    station,
    view,
    way: () => {
      if (known.state === 'broken') throw new MotcuaError(known.code);
      const url = portalUrl();
      const token = known.state === 'paired' ? known.token : config.portal?.token;
      if (url === '' || token === undefined) return undefined;
      const way = { url, token, fetch: portalFetch(url, trust), station: station() };
      return known.state === 'paired' ? { ...way, identity: known.identity } : way;
    },
    pair: async ({ portal, code: typed, replace }) => {
      const url = readPortalAddress(portal || portalUrl());
      if (url === undefined || !isSafePortal(url, trust.allowHttp)) throw new MotcuaError('MC-CFG-04');
      const code = readPairingCode(typed);
      if (!code.ok) throw new MotcuaError(code.code);
      if (known.state === 'paired' && !replace) throw new MotcuaError('MC-PAR-07');
      const wish = {
        ...{ portalUrl: url, code: code.value, station: station(), agency: config.agency },
        formerKeyId: identity()?.keyId,
      };
      await exchange({ files, sealing: parts.sealing, fetch: portalFetch(url, trust) }, wish);
      known = read(parts);
      return view();
    },
  };
}

function read({ config, dataFolder, sealing }: IdentityParts): Known {
  try {
    const identity = identityFiles(dataFolder).read();
    if (!identity) return { state: config.portal?.token === undefined ? 'none' : 'token' };
    return usable(identity, config, sealing);
  } catch (error) {
    if (error instanceof MotcuaError) return { state: 'broken', code: error.code };
    throw error;
  }
}

/** A data folder or a station.json of another commune must not speak in this one's name. */
function usable(identity: Identity, config: StationConfig, sealing: Sealing): Known {
  if (canonical(identity.agency) !== canonical(config.agency)) return { state: 'broken', code: 'MC-PAR-06' };
  try {
    return { state: 'paired', identity, token: tokenMaker(openKey(identity.privateKey, sealing), identity) };
  } catch (error) {
    if (error instanceof MotcuaError) return { state: 'broken', code: error.code, identity };
    throw error;
  }
}

const canonical = (agency: string): string => agencyKey(agency) ?? agency;

interface Around {
  readonly station: string;
  readonly portalUrl: string;
  readonly config: StationConfig;
}

function viewOf(known: Known, { station, portalUrl, config }: Around): PairingView {
  const identity = 'identity' in known ? known.identity : undefined;
  return {
    state: known.state,
    ...(known.state === 'broken' ? { code: known.code } : {}),
    ...{ station, agency: config.agency, commune: config.commune, portalUrl },
    portal: identity?.portal ?? '',
    fingerprint: identity ? fingerprintOf(identity.keyId) : '',
    ...(identity ? { pairedAt: identity.pairedAt } : {}),
  };
}
