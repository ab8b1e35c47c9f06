import { expect, test } from 'vitest';
import { drawForm01 } from '../../forms/form01.ts';
import { form01 } from './samples.ts';
import { assetsDir, flatText } from './tools.ts';

test('a plain letter met first inside an accented one is still copied out in later documents', async () => {
  await drawForm01({ ...form01, officerName: 'Ế Ố Ắ', number: 'ế' }, assetsDir);
  const later = await drawForm01({ ...form01, officerName: 'Eo Oa Ai', place: 'Xã e o a i u y' }, assetsDir);
  const text = flatText(later);
  expect(text).toContain('Eo Oa Ai');
  expect(text).toContain('Xã e o a i u y, ngày');
});

test('a later document reads like the first', async () => {
  const first = await drawForm01(form01, assetsDir);
  for (let i = 0; i < 5; i += 1)
    await drawForm01({ ...form01, applicantName: `Trần Thị Ngọc ${'ấốệ'.repeat(i)}` }, assetsDir);
  expect(flatText(await drawForm01(form01, assetsDir))).toBe(flatText(first));
});
