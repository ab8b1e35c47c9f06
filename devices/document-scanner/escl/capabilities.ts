/** What `ScannerCapabilities` says: maker and model, and what each way of feeding takes (Mopria eSCL, ScannerCapabilities). */
import { z } from 'zod';
import type { ScanOptions } from '../contract.ts';
import { EsclFault } from './fault.ts';
import { listOf, parseXml, textSchema, wholeNumberSchema } from './xml.ts';

const resolutionSchema = z.object({ XResolution: wholeNumberSchema, YResolution: wholeNumberSchema });
const rangeSchema = z.object({ Min: wholeNumberSchema, Max: wholeNumberSchema }).optional().catch(undefined);
/** An empty element is an element without children. */
const element = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (value === '' ? {} : value), z.object(shape)).optional();

const profileSchema = z.object({
  // A profile may stand once for the device under a name, and be referred to by it.
  '@name': textSchema.optional(),
  '@ref': textSchema.optional(),
  ColorModes: element({ ColorMode: listOf(textSchema) }),
  DocumentFormats: element({ DocumentFormat: listOf(textSchema), DocumentFormatExt: listOf(textSchema) }),
  SupportedResolutions: element({
    DiscreteResolutions: element({ DiscreteResolution: listOf(resolutionSchema) }),
    ResolutionRange: element({ XResolutionRange: rangeSchema, XResolution: rangeSchema }),
  }),
});
const sizeSchema = wholeNumberSchema.optional().catch(undefined);
const inputSchema = element({
  MinWidth: sizeSchema,
  MinHeight: sizeSchema,
  MaxWidth: sizeSchema,
  MaxHeight: sizeSchema,
  SettingProfiles: element({ SettingProfile: listOf(profileSchema) }),
});
const capabilitiesSchema = z.object({
  ScannerCapabilities: z.object({
    Version: textSchema.optional().catch(undefined),
    MakeAndModel: textSchema.optional().catch(undefined),
    Manufacturer: textSchema.optional().catch(undefined),
    SerialNumber: textSchema.optional().catch(undefined),
    Platen: element({ PlatenInputCaps: inputSchema }),
    Adf: element({
      AdfSimplexInputCaps: inputSchema,
      AdfDuplexInputCaps: inputSchema,
      AdfOptions: element({ AdfOption: listOf(textSchema) }),
    }),
    // Some devices name their profiles once for all sources.
    SettingProfiles: element({ SettingProfile: listOf(profileSchema) }),
  }),
});
type Profile = z.infer<typeof profileSchema>;
type Input = NonNullable<z.infer<typeof inputSchema>>;

export interface InputCapabilities {
  /** Three-hundredths of an inch; undefined where the device does not tell. */
  readonly minWidth: number | undefined;
  readonly minHeight: number | undefined;
  readonly maxWidth: number | undefined;
  readonly maxHeight: number | undefined;
  readonly colorModes: readonly string[];
  /** Lower-case media types. */
  readonly formats: readonly string[];
  /** Either a list or `[min, max]`; empty where the device does not tell. */
  readonly resolutions: readonly number[];
  readonly range: readonly [number, number] | undefined;
}

export interface EsclCapabilities {
  readonly version: string;
  readonly model: string;
  readonly serialNumber: string | undefined;
  readonly inputs: Readonly<Partial<Record<ScanOptions['source'], InputCapabilities>>>;
}

const unique = <T>(values: readonly T[]): readonly T[] => [...new Set(values)];

function inputOf(input: Input | undefined, common: readonly Profile[]): InputCapabilities | undefined {
  if (!input) return undefined;
  const profiles = (input.SettingProfiles?.SettingProfile ?? []).flatMap((profile) =>
    profile['@ref'] === undefined ? [profile] : common.filter((one) => one['@name'] === profile['@ref']),
  );
  const range = profiles
    .map(({ SupportedResolutions: known }) => known?.ResolutionRange)
    .map((known) => known?.XResolutionRange ?? known?.XResolution)
    .find((known) => known);
  return {
    minWidth: input.MinWidth,
    minHeight: input.MinHeight,
    maxWidth: input.MaxWidth || undefined,
    maxHeight: input.MaxHeight || undefined,
    colorModes: unique(profiles.flatMap((one) => one.ColorModes?.ColorMode ?? [])),
    formats: unique(
      profiles.flatMap(({ DocumentFormats: formats }) =>
        [...(formats?.DocumentFormat ?? []), ...(formats?.DocumentFormatExt ?? [])].map((one) => one.toLowerCase()),
      ),
    ),
    resolutions: unique(
      profiles.flatMap((one) =>
        (one.SupportedResolutions?.DiscreteResolutions?.DiscreteResolution ?? [])
          .filter((each) => each.XResolution === each.YResolution)
          .map((each) => each.XResolution),
      ),
    ),
    range: range ? [range.Min, range.Max] : undefined,
  };
}

/** Throws an `EsclFault` (`foreign`). */
export function parseCapabilities(text: string): EsclCapabilities {
  const parsed = capabilitiesSchema.safeParse(parseXml(text));
  if (!parsed.success) throw new EsclFault('foreign', 'no ScannerCapabilities');
  const { ScannerCapabilities: caps } = parsed.data;
  const common = caps.SettingProfiles?.SettingProfile ?? [];
  const flatbed = inputOf(caps.Platen?.PlatenInputCaps, common);
  const feeder = inputOf(caps.Adf?.AdfSimplexInputCaps, common);
  const options = caps.Adf?.AdfOptions?.AdfOption ?? [];
  // Some say "duplex" as an option of the feeder and nothing more of it.
  const duplex = inputOf(caps.Adf?.AdfDuplexInputCaps, common) ?? (options.includes('Duplex') ? feeder : undefined);
  return {
    version: caps.Version ?? '2.0',
    model: caps.MakeAndModel ?? caps.Manufacturer ?? 'eSCL',
    serialNumber: caps.SerialNumber || undefined,
    inputs: { ...(flatbed && { flatbed }), ...(feeder && { feeder }), ...(duplex && { duplex }) },
  };
}
