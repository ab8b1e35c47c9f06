/**
 * Why a secure connection did not come about, when that was it: MC-NET-09 outside its time, 10 another address's
 * certificate, 11 not issued by anybody we trust, 12 no TLS there at all. The names are OpenSSL's and Node's.
 */
import type { ErrorCode } from '../../domain/errors.ts';

const OUT_OF_TIME = /^CERT_(HAS_EXPIRED|NOT_YET_VALID)$/;
const OTHER_HOST = /^(ERR_TLS_CERT_ALTNAME_\w+|HOSTNAME_MISMATCH)$/;
const UNTRUSTED =
  /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_(GET_ISSUER_CERT|GET_ISSUER_CERT_LOCALLY|VERIFY_LEAF_SIGNATURE)|CERT_\w+|INVALID_(CA|PURPOSE)|PATH_LENGTH_EXCEEDED)$/;
const NO_TLS = /^(EPROTO|ERR_SSL_\w+)$/;

const NAMED: readonly (readonly [RegExp, ErrorCode])[] = [
  [OUT_OF_TIME, 'MC-NET-09'],
  [OTHER_HOST, 'MC-NET-10'],
  [UNTRUSTED, 'MC-NET-11'],
  [NO_TLS, 'MC-NET-12'],
];

/** fetch wraps what happened; two layers are as deep as it goes. */
const namesIn = (error: unknown): readonly string[] => {
  if (!(error instanceof Error)) return [];
  const name = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  return [...name, ...namesIn(error.cause)];
};

export const tlsCodeOf = (error: unknown): ErrorCode | undefined => {
  const names = namesIn(error);
  return NAMED.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];
};
