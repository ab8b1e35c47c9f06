import { expect, test } from 'vitest';
import type { ScanOptions } from '../../../devices/document-scanner/contract.ts';
import { nearestResolution, parseSaneOptions, saneArguments } from '../../../devices/document-scanner/sane-options.ts';

const FUJITSU = `
All options specific to device \`fujitsu:fi-7160:1\`:
  Scan Mode:
    --source ADF Front|ADF Back|ADF Duplex [ADF Front]
        Selects the scan source.
    --mode Lineart|Gray|Color [Gray]
        Selects the scan mode.
    --resolution 50..600dpi (in steps of 1) [600]
        Sets the resolution of the scanned image.
  Geometry:
    -l 0..221.121mm (in steps of 0.0211639) [0]
    -x 0..221.121mm (in steps of 0.0211639) [215.872]
    -y 0..876.695mm (in steps of 0.0211639) [279.364]
    --brightness[=(yes|no)] [inactive]
`;
const A4: ScanOptions = { source: 'feeder', dpi: 300, mode: 'gray', maxPages: 50 };

test('the names that a device uses are found again', () => {
  expect(saneArguments(parseSaneOptions(FUJITSU), A4)).toEqual({
    dpi: 300,
    once: false,
    args: ['--source=ADF Front', '--mode=Gray', '--resolution=300', '-x', '210', '-y', '297'],
  });
  expect(saneArguments(parseSaneOptions(FUJITSU), { ...A4, mode: 'lineart' })?.args).toContain('--mode=Lineart');
  expect(saneArguments(parseSaneOptions(FUJITSU), { ...A4, source: 'duplex' })?.args).toContain('--source=ADF Duplex');
});

test('what a device does not know is left out', () => {
  expect(saneArguments(parseSaneOptions('  Source:\n    --filename <string> [x]\n'), A4)).toEqual({
    dpi: 300,
    once: true,
    args: [],
  });
});

test('an option that cannot be set now is left out', () => {
  expect([...parseSaneOptions('    --mode Gray|Color [inactive]\n    --depth 1|8 [8]\n').keys()]).toEqual(['depth']);
});

test('a glass shorter than A4 is used to its end', () => {
  expect(saneArguments(parseSaneOptions('    -x 0..200mm [80]\n    -y 0..200mm [100]\n'), A4)?.args).toEqual([
    '-x',
    '200',
    '-y',
    '200',
  ]);
});

test('without the wanted resolution the nearest is taken, and said', () => {
  expect(nearestResolution('75|150|600dpi', 300)).toBe(150);
  expect(nearestResolution('auto||75|90|285|300dpi', 300)).toBe(300);
  expect(nearestResolution('50..240dpi (in steps of 1)', 300)).toBe(240);
});

test.each([
  ['a source of its own', '    --source Flatbed|ADF|ADF Duplex [Flatbed]\n', ['--source=ADF Duplex']],
  [
    'an option beside the feeder',
    '    --source Flatbed|Automatic Document Feeder [Flatbed]\n    --adf-mode Simplex|Duplex [inactive]\n',
    ['--source=Automatic Document Feeder', '--adf-mode=Duplex'],
  ],
  ['a switch', '    --source Flatbed|ADF [ADF]\n    --duplex[=(yes|no)] [no]\n', ['--source=ADF', '--duplex=yes']],
])('both sides as %s', (_, options, args) => {
  expect(saneArguments(parseSaneOptions(options), { ...A4, source: 'duplex' })?.args).toEqual(args);
});

test('a device without a second side is not asked for one', () => {
  expect(
    saneArguments(parseSaneOptions('    --source Flatbed|ADF [ADF]\n'), { ...A4, source: 'duplex' }),
  ).toBeUndefined();
  expect(saneArguments(new Map(), { ...A4, source: 'duplex' })).toBeUndefined();
});

test('a glass does not pass for a feeder, and where nothing is said of sources one page is asked for', () => {
  expect(saneArguments(parseSaneOptions('    --source Flatbed|Transparency Unit [Flatbed]\n'), A4)).toBeUndefined();
  expect(saneArguments(parseSaneOptions('    --source Auto|Flatbed [Auto]\n'), A4)?.args).toEqual(['--source=Auto']);
  expect(saneArguments(new Map(), A4)?.once).toBe(true);
  expect(saneArguments(new Map(), { ...A4, source: 'flatbed' })?.args).toEqual([]);
});
