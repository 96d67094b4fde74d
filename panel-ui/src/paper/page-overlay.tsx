import { useEffect, useRef, useState } from 'preact/hooks';

/** What only the sent page has is this red, what only the received page has this blue; together they are black. */
const SENT_COLOUR = '#d40000';
const RECEIVED_COLOUR = '#0070ff';

type Layer = 'both' | 'sent' | 'received';
const LAYERS: readonly Layer[] = ['both', 'sent', 'received'];

/** Two pages laid over each other like transparencies, both stretched to the sheet. */
export function PageOverlay(props: {
  readonly sent: string;
  readonly received: string;
  readonly size: { readonly width: number; readonly height: number };
}) {
  const { sent, received, size } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [layer, setLayer] = useState<Layer>('both');
  const [missing, setMissing] = useState('');
  useEffect(() => {
    let current = true;
    Promise.all([picture(sent), picture(received)]).then(
      ([first, second]) => {
        if (!current || canvas.current === null) return;
        setMissing('');
        const layers: ImageBitmap[] = [];
        if (layer !== 'received') layers.push(tinted(first, SENT_COLOUR, size));
        if (layer !== 'sent') layers.push(tinted(second, RECEIVED_COLOUR, size));
        lay(canvas.current, layers);
      },
      () => {
        if (current) setMissing('One of the two pages is no longer there.');
      },
    );
    return () => {
      current = false;
    };
  }, [sent, received, size.width, size.height, layer]);
  return (
    <figure class="overlay">
      <figcaption class="row">
        <fieldset class="row bare" aria-label="What is shown">
          {LAYERS.map((one) => (
            <button key={one} type="button" class="plain" aria-pressed={layer === one} onClick={() => setLayer(one)}>
              {one}
            </button>
          ))}
        </fieldset>
        <span>
          <b class="sent-colour">red</b>: only sent, <b class="received-colour">blue</b>: only received, black: both
        </span>
        <span role="status">{missing}</span>
      </figcaption>
      <canvas ref={canvas} {...size} role="img" aria-label="The sent page and the received page laid over each other" />
    </figure>
  );
}

async function picture(path: string): Promise<ImageBitmap> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} is not there`);
  return await createImageBitmap(await response.blob());
}

/** Black becomes the colour, white stays white. */
function tinted(
  page: ImageBitmap,
  colour: string,
  { width, height }: { readonly width: number; readonly height: number },
): ImageBitmap {
  const sheet = new OffscreenCanvas(width, height);
  const pen = sheet.getContext('2d');
  if (pen !== null) {
    pen.drawImage(page, 0, 0, width, height);
    pen.globalCompositeOperation = 'lighten';
    pen.fillStyle = colour;
    pen.fillRect(0, 0, width, height);
  }
  return sheet.transferToImageBitmap();
}

function lay(canvas: HTMLCanvasElement, layers: readonly ImageBitmap[]): void {
  const pen = canvas.getContext('2d');
  if (pen === null) return;
  pen.globalCompositeOperation = 'source-over';
  pen.fillStyle = '#fff';
  pen.fillRect(0, 0, canvas.width, canvas.height);
  pen.globalCompositeOperation = 'multiply';
  for (const layer of layers) pen.drawImage(layer, 0, 0);
}
