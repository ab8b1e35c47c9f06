/** Certificates as a province might have them, made by openssl: its own authority, and leaves that are right or wrong in one thing. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface KeyAndCertificate {
  readonly key: string;
  readonly cert: string;
}

export interface Authority {
  /** Its certificate's file, to be pinned. */
  readonly file: string;
  /** `days`: how long it is good from now on; a negative number is over already. */
  readonly issue: (wish: { readonly names: string; readonly days?: number }) => KeyAndCertificate;
}

const openssl = (...args: readonly string[]) => execFileSync('openssl', args, { stdio: 'ignore' });
const EC = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'] as const;

export const HERE = 'DNS:localhost,IP:127.0.0.1';

export function createAuthority(folder: string, name: string): Authority {
  const [caKey, file] = [join(folder, `${name}.key`), join(folder, `${name}.pem`)];
  openssl('req', '-x509', ...EC, '-days', '2', '-subj', `/CN=${name}`, '-keyout', caKey, '-out', file);
  let issued = 0;
  return {
    file,
    issue: ({ names, days = 2 }) => {
      issued += 1;
      const [key, request, cert] = ['key', 'csr', 'crt'].map((end) => join(folder, `${name}-${issued}.${end}`));
      if (!key || !request || !cert) throw new Error('no names');
      openssl(
        'req',
        '-new',
        ...EC,
        '-subj',
        '/CN=cong',
        '-addext',
        `subjectAltName=${names}`,
        '-keyout',
        key,
        '-out',
        request,
      );
      const signed = ['x509', '-req', '-in', request, '-CA', file, '-CAkey', caKey, '-CAcreateserial'];
      openssl(...signed, '-copy_extensions', 'copy', '-days', String(days), '-out', cert);
      return { key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') };
    },
  };
}
