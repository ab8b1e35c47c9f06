/** The eSCL emulator's advert on the local network (`_uscan._tcp`), as a driverless scanner makes it. */
import { Bonjour } from 'bonjour-service';
import type { EsclModel } from './escl-answers.ts';

export interface Advert {
  stop(): Promise<void>;
}

export function advertise(what: {
  readonly name: string;
  readonly port: number;
  readonly model: EsclModel;
  readonly tls: boolean;
}): Advert {
  const bonjour = new Bonjour({}, (error: Error) => process.stderr.write(`advert: ${error.message}\n`));
  const { model } = what;
  bonjour.publish({
    name: what.name,
    type: what.tls ? 'uscans' : 'uscan',
    protocol: 'tcp',
    port: what.port,
    txt: {
      txtvers: '1',
      vers: '2.63',
      rs: 'eSCL',
      ty: model.model,
      note: 'Quầy mẫu',
      pdl: 'image/jpeg',
      cs: 'grayscale,color',
      is: model.feeder ? 'platen,adf' : 'platen',
      duplex: model.duplex ? 'T' : 'F',
      uuid: model.uuid,
      adminurl: `http://127.0.0.1:${what.port}/`,
    },
  });
  return {
    stop: () =>
      new Promise((resolve) => {
        bonjour.unpublishAll(() => bonjour.destroy(() => resolve()));
      }),
  };
}
