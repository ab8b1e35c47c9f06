/** What scanners answer, read: as several makers write it, and as somebody wicked might. */
import { expect, test } from 'vitest';
import type { ScanOptions } from '../../../../devices/document-scanner/contract.ts';
import { parseCapabilities } from '../../../../devices/document-scanner/escl/capabilities.ts';
import { quirksOf } from '../../../../devices/document-scanner/escl/quirks.ts';
import { scanOrder } from '../../../../devices/document-scanner/escl/settings.ts';
import { feederFault, parseStatus } from '../../../../devices/document-scanner/escl/status.ts';
import { parseXml } from '../../../../devices/document-scanner/escl/xml.ts';
import { capabilitiesXml, entityBomb } from '../../../rig/escl-answers.ts';

const A4: ScanOptions = { source: 'feeder', dpi: 300, mode: 'gray', maxPages: 50 };
const profile = (inner: string): string =>
  `<c:SettingProfiles><c:SettingProfile>${inner}</c:SettingProfile></c:SettingProfiles>`;
/** Another prefix than usual, one mode, a range of resolutions, PNG besides JPEG, a short glass. */
const OTHER = `<?xml version="1.0"?><c:ScannerCapabilities xmlns:c="urn:x"><p:Version>2.1</p:Version><p:MakeAndModel>Xerox VersaLink &lt;B&gt;</p:MakeAndModel>
<c:Platen><c:PlatenInputCaps><c:MaxWidth>2400</c:MaxWidth><c:MaxHeight>3000</c:MaxHeight>${profile(
  '<c:ColorModes><c:ColorMode>BlackAndWhite1</c:ColorMode><c:ColorMode>RGB24</c:ColorMode></c:ColorModes>' +
    '<c:DocumentFormats><p:DocumentFormat>image/jpeg</p:DocumentFormat><c:DocumentFormatExt>image/PNG</c:DocumentFormatExt></c:DocumentFormats>' +
    '<c:SupportedResolutions><c:ResolutionRange><c:XResolutionRange><c:Min>100</c:Min><c:Max>200</c:Max></c:XResolutionRange></c:ResolutionRange></c:SupportedResolutions>',
)}</c:PlatenInputCaps></c:Platen><c:Adf></c:Adf></c:ScannerCapabilities>`;

test('what a device can is known for each way of feeding', () => {
  const found = parseCapabilities(
    capabilitiesXml({ model: 'Maker 1', serialNumber: 'S1', uuid: 'u', duplex: true, feeder: true }),
  );
  expect(found).toMatchObject({ model: 'Maker 1', serialNumber: 'S1', version: '2.63' });
  expect(Object.keys(found.inputs)).toEqual(['flatbed', 'feeder', 'duplex']);
  expect(found.inputs.feeder).toMatchObject({
    formats: ['image/jpeg'],
    colorModes: ['Grayscale8', 'RGB24'],
    resolutions: [75, 150, 200, 300, 600],
  });
});

test('the order asks for what the device has: nearest resolution, its own size, colour where there is no grey', () => {
  const other = parseCapabilities(OTHER);
  expect(Object.keys(other.inputs)).toEqual(['flatbed']);
  const order = scanOrder(other, { ...A4, source: 'flatbed' });
  expect(order?.dpi).toBe(200);
  expect(order?.xml).toContain('<pwg:Width>2400</pwg:Width><pwg:Height>3000</pwg:Height>');
  expect(order?.xml).toContain('<scan:ColorMode>RGB24</scan:ColorMode>');
  expect(order?.xml).toContain('<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>');
  expect(order?.xml).not.toContain('Duplex');
  expect(scanOrder(other, A4)).toBeUndefined();
});

const resolution = (x: number, y: number): string =>
  `<s:DiscreteResolution><s:XResolution>${x}</s:XResolution><s:YResolution>${y}</s:YResolution></s:DiscreteResolution>`;

test('profiles by name, a feeder of one width, both sides as an option', () => {
  const caps = parseCapabilities(
    `<s:ScannerCapabilities><s:SettingProfiles><s:SettingProfile name="p1"><s:ColorModes><s:ColorMode s:default="true">RGB24</s:ColorMode></s:ColorModes>
    <s:SupportedResolutions><s:DiscreteResolutions>${resolution(300, 600)}${resolution(200, 200)}</s:DiscreteResolutions></s:SupportedResolutions></s:SettingProfile>
    <s:SettingProfile name="p2"><s:ColorModes><s:ColorMode>Grayscale8</s:ColorMode></s:ColorModes></s:SettingProfile></s:SettingProfiles>
    <s:Adf><s:AdfSimplexInputCaps><s:MinWidth>2550</s:MinWidth><s:MaxWidth>2550</s:MaxWidth><s:MaxHeight>4200</s:MaxHeight>
    <s:SettingProfiles><s:SettingProfile ref="p1"/></s:SettingProfiles></s:AdfSimplexInputCaps>
    <s:AdfOptions><s:AdfOption>Duplex</s:AdfOption></s:AdfOptions></s:Adf></s:ScannerCapabilities>`,
  );
  expect(caps.inputs.feeder).toMatchObject({ colorModes: ['RGB24'], resolutions: [200] });
  expect(caps.inputs.duplex).toEqual(caps.inputs.feeder);
  expect(scanOrder(caps, A4)?.xml).toContain('<pwg:Width>2550</pwg:Width><pwg:Height>3508</pwg:Height>');
});

test('a device that tells nothing of a feeder but that it has one is asked for the usual', () => {
  const caps = parseCapabilities(
    '<s:ScannerCapabilities><s:Adf><s:AdfSimplexInputCaps/></s:Adf></s:ScannerCapabilities>',
  );
  const order = scanOrder(caps, A4);
  expect(order?.dpi).toBe(300);
  expect(order?.xml).toContain('<scan:ColorMode>Grayscale8</scan:ColorMode>');
  expect(order?.xml).toContain('<pwg:DocumentFormat>image/jpeg</pwg:DocumentFormat>');
});

test('black and white comes as PNG, since JPEG knows none', () => {
  const order = scanOrder(parseCapabilities(OTHER), { ...A4, source: 'flatbed', mode: 'lineart' });
  expect(order?.xml).toContain('<scan:ColorMode>BlackAndWhite1</scan:ColorMode>');
  expect(order?.xml).toContain('<scan:DocumentFormatExt>image/png</scan:DocumentFormatExt>');
});

test('what a device says of itself cannot get out of its element', () => {
  const caps = { ...parseCapabilities(OTHER), version: '2.0</pwg:Version><evil>' };
  expect(scanOrder(caps, { ...A4, source: 'flatbed' })?.xml).not.toContain('<evil>');
});

const status = (adf: string, state = 'Idle'): string =>
  `<s:ScannerStatus><p:State>${state}</p:State><s:AdfState>${adf}</s:AdfState></s:ScannerStatus>`;

test.each([
  ['ScannerAdfLoaded', undefined],
  ['ScannerAdfEmpty', undefined],
  ['ScannerAdfProcessing', undefined],
  ['SomethingNew', undefined],
  ['ScannerAdfJam', 'MC-DSC-01'],
  ['ScannerAdfMispick', 'MC-DSC-01'],
  ['ScannerAdfDuplexPageTooShort', 'MC-DSC-01'],
  ['ScannerAdfDuplexPageTooLong', 'MC-DSC-01'],
  ['ScannerAdfInputTrayFailed', 'MC-DSC-01'],
  ['ScannerAdfInputTrayOverloaded', 'MC-DSC-01'],
  ['ScannerAdfHatchOpen', 'MC-DSC-03'],
  ['ScannerAdfDoorOpen', 'MC-DSC-03'],
  ['ScannerAdfCoverOpen', 'MC-DSC-03'],
  ['ScannerAdfMultipickDetected', 'MC-DSC-09'],
])('a feeder that says %s', (adf, code) => {
  expect(feederFault(parseStatus(status(adf)))).toBe(code);
});

test('a state under its other name', () => {
  expect(parseStatus('<s:ScannerStatus><s:ScannerState>Processing</s:ScannerState></s:ScannerStatus>').state).toBe(
    'busy',
  );
});

test('jobs are read with or without a list, and odd counts are no counts', () => {
  expect(parseStatus(status('ScannerAdfEmpty')).jobs).toEqual([]);
  expect(
    parseStatus(
      '<s:ScannerStatus><p:State>Processing</p:State><s:Jobs><s:JobInfo><p:JobUri>http://x/eSCL/ScanJobs/7/</p:JobUri>' +
        '<p:JobState>Completed</p:JobState><p:ImagesCompleted>-3</p:ImagesCompleted></s:JobInfo></s:Jobs></s:ScannerStatus>',
    ),
  ).toEqual({
    state: 'busy',
    feeder: 'unknown',
    jobs: [{ id: '7', state: 'completed', imagesCompleted: undefined, imagesToTransfer: undefined }],
  });
});

test.each<[string, string]>([
  ['an entity bomb', entityBomb()],
  ['a web page', '<!doctype html><html><body>Router'],
  ['more than a megabyte', `<ScannerStatus><State>${'x'.repeat(1_100_000)}</State></ScannerStatus>`],
  ['a well without bottom', '<a>'.repeat(50_000)],
  ['an element that is something else', '<ScannerCapabilities/>'],
  ['nothing', ''],
  ['noise', '\u0000\u0001<<<>>>'],
])('%s is refused', (_, text) => {
  expect(() => parseStatus(text)).toThrow(expect.objectContaining({ name: 'EsclFault' }));
});

test('an entity in a text stays a text', () => {
  expect(parseXml('<a>&lol9;&#x41;</a>')).toEqual({ a: '&lol9;&#x41;' });
});

test('what makers do otherwise goes by their name', () => {
  expect(quirksOf('Brother MFC-L2710DW series').pauseMs).toBe(1000);
  expect(quirksOf('Xerox VersaLink B405').againOnGone).toBe(true);
  expect(quirksOf('HP LaserJet')).toEqual({ pauseMs: 0, againOnGone: false });
});
