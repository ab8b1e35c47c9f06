/**
 * Scanners sign their certificates themselves, so the usual check fails for nearly all of them. Either the usual check
 * passes, or the technician registered the certificate's SHA-256 and exactly that one is taken; nothing in between.
 */
import { X509Certificate } from 'node:crypto';
import type { ClientRequest } from 'node:http';
import { connect, type TLSSocket } from 'node:tls';
import { EsclFault } from './fault.ts';

const plain = (fingerprint: string): string => fingerprint.replaceAll(':', '').toLowerCase();

/** SHA-256, 64 lower-case hexadecimal digits. */
export function fingerprintOf(socket: TLSSocket): string | undefined {
  const { raw } = socket.getPeerCertificate();
  return raw ? plain(new X509Certificate(raw).fingerprint256) : undefined;
}

export interface Pinned {
  readonly options: { readonly rejectUnauthorized: false };
  /** Hangs up as soon as the certificate shows to be another. */
  watch(request: ClientRequest): void;
}

export function pinned(fingerprint: string): Pinned {
  const expected = plain(fingerprint);
  return {
    options: { rejectUnauthorized: false },
    watch: (request) => {
      request.on('socket', (socket) => {
        const secure = socket as TLSSocket;
        secure.once('secureConnect', () => {
          if (fingerprintOf(secure) !== expected)
            request.destroy(new EsclFault('certificate', 'not the registered one'));
        });
      });
    },
  };
}

export const isCertificateError = (code: string): boolean =>
  /CERT|SELF_SIGNED|UNABLE_TO_(VERIFY|GET)|ERR_TLS_CERT/.test(code);

/** Which certificate answers at this address now, for the technician to compare and register; undefined when none does. */
export function readFingerprint(url: URL, limitMs: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const host = url.hostname.replace(/^\[|\]$/g, '');
    const socket = connect({ host, port: Number(url.port) || 443, rejectUnauthorized: false });
    const done = (found: string | undefined): void => {
      clearTimeout(limit);
      socket.destroy();
      resolve(found);
    };
    const limit = setTimeout(() => done(undefined), limitMs);
    socket.once('secureConnect', () => done(fingerprintOf(socket)));
    socket.on('error', () => done(undefined));
  });
}
