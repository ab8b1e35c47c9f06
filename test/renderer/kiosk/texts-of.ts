/** A window's texts as flat keys, and what they promise to fill in. */
export type Tree = { readonly [key: string]: string | Tree };

export function flat(tree: Tree, prefix = ''): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[prefix + key, value] as const] : [...flat(value, `${prefix}${key}.`)],
    ),
  );
}

export const placeholders = (text: string): readonly string[] =>
  [...text.matchAll(/\{\{(\w+)/g)].map(([, name = '']) => name).sort();

/** English may add a singular beside the plural. */
export const withoutSingular = (keys: Iterable<string>): readonly string[] =>
  [...keys].filter((key) => !key.endsWith('_one')).sort();
