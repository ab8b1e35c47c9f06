/** Which driver a configured document scanner gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import { unsupported } from '../unsupported.ts';
import { createEsclScanner } from './escl/scanner.ts';
import { createSaneScanner } from './sane.ts';
import { createVirtualDocumentScanner } from './virtual.ts';

export function openDocumentScanner(config: ConfigOf<'document-scanner'>, around: DeviceSurroundings): OpenDevice {
  const { id } = config;
  const { tmpDir, samplePagesDir, log } = around;
  switch (config.driver) {
    case 'sane': {
      const { device, extra } = config;
      const driver = createSaneScanner({ id, device, extra, tmpDir, log });
      return real({ kind: 'document-scanner', driver }, 'SANE', device.slice(0, 200));
    }
    case 'escl': {
      const { url, certificate } = config;
      const driver = createEsclScanner({ id, url, certificate, tmpDir, log });
      return real({ kind: 'document-scanner', driver }, 'eSCL', url.slice(0, 200));
    }
    case 'naps2':
    case 'wia':
      return unsupported(config);
    case 'virtual-document-scanner': {
      const driver = createVirtualDocumentScanner({ tmpDir, samplePagesDir, log });
      return twin({ kind: 'document-scanner', twin: driver }, { kind: 'document-scanner', driver });
    }
    default:
      return assertNever(config);
  }
}
