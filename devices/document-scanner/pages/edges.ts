/** Where the sheet ends: the lining that a scanner shows beside it goes, nothing that is written ever does. */
import { type Affine, forth, type Placed, resample, shifted } from './affine.ts';
import type { Box, Gray } from './gray.ts';
import type { InkMap } from './ink.ts';

/** Of a row or column, to be beside the sheet. */
const MOSTLY = 0.6;
const A4_MM = { width: 210, height: 297 } as const;
const MM_PER_INCH = 25.4;
/** A window this much longer than A4 shows its own end, not the sheet's. */
const SLACK_MM = 4;

/** The part of the placed page that is the sheet, in the placed page's dots; it may reach beyond it where ink does. */
export function sheetOf(map: InkMap, placed: Placed, dpi: number): Box {
  const small = smallPlaced(map, placed);
  const inked = inkBounds(map, small.back);
  const sheet = withoutLining(map, small) ?? withoutOverhang({ ...small, x: 0, y: 0 }, inked, dpi / map.factor);
  const kept = inked ? union(sheet, inked) : sheet;
  const { factor } = map;
  const whole = kept === sheet && kept.width === small.width && kept.height === small.height;
  if (whole) return { x: 0, y: 0, width: placed.width, height: placed.height };
  return { x: kept.x * factor, y: kept.y * factor, width: kept.width * factor, height: kept.height * factor };
}

/** The placed page with everything but the box cut away. */
export const keepOnly = ({ back }: Placed, { x, y, width, height }: Box): Placed => ({
  width,
  height,
  back: shifted(back, x, y),
});

function smallPlaced({ factor }: InkMap, { width, height, back }: Placed): Placed {
  const middle = (factor - 1) / 2;
  const scaled = (constant: number, one: number, other: number) =>
    (constant + (one + other) * middle - middle) / factor;
  return {
    width: Math.floor(width / factor),
    height: Math.floor(height / factor),
    back: { ...back, c: scaled(back.c, back.a, back.b), f: scaled(back.f, back.d, back.e) },
  };
}

/** Undefined where no lining is seen. */
function withoutLining(map: InkMap, small: Placed): Box | undefined {
  if (!map.outside.includes(1)) return undefined;
  const marks: Gray = { data: map.outside.map((mark) => mark * 255), width: map.width, height: map.height };
  const beside = resample(marks, small, 255);
  let box: Box = { x: 0, y: 0, width: beside.width, height: beside.height };
  for (let round = 0; round < 2; round += 1) box = trimmed(beside, box);
  return box.width > beside.width / 8 && box.height > beside.height / 8 ? box : undefined;
}

function trimmed(beside: Gray, box: Box): Box {
  const row = (y: number) => share(beside, { x: box.x, y, width: box.width, height: 1 }) > MOSTLY;
  const top = firstNot(box.y, box.y + box.height, 1, row);
  const bottom = firstNot(box.y + box.height - 1, top, -1, row);
  const height = bottom - top + 1;
  const column = (x: number) => share(beside, { x, y: top, width: 1, height }) > MOSTLY;
  const left = firstNot(box.x, box.x + box.width, 1, column);
  const right = firstNot(box.x + box.width - 1, left, -1, column);
  return { x: left, y: top, width: right - left + 1, height };
}

function firstNot(from: number, end: number, step: 1 | -1, test: (at: number) => boolean): number {
  let at = from;
  while (at !== end && test(at)) at += step;
  return at;
}

function share({ data, width }: Gray, box: Box): number {
  let marked = 0;
  for (let y = box.y; y < box.y + box.height; y += 1)
    for (let x = box.x; x < box.x + box.width; x += 1) marked += (data[y * width + x] ?? 0) > 127 ? 1 : 0;
  return marked / Math.max(1, box.width * box.height);
}

/** A window longer or wider than A4 whose overhang is empty: A4 remains. */
function withoutOverhang(page: Box, inked: Box | undefined, dpi: number): Box {
  const fit = (side: number, millimetres: number, end: number) => {
    const wanted = Math.round((millimetres / MM_PER_INCH) * dpi);
    const slack = (SLACK_MM / MM_PER_INCH) * dpi;
    return side > wanted + slack && end <= wanted ? wanted : side;
  };
  const lying = page.width > page.height;
  const [across, down] = lying ? [A4_MM.height, A4_MM.width] : [A4_MM.width, A4_MM.height];
  const end = inked ?? { x: 0, y: 0, width: 0, height: 0 };
  return {
    ...page,
    width: fit(page.width, across, end.x + end.width),
    height: fit(page.height, down, end.y + end.height),
  };
}

/** Strokes this far in the rim's shadow do not widen a page. */
const RIM = 3;

function inkBounds({ ink, width, height }: InkMap, back: Affine): Box | undefined {
  let [left, right, top, bottom] = [Number.POSITIVE_INFINITY, -1e9, Number.POSITIVE_INFINITY, -1e9];
  for (let index = 0; index < ink.length; index += 1) {
    if (!ink[index]) continue;
    const [sourceX, sourceY] = [index % width, Math.floor(index / width)];
    if (sourceX < RIM || sourceY < RIM || sourceX >= width - RIM || sourceY >= height - RIM) continue;
    const { x, y } = forth(back, sourceX, sourceY);
    [left, right, top, bottom] = [Math.min(left, x), Math.max(right, x), Math.min(top, y), Math.max(bottom, y)];
  }
  if (right < left) return undefined;
  const [x, y] = [Math.floor(left) - 1, Math.floor(top) - 1];
  return { x, y, width: Math.ceil(right) + 2 - x, height: Math.ceil(bottom) + 2 - y };
}

function union(one: Box, other: Box): Box {
  const [x, y] = [Math.min(one.x, other.x), Math.min(one.y, other.y)];
  const right = Math.max(one.x + one.width, other.x + other.width);
  const bottom = Math.max(one.y + one.height, other.y + other.height);
  const same = x === one.x && y === one.y && right === one.x + one.width && bottom === one.y + one.height;
  return same ? one : { x, y, width: right - x, height: bottom - y };
}
