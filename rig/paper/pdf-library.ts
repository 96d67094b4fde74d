import type { PDFiumDocument, PDFiumLibrary } from '@hyzyla/pdfium';

/** WebAssembly, 4 MB: loaded with the first PDF, once for the process, so that start-up does not wait for it. */
let library: Promise<PDFiumLibrary> | undefined;

/**
 * Opens a PDF for the time of `use`, which must not keep the document. Rejects with the library's error when the file is
 * encrypted, damaged or no PDF, and when drawing fails.
 */
export async function withPdf<T>(octets: Uint8Array, use: (document: PDFiumDocument) => T | Promise<T>): Promise<T> {
  library ??= load();
  const pdfium = await library;
  try {
    const document = await pdfium.loadDocument(octets);
    try {
      return await use(document);
    } finally {
      document.destroy();
    }
  } catch (error) {
    // A trap leaves its memory in any state: the next PDF gets an instance of its own.
    if (error instanceof Error && error.name === 'RuntimeError') library = undefined;
    throw error;
  }
}

async function load(): Promise<PDFiumLibrary> {
  const pdfium = await import('@hyzyla/pdfium');
  return await pdfium.PDFiumLibrary.init();
}
