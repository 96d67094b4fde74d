import type { Sheet } from '../../../rig/api/contract.ts';

/** Millimetres of paper a pixel of the picture stands for. */
const MM_PER_PIXEL = 4;

/** A sheet of paper at its true proportions. */
export function SheetShape({ sheet }: { readonly sheet: Sheet }) {
  const width = sheet.widthMm / MM_PER_PIXEL;
  const height = sheet.lengthMm / MM_PER_PIXEL;
  return (
    <svg class="sheet" width={width} height={height} viewBox={`0 0 ${width} ${height}`} aria-hidden="true">
      <rect x="0.5" y="0.5" width={width - 1} height={height - 1} />
      <path
        d={`M6 ${height * 0.16}h${width - 12}M6 ${height * 0.3}h${width - 18}M6 ${height * 0.44}h${width - 12}M6 ${height * 0.58}h${width - 24}`}
      />
    </svg>
  );
}

/** `cover.png, A4` and the like. */
export function sheetName(sheet: Sheet): string {
  return `${sheet.label}, ${sheet.paper}`;
}
