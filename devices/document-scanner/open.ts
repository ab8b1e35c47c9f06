/** Which driver a configured document scanner gets. */
import { assertNever } from '../../domain/assert-never.ts';
import type { ConfigOf } from '../../domain/device-config.ts';
import { type DeviceSurroundings, type OpenDevice, real, twin } from '../opened.ts';
import { createEsclScanner } from './escl/scanner.ts';
import { createSaneScanner } from './sane.ts';
import { createVirtualDocumentScanner } from './virtual.ts';
import { createNaps2Scanner } from './windows/naps2.ts';
import { createWiaScanner } from './windows/wia.ts';

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
    case 'naps2': {
      const { device, backend, program } = config;
      const driver = createNaps2Scanner({ id, device, backend, program, tmpDir, log });
      return real({ kind: 'document-scanner', driver }, `NAPS2, ${backend}`, device.slice(0, 200));
    }
    case 'wia': {
      const { device } = config;
      const driver = createWiaScanner({ id, device, tmpDir, log });
      return real({ kind: 'document-scanner', driver }, 'WIA', device.slice(0, 200));
    }
    case 'virtual-document-scanner': {
      const driver = createVirtualDocumentScanner({ tmpDir, samplePagesDir, log });
      return twin({ kind: 'document-scanner', twin: driver }, { kind: 'document-scanner', driver });
    }
    default:
      return assertNever(config);
  }
}
