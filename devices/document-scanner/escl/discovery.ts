/**
 * Network scanners that announce themselves by mDNS (`_uscan._tcp`, `_uscans._tcp`; Bonjour for eSCL). Everything in an
 * announcement is somebody's word: it is checked, capped and never opened before a technician chose it.
 */
import type { EventEmitter } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { Bonjour, type Browser, type Service } from 'bonjour-service';
import { z } from 'zod';
import { type DeviceLog, reasonOf, silentLog } from '../../log.ts';
import { readFingerprint } from './certificate.ts';

export interface EsclCandidate {
  readonly url: string;
  /** Maker and model, and where it stands if that was entered at the device. */
  readonly label: string;
  /** The device's own UUID: stays when its address changes. */
  readonly serialNumber: string | undefined;
  /** The page on which the device itself is set up. */
  readonly adminUrl: string | undefined;
  readonly duplex: boolean;
  /** For `https`: SHA-256 of the certificate that answers there now, to be registered with the address. */
  readonly certificate: string | undefined;
}

const MAX_CANDIDATES = 50;
const AGAIN_MS = 1000;
const CERTIFICATE_MS = 2000;

const textSchema = z.string().trim().max(200).optional().catch(undefined);
const txtSchema = z.preprocess(
  (txt) => (typeof txt === 'object' && txt !== null ? Object.fromEntries(Object.entries(txt).map(lowerKey)) : {}),
  z.object({
    ty: textSchema,
    note: textSchema,
    uuid: textSchema,
    adminurl: z
      .url({ protocol: /^https?$/ })
      .max(300)
      .optional()
      .catch(undefined),
    duplex: textSchema,
    /** Where eSCL lives; some announce it with strokes around it. */
    rs: z
      .string()
      .regex(/^[\w./-]{0,80}$/)
      .default('eSCL')
      .catch('eSCL'),
  }),
);
const lowerKey = ([key, value]: readonly [string, unknown]): readonly [string, unknown] => [key.toLowerCase(), value];

const announcedSchema = z.object({
  name: z.string().max(200),
  host: z.string().regex(/^[\w.-]{1,200}$/),
  port: z.number().int().min(1).max(65535),
  type: z.string(),
  addresses: z.array(z.string().max(60)).max(30).optional(),
  txt: txtSchema,
});

/** An address of version 4 where there is one: names under `.local` are not known to every PC. */
const hostOf = (host: string, addresses: readonly string[] = []): string =>
  addresses.find((address) => /^\d{1,3}(\.\d{1,3}){3}$/.test(address)) ?? host;

/** Undefined for an announcement that makes no sense. */
export function candidateOf(service: unknown): EsclCandidate | undefined {
  const announced = announcedSchema.safeParse(service);
  if (!announced.success) return undefined;
  const { name, host, port, type, addresses, txt } = announced.data;
  const path = txt.rs.replace(/^\/+|\/+$/g, '') || 'eSCL';
  return {
    url: `${type === 'uscans' ? 'https' : 'http'}://${hostOf(host, addresses)}:${port}/${path}`,
    label: [txt.ty || name, txt.note].filter(Boolean).join(' · '),
    serialNumber: txt.uuid || undefined,
    adminUrl: txt.adminurl,
    duplex: /^t/i.test(txt.duplex ?? ''),
    certificate: undefined,
  };
}

/** Listens for so long; rejects never: without a network there is nobody to be found. `http` comes before `https`. */
export async function discoverEscl(timeoutMs: number, log: DeviceLog = silentLog): Promise<readonly EsclCandidate[]> {
  const found = new Map<string, EsclCandidate>();
  const hear = (service: Service): void => {
    const candidate = candidateOf(service);
    if (candidate && found.size < MAX_CANDIDATES) found.set(candidate.url, candidate);
  };
  try {
    await listen(timeoutMs, hear, log);
  } catch (error) {
    log.info({ reason: reasonOf(error) }, 'no search for network scanners');
  }
  const sorted = [...found.values()].sort((a, b) => a.url.localeCompare(b.url));
  return Promise.all(sorted.map(withCertificate));
}

async function withCertificate(candidate: EsclCandidate): Promise<EsclCandidate> {
  if (!candidate.url.startsWith('https:')) return candidate;
  return { ...candidate, certificate: await readFingerprint(new URL(candidate.url), CERTIFICATE_MS) };
}

async function listen(timeoutMs: number, hear: (service: Service) => void, log: DeviceLog): Promise<void> {
  const say = (error: unknown): void => log.info({ reason: reasonOf(error) }, 'search for network scanners');
  const bonjour = new Bonjour({}, say);
  quieten(bonjour, say);
  const browsers: readonly Browser[] = ['uscan', 'uscans'].map((type) => bonjour.find({ type, protocol: 'tcp' }, hear));
  // What is announced later than its first answer comes as a change.
  for (const browser of browsers) browser.on('txt-update', hear).on('srv-update', hear);
  try {
    for (let waited = 0; waited < timeoutMs; waited += AGAIN_MS) {
      await sleep(Math.min(AGAIN_MS, timeoutMs - waited));
      for (const browser of browsers) browser.update();
    }
  } finally {
    for (const browser of browsers) browser.stop();
    await new Promise<void>((resolve) => bonjour.destroy(() => resolve()));
  }
}

/** bonjour-service leaves its socket's `error` without a listener: a port 5353 that is taken would end the station. */
function quieten(bonjour: Bonjour, say: (error: unknown) => void): void {
  const { server } = bonjour as unknown as { readonly server: { readonly mdns: EventEmitter } };
  server.mdns.on('error', say);
  server.mdns.on('warning', say);
}
