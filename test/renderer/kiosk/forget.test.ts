import { QueryClient } from '@tanstack/react-query';
import { beforeAll, describe, expect, it, vi } from 'vitest';

describe('between two people', () => {
  beforeAll(() => vi.stubGlobal('document', { baseURI: 'http://localhost/kiosk/', documentElement: {} }));

  it('leaves only what is public in the window’s memory', async () => {
    const { forgetPerson, PUBLIC } = await import('../../../renderer/kiosk/api.ts');
    const client = new QueryClient();
    client.setQueryData([PUBLIC, 'home'], { commune: 'UBND xã Mẫu' });
    client.setQueryData(['person', 'print', 'x'], { title: 'A 012' });
    await client
      .getMutationCache()
      .build(client, { mutationFn: async () => ({ text: 'A 012' }) })
      .execute(undefined);
    forgetPerson(client);
    expect(
      client
        .getQueryCache()
        .getAll()
        .map(({ queryKey }) => queryKey),
    ).toEqual([[PUBLIC, 'home']]);
    expect(client.getMutationCache().getAll()).toEqual([]);
    expect(
      JSON.stringify(
        client
          .getQueryCache()
          .getAll()
          .map(({ state }) => state.data),
      ),
    ).not.toContain('A 012');
  });
});
