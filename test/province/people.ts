/** Made-up people and what they bring: dữ liệu mẫu, from chance alone. */
import type { Catalogue, Procedure } from '../../domain/catalogue.ts';
import type { CompleteIntake, Paper } from '../../domain/dossier.ts';
import { feeOf } from '../../station/services/intake.ts';
import type { Random } from './random.ts';

const FAMILIES = ['Nguyễn', 'Trần', 'Lê', 'Phạm', 'Hoàng', 'Huỳnh', 'Võ', 'Đặng', 'Bùi', 'Hồ', 'Tôn Nữ', 'Đoàn'];
const MIDDLES = ['Thị', 'Văn', 'Phước', 'Hữu', 'Ngọc', 'Thuỵ', 'Minh', 'Đình', 'Quang', 'Thanh', 'Xuân'];
const GIVEN = ['Hoà', 'Duyên', 'Khuê', 'Đàm', 'Uyên', 'Bình', 'Hằng', 'Lộc', 'Phượng', 'Sơn', 'Thuý', 'Vỹ', 'Ánh'];

export const nameOf = (random: Random): string =>
  `${random.pick(FAMILIES)} ${random.pick(MIDDLES)} ${random.pick(GIVEN)}`;

const digits = (random: Random, count: number): string =>
  Array.from({ length: count }, () => random.between(0, 9)).join('');

const papersOf = (procedure: Procedure, random: Random): readonly Paper[] =>
  procedure.papers
    .filter(({ required }) => required || random.chance(0.3))
    .map(({ name, kinds }) => ({
      name,
      kind: random.pick(kinds),
      pages: random.between(1, 4),
      copies: random.between(1, 3),
    }));

/** A procedure of the sample catalogue and an applicant who does not exist. */
export const intakeOf = (catalogue: Catalogue, random: Random): CompleteIntake => {
  const procedure = random.pick(catalogue.procedures);
  const papers = papersOf(procedure, random);
  const amount = feeOf(procedure, { papers }).total;
  return {
    procedureCode: procedure.code,
    applicant: {
      name: nameOf(random),
      citizenId: random.chance(0.9) ? `046${digits(random, 9)}` : '',
      address: `Thôn ${random.between(1, 9)}, xã Mẫu`,
      phone: random.chance(0.8) ? `0900${digits(random, 6)}` : '',
      email: '',
      organisation: random.chance(0.05),
    },
    onBehalfOf: '',
    papers,
    sets: 1,
    channel: random.pick(['counter', 'counter', 'counter', 'post', 'online']),
    returnMethod: random.pick(['counter', 'counter', 'post']),
    payment: { amount, method: amount === 0 ? 'none' : random.pick(['cash', 'transfer', 'later']) },
    note: random.chance(0.1) ? 'Dữ liệu mẫu: “ghi chú” có dấu, đủ dài để xem có mất chữ nào không.' : '',
    ticket: '',
  };
};
