/** The contract as an OpenAPI 3.1 document. `generate.ts` writes it to openapi.yaml; a test holds the two together. */
import { stringify } from 'yaml';
import { contractComponents } from './components.ts';
import { CONTRACT_PATHS } from './paths.ts';

export const CONTRACT_FILE = new URL('./openapi.yaml', import.meta.url);

export const contractDocument = () => ({
  openapi: '3.1.0',
  info: {
    title: 'motcua: the provincial portal as a station sees it',
    version: '1.0.0',
    description:
      'Everything a commune’s station needs of the provincial portal. Unknown fields are ignored on both sides; times are milliseconds since 1970 UTC; text is NFC. See docs/guides/portal-vendor.md.',
    license: { name: 'MIT', identifier: 'MIT' },
  },
  servers: [{ url: 'https://portal.example' }],
  security: [{ station: [] }],
  paths: CONTRACT_PATHS,
  components: {
    securitySchemes: {
      station: {
        type: 'http',
        scheme: 'bearer',
        bearerFormat: 'JWT',
        description:
          'Made by the station for each request: EdDSA (Ed25519) with the key that was paired, `kid` its RFC 7638 thumbprint, `sub` the station, `aud` the audience of the pairing, `iat`, `exp` at most five minutes later, `jti`.',
      },
    },
    schemas: contractComponents(),
  },
});

const HEADING =
  '# Written by `node portal/contract/generate.ts` from the schemas in domain/ and from paths.ts. Do not edit.\n';

/** Long lines are not folded and nothing is aliased, so that a diff shows what changed. */
export const contractYaml = (): string =>
  HEADING + stringify(contractDocument(), { lineWidth: 0, aliasDuplicateObjects: false });
