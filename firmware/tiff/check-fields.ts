import type { Ifd } from './ifd.ts';
import { isLegalWidth, LEGAL_FORMS, legalForm, perInchOf } from './legal-forms.ts';
import type { BreachList } from './profile-breach.ts';
import { type FieldRule, OPTIONAL_FIELDS, type ProfileRules } from './profile-rules.ts';
import { TAGS, tagName, typeName } from './tags.ts';

const PER_CM = 3;
/** Orientations that are mirror images: writers should make none (RFC 3949 2.2.3). */
const MIRRORED = [2, 4, 5, 7];
const ORIENTATIONS = 8;

/** The fields of one page against a profile's table. `page` counts from 0. */
export function checkFields(
  ifd: Ifd,
  place: { page: number; pages: number },
  rules: ProfileRules,
  list: BreachList,
): void {
  const compression = ifd.integer(TAGS.Compression);
  for (const rule of rules.fields.toSorted((a, b) => a.tag - b.tag)) {
    if (rule.compression === undefined || rule.compression === compression) checkField(ifd, rule, list);
  }
  for (const tag of ifd.entries.keys()) checkOptional(ifd, tag, rules, list);
  if (rules.name !== 'S') checkForm(ifd, rules, list);
  checkPageNumber(ifd, place, list);
  checkStripCount(ifd, list);
}

function checkField(ifd: Ifd, rule: FieldRule, list: BreachList): void {
  const { tag, section } = rule;
  const what = tagName(tag);
  const entry = ifd.entries.get(tag);
  if (entry === undefined) {
    list.expect(section, what, undefined, 'present', rule.omittable === true);
    return;
  }
  checkType(ifd, tag, rule.types, section, list);
  if (rule.count !== undefined) {
    const values = rule.count === 1 ? '1 value' : `${rule.count} values`;
    list.expect(section, what, `${entry.count} values`, values, entry.count === rule.count);
  }
  const value = ifd.rational(tag);
  if (rule.allowed !== undefined) {
    const ok = value !== undefined && rule.allowed.includes(value);
    list.expect(section, what, value ?? 'unreadable', rule.allowed.join(' or '), ok);
  } else if (rule.bits !== undefined) {
    const ok = value !== undefined && (value & rule.bits) === rule.bits;
    list.expect(section, what, value ?? 'unreadable', `a value with bit ${Math.log2(rule.bits)} set`, ok);
  } else {
    list.expect(section, what, 'unreadable', 'a number', value !== undefined);
  }
}

function checkType(ifd: Ifd, tag: number, types: readonly number[], section: string, list: BreachList): void {
  const type = ifd.entries.get(tag)?.type ?? 0;
  const expected = types.map(typeName).join(' or ');
  list.expect(
    section,
    tagName(tag),
    `type ${typeName(type).replace('type ', '')}`,
    `type ${expected}`,
    types.includes(type),
  );
}

/** Profile S has no optional fields (RFC 3949 3.3; the recommended ones SHOULD NOT stand there, 2.2.3). */
function checkOptional(ifd: Ifd, tag: number, rules: ProfileRules, list: BreachList): void {
  if (rules.fields.some((rule) => rule.tag === tag)) return;
  const optional = OPTIONAL_FIELDS.find((field) => field.tag === tag);
  if (rules.name === 'S') {
    if (optional === undefined) list.expect('3.3', tagName(tag), 'present', 'no optional fields');
    else list.advise('3.3', tagName(tag), 'present', 'no optional fields');
  }
  if (optional === undefined) return;
  checkType(ifd, tag, optional.types, '2.2.3', list);
  if (tag !== TAGS.Orientation) return;
  const value = ifd.integer(tag);
  const ok = value !== undefined && value >= 1 && value <= ORIENTATIONS;
  list.expect('2.2.3', tagName(tag), value ?? 'unreadable', `1 to ${ORIENTATIONS}`, ok);
  if (ok) list.advise('2.2.3', tagName(tag), value, 'no mirror image', !MIRRORED.includes(value));
}

/** RFC 3949 4.2.1: not every resolution goes with every other, nor with every width. */
function checkForm(ifd: Ifd, { formSection: section }: ProfileRules, list: BreachList): void {
  const metric = ifd.integer(TAGS.ResolutionUnit) === PER_CM;
  if (metric) list.advise('2.2.2', 'ResolutionUnit', PER_CM, '2 (inch)');
  const x = ifd.rational(TAGS.XResolution);
  const y = ifd.rational(TAGS.YResolution);
  const width = ifd.integer(TAGS.ImageWidth);
  if (x === undefined || y === undefined || width === undefined) return;
  const [xDpi, yDpi] = metric ? [perInchOf(x), perInchOf(y)] : [x, y];
  const form = xDpi === undefined || yDpi === undefined ? undefined : legalForm(xDpi, yDpi);
  const unit = metric ? ' per cm' : '';
  const legal = metric
    ? '80×38.5, 80×77, 80×154 or 160×154 per cm'
    : LEGAL_FORMS.flatMap(({ resolutions }) => resolutions.map(([a, b]) => `${a}×${b}`)).join(', ');
  list.expect(section, 'XResolution × YResolution', `${x}×${y}${unit}`, legal, form !== undefined);
  const widths = (form === undefined ? LEGAL_FORMS : [form]).flatMap((one) => Object.values(one.widths));
  const ok = form === undefined ? widths.includes(width) : isLegalWidth(form, width);
  list.expect(section, 'ImageWidth', width, [...new Set(widths)].join(' or '), ok);
}

/** RFC 3949 2.2.1: the page's number from 0, then the count of pages or 0 when unknown. */
function checkPageNumber(ifd: Ifd, { page, pages }: { page: number; pages: number }, list: BreachList): void {
  const number = ifd.integer(TAGS.PageNumber);
  const total = ifd.integer(TAGS.PageNumber, 1);
  const ok = number === page && (total === pages || total === 0);
  list.expect('2.2.1', 'PageNumber', `${number ?? 'missing'},${total ?? 'missing'}`, `${page},${pages}`, ok);
}

/** RFC 3949 2.2.1: as many offsets and counts as there are strips. */
function checkStripCount(ifd: Ifd, list: BreachList): void {
  const rows = ifd.integer(TAGS.ImageLength);
  const rowsPerStrip = ifd.integer(TAGS.RowsPerStrip);
  if (rows === undefined || rowsPerStrip === undefined || rows < 1) return;
  const strips = rowsPerStrip < 1 ? undefined : Math.ceil(rows / rowsPerStrip);
  list.expect('2.2.1', 'RowsPerStrip', rowsPerStrip, 'at least 1', strips !== undefined);
  if (strips === undefined) return;
  for (const tag of [TAGS.StripOffsets, TAGS.StripByteCounts]) {
    const count = ifd.count(tag);
    const ok = count === strips || !ifd.entries.has(tag);
    list.expect('2.2.1', tagName(tag), `${count} values`, `${strips}, one a strip`, ok);
  }
}
