/** What `ScannerCapabilities` says: maker and model, and what each way of feeding takes (Mopria eSCL, ScannerCapabilities). */
import { z } from 'zod';
import type { ScanOptions } from '../contract.ts';
import { EsclFault } from './fault.ts';
import { listOf, parseXml, textSchema, wholeNumberSchema } from './xml.ts';

const resolutionSchema = z.object({ XResolution: wholeNumberSchema });
const rangeSchema = z.object({ XResolution: z.object({ Min: wholeNumberSchema, Max: wholeNumberSchema }) });
/** An empty element is an element without children. */
const element = <T extends z.ZodRawShape>(shape: T) =>
  z.preprocess((value) => (value === '' ? {} : value), z.object(shape)).optional();

const profileSchema = z.object({
  ColorModes: element({ ColorMode: listOf(textSchema) }),
  DocumentFormats: element({ DocumentFormat: listOf(textSchema), DocumentFormatExt: listOf(textSchema) }),
  SupportedResolutions: element({
    DiscreteResolutions: element({ DiscreteResolution: listOf(resolutionSchema) }),
    ResolutionRange: rangeSchema.optional().catch(undefined),
  }),
});
const inputSchema = element({
  MaxWidth: wholeNumberSchema.optional().catch(undefined),
  MaxHeight: wholeNumberSchema.optional().catch(undefined),
  SettingProfiles: element({ SettingProfile: listOf(profileSchema) }),
});
const capabilitiesSchema = z.object({
  ScannerCapabilities: z.object({
    Version: textSchema.optional().catch(undefined),
    MakeAndModel: textSchema.optional().catch(undefined),
    Manufacturer: textSchema.optional().catch(undefined),
    SerialNumber: textSchema.optional().catch(undefined),
    Platen: element({ PlatenInputCaps: inputSchema }),
    Adf: element({ AdfSimplexInputCaps: inputSchema, AdfDuplexInputCaps: inputSchema }),
    // Some devices name their profiles once for all sources.
    SettingProfiles: element({ SettingProfile: listOf(profileSchema) }),
  }),
});
type Profile = z.infer<typeof profileSchema>;
type Input = NonNullable<z.infer<typeof inputSchema>>;

export interface InputCapabilities {
  /** Three-hundredths of an inch; undefined where the device does not tell. */
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
  const own = input.SettingProfiles?.SettingProfile ?? [];
  const profiles = own.some((profile) => profile.ColorModes ?? profile.SupportedResolutions) ? own : common;
  const range = profiles.map((one) => one.SupportedResolutions?.ResolutionRange?.XResolution).find((one) => one);
  return {
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
        (one.SupportedResolutions?.DiscreteResolutions?.DiscreteResolution ?? []).map((each) => each.XResolution),
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
  const duplex = inputOf(caps.Adf?.AdfDuplexInputCaps, common);
  return {
    version: caps.Version ?? '2.0',
    model: caps.MakeAndModel ?? caps.Manufacturer ?? 'eSCL',
    serialNumber: caps.SerialNumber || undefined,
    inputs: { ...(flatbed && { flatbed }), ...(feeder && { feeder }), ...(duplex && { duplex }) },
  };
}
