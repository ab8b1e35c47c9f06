/** Which kernel modules the guest loads, and in what order. Pure; the list of files comes from `depmod`. */

/** The leaves; what they need is found in modules.dep. A value is the module's parameters. */
export const WANTED_MODULES: Readonly<Record<string, string>> = {
  virtio_pci: '',
  '9pnet_virtio': '',
  '9p': '',
  overlay: '',
  hid_generic: '',
  usbhid: '',
  // Two sockets: a second device of the same model, and another socket to come back in.
  dummy_hcd: 'num=2',
  usb_f_hid: '',
  usb_f_acm: '',
  usb_f_printer: '',
  cdc_acm: '',
  usblp: '',
};

export interface ModuleToLoad {
  /** As in modules.dep, under the kernel's module folder. */
  readonly file: string;
  readonly parameters: string;
}

/** The kernel takes `-` and `_` for the same, and Debian 13 packs modules. */
export const moduleName = (file: string): string =>
  (file.split('/').at(-1) ?? '').replace(/\.ko(\.(xz|zst|gz))?$/, '').replaceAll('-', '_');

/** `kernel/a.ko: kernel/b.ko kernel/c.ko`: a needs b and c. */
export function parseModulesDep(text: string): ReadonlyMap<string, readonly string[]> {
  const lines = text.split('\n').map((line) => line.split(':'));
  return new Map(
    lines.flatMap(([file = '', needs = '']) =>
      file ? [[file, needs.split(/\s+/).filter((one) => one !== '')] as const] : [],
    ),
  );
}

/**
 * Everything `wanted` needs, each file once and after all that it needs. A module that is built into the kernel has no file
 * and is left out; `builtin` is modules.builtin. Throws where a wanted module is in neither.
 */
export function loadOrder(
  wanted: Readonly<Record<string, string>>,
  modulesDep: string,
  builtin: string,
): readonly ModuleToLoad[] {
  const needs = parseModulesDep(modulesDep);
  const files = new Map([...needs.keys()].map((file) => [moduleName(file), file]));
  const inKernel = new Set(builtin.split('\n').map(moduleName));
  const ordered = new Set<string>();
  const visit = (file: string, below: readonly string[]): void => {
    if (ordered.has(file) || below.includes(file)) return;
    for (const need of needs.get(file) ?? []) visit(need, [...below, file]);
    ordered.add(file);
  };
  for (const name of Object.keys(wanted)) {
    const file = files.get(name);
    if (file) visit(file, []);
    else if (!inKernel.has(name)) throw new Error(`the kernel has no module ${name}`);
  }
  return [...ordered].map((file) => ({ file, parameters: wanted[moduleName(file)] ?? '' }));
}
