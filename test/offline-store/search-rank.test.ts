import { describe, expect, it } from 'vitest';
import { AGENCY, actor, commit, freshStore, intake, request } from './helpers.ts';

const office = (...people: readonly (string | { readonly name: string; readonly over: boolean })[]) => {
  const store = freshStore();
  for (const person of people) {
    const { name, over } = typeof person === 'string' ? { name: person, over: false } : person;
    const { received } = store.receiveDossier(
      commit({ intake: intake({ applicant: { ...intake().applicant, name } }) }),
      actor(),
    );
    if (over)
      for (const step of ['record-result', 'return-result'] as const) store.act(received.id, request(step), actor());
  }
  return (text: string) => store.dossiers.search(text, 10).dossiers.map(({ received }) => received.applicant.name);
};

describe('the order of what is found', () => {
  it('whole words before beginnings of words, though newer', () => {
    expect(office('Lê Thị Hoa', 'Lê Thị Hoan', 'Lê Thị Hoàng')('hoa')).toEqual([
      'Lê Thị Hoa',
      'Lê Thị Hoàng',
      'Lê Thị Hoan',
    ]);
  });

  it('a name as it was typed, then with words between, then the same words scattered', () => {
    const names = office('Nguyễn Mẫu', 'Nguyễn Thị Mẫu', 'Mẫu Thị Nguyễn');
    expect(names('nguyen mau')).toEqual(['Nguyễn Mẫu', 'Nguyễn Thị Mẫu', 'Mẫu Thị Nguyễn']);
    expect(names('mau nguyen')).toEqual(['Mẫu Thị Nguyễn', 'Nguyễn Thị Mẫu', 'Nguyễn Mẫu']);
  });

  it('what is still open before what is over, the newest first among each', () => {
    const names = office(
      'Lê Một Mẫu',
      'Lê Hai Mẫu',
      { name: 'Lê Ba Mẫu', over: true },
      { name: 'Lê Bốn Mẫu', over: true },
    );
    expect(names('mau')).toEqual(['Lê Hai Mẫu', 'Lê Một Mẫu', 'Lê Bốn Mẫu', 'Lê Ba Mẫu']);
  });

  it('a code that was typed whole before everything that has the same numbers', () => {
    const names = office('Lê Một Mẫu', 'Lê Hai Mẫu', 'Lê Ba Mẫu');
    expect(names(`${AGENCY}-261124-0002`)[0]).toBe('Lê Hai Mẫu');
    expect(names('000.23.15.H57-261124-0002')[0]).toBe('Lê Hai Mẫu');
  });
});
