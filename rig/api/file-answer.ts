/** Kinds that a browser may show in place: pictures without scripts, and what its own viewer takes. Everything else is saved. */
const SHOWN: readonly string[] = ['image/png', 'application/pdf'];

/** Octets as a file of that name; what strangers sent is never taken for a page of ours. */
export function fileAnswer(media: string, octets: Uint8Array, name: string): Response {
  const disposition = SHOWN.includes(media) ? 'inline' : 'attachment';
  // A view of a larger buffer would carry the rest of it along.
  return new Response(Uint8Array.from(octets), {
    headers: {
      'Content-Type': media,
      'Content-Disposition': `${disposition}; filename="${name.replace(/[^\w.-]/g, '_')}"`,
      'Cache-Control': 'no-store',
    },
  });
}
