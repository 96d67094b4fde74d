import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { SANS, withOwnFaces } from './own-faces.ts';

const require = createRequire(import.meta.url);

const FACES = [
  '@expo-google-fonts/arimo/400Regular/Arimo_400Regular.ttf',
  '@expo-google-fonts/arimo/400Regular_Italic/Arimo_400Regular_Italic.ttf',
  '@expo-google-fonts/arimo/700Bold/Arimo_700Bold.ttf',
  '@expo-google-fonts/arimo/700Bold_Italic/Arimo_700Bold_Italic.ttf',
  '@expo-google-fonts/cousine/400Regular/Cousine_400Regular.ttf',
  '@expo-google-fonts/cousine/700Bold/Cousine_700Bold.ttf',
];

/** A parsed drawing; `free` gives its memory back. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  /** The same drawing without references, text as outlines. */
  toString(): string;
  free(): void;
}

/** WebAssembly, 2.4 MB, and the fonts: loaded with the first drawing, once for the process. */
let library: Promise<(svg: string) => Drawing> | undefined;

/**
 * Parses SVG. The library runs without files and network: fonts are those above, on every machine. Rejects with an Error
 * that says what is wrong.
 */
export async function openDrawing(svg: string): Promise<Drawing> {
  library ??= load();
  return (await library)(svg);
}

async function load(): Promise<(svg: string) => Drawing> {
  const { initWasm, Resvg } = await import('@resvg/resvg-wasm');
  await initWasm(await readFile(require.resolve('@resvg/resvg-wasm/index_bg.wasm')));
  const fontBuffers = await Promise.all(FACES.map((face) => readFile(require.resolve(face))));
  // The library takes the default for every generic family, whatever it is told of the others.
  const font = { fontBuffers, defaultFontFamily: SANS };
  return (svg) => new Resvg(withOwnFaces(svg), { font });
}
