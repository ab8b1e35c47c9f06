/** What the eSCL emulator says in XML: shaped after what office devices of several makers answer. */

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n' + '<!-- eSCL emulator, made-up data -->\n';
const SPACES =
  'xmlns:pwg="http://www.pwg.org/schemas/2010/12/sm" xmlns:scan="http://schemas.hp.com/imaging/escl/2011/05/03" ' +
  'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"';

export interface EsclModel {
  readonly model: string;
  readonly serialNumber: string;
  readonly uuid: string;
  readonly duplex: boolean;
  readonly feeder: boolean;
}

const RESOLUTIONS = [75, 150, 200, 300, 600];

const input = (name: string): string =>
  `<scan:${name}><scan:MinWidth>16</scan:MinWidth><scan:MaxWidth>2550</scan:MaxWidth>` +
  '<scan:MinHeight>16</scan:MinHeight><scan:MaxHeight>4200</scan:MaxHeight><scan:MaxScanRegions>1</scan:MaxScanRegions>' +
  '<scan:SettingProfiles><scan:SettingProfile>' +
  '<scan:ColorModes><scan:ColorMode>Grayscale8</scan:ColorMode><scan:ColorMode>RGB24</scan:ColorMode></scan:ColorModes>' +
  '<scan:DocumentFormats><pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>' +
  '<scan:DocumentFormatExt>image/jpeg</scan:DocumentFormatExt></scan:DocumentFormats>' +
  '<scan:SupportedResolutions><scan:DiscreteResolutions>' +
  RESOLUTIONS.map(
    (dpi) =>
      `<scan:DiscreteResolution><scan:XResolution>${dpi}</scan:XResolution><scan:YResolution>${dpi}</scan:YResolution></scan:DiscreteResolution>`,
  ).join('') +
  '</scan:DiscreteResolutions></scan:SupportedResolutions>' +
  '</scan:SettingProfile></scan:SettingProfiles>' +
  '<scan:SupportedIntents><scan:Intent>Document</scan:Intent></scan:SupportedIntents>' +
  '<scan:MaxOpticalXResolution>600</scan:MaxOpticalXResolution><scan:MaxOpticalYResolution>600</scan:MaxOpticalYResolution>' +
  '<scan:RiskyLeftMargin>0</scan:RiskyLeftMargin><scan:RiskyRightMargin>0</scan:RiskyRightMargin>' +
  '<scan:RiskyTopMargin>0</scan:RiskyTopMargin><scan:RiskyBottomMargin>0</scan:RiskyBottomMargin>' +
  `</scan:${name}>`;

export const capabilitiesXml = ({ model, serialNumber, uuid, duplex, feeder }: EsclModel): string =>
  `${HEAD}<scan:ScannerCapabilities ${SPACES}><pwg:Version>2.63</pwg:Version>` +
  `<pwg:MakeAndModel>${model}</pwg:MakeAndModel><pwg:SerialNumber>${serialNumber}</pwg:SerialNumber>` +
  `<scan:UUID>${uuid}</scan:UUID><scan:AdminURI></scan:AdminURI>` +
  `<scan:Platen>${input('PlatenInputCaps')}</scan:Platen>` +
  (feeder
    ? `<scan:Adf>${input('AdfSimplexInputCaps')}${duplex ? input('AdfDuplexInputCaps') : ''}` +
      '<scan:FeederCapacity>50</scan:FeederCapacity><scan:AdfOptions><scan:AdfOption>DetectPaperLoaded</scan:AdfOption></scan:AdfOptions></scan:Adf>'
    : '') +
  '</scan:ScannerCapabilities>';

export interface JobShown {
  readonly uri: string;
  readonly state: string;
  readonly completed: number;
  readonly waiting: number;
}

export const statusXml = (state: string, adf: string | undefined, jobs: readonly JobShown[]): string =>
  `${HEAD}<scan:ScannerStatus ${SPACES}><pwg:Version>2.63</pwg:Version><pwg:State>${state}</pwg:State>` +
  (adf === undefined ? '' : `<scan:AdfState>${adf}</scan:AdfState>`) +
  (jobs.length === 0
    ? ''
    : `<scan:Jobs>${jobs
        .map(
          (job) =>
            `<scan:JobInfo><pwg:JobUri>${job.uri}</pwg:JobUri><pwg:JobUuid>${job.uri.split('/').at(-1)}</pwg:JobUuid><scan:Age>3</scan:Age>` +
            `<pwg:ImagesCompleted>${job.completed}</pwg:ImagesCompleted><pwg:ImagesToTransfer>${job.waiting}</pwg:ImagesToTransfer>` +
            `<pwg:JobState>${job.state}</pwg:JobState><pwg:JobStateReasons><pwg:JobStateReason>JobScanning</pwg:JobStateReason></pwg:JobStateReasons></scan:JobInfo>`,
        )
        .join('')}</scan:Jobs>`) +
  '</scan:ScannerStatus>';

/** A billion laughs; and a document type is refused before anything is counted. */
export const entityBomb = (): string =>
  '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">' +
  Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n === 0 ? '' : n};`.repeat(10)}">`).join('') +
  ']><ScannerStatus><State>&lol9;</State></ScannerStatus>';
