import { expect, test } from 'vitest';
import { testOriginal } from '../../rig/lab/test-original.ts';
import { plainSheet } from '../support/scenario.ts';
import { withBrowser } from './with-browser.ts';

/** Run in the page: files dropped on an element, as a hand does it. */
const DROP = `(element, { name, octets }) => {
  const hand = new DataTransfer();
  hand.items.add(new File([new Uint8Array(octets)], name, { type: 'image/png' }));
  element.dispatchEvent(new DragEvent('drop', { dataTransfer: hand, bubbles: true, cancelable: true }));
}`;

/** Run in the page: how many pels of the overlay have the colour of the sent page, of the received one, of both. */
const COLOURS = `(canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const found = { sent: 0, received: 0, both: 0 };
  for (let i = 0; i < data.length; i += 4) {
    const [red, green, blue] = [data[i], data[i + 1], data[i + 2]];
    if (red > 180 && green < 90 && blue < 90) found.sent += 1;
    else if (red < 90 && blue > 180) found.received += 1;
    else if (red < 60 && green < 60 && blue < 60) found.both += 1;
  }
  return found;
}`;

withBrowser('paper in the browser', (begin) => {
  test('files are chosen or dropped: into the feeder, onto the glass, onto the desk', async () => {
    const story = await begin();
    const panel = await story.panel();
    const { octets } = plainSheet('memo');
    const file = { name: 'memo.png', mimeType: 'image/png', buffer: Buffer.from(octets) };
    await panel.place('Document feeder').locator('input').setInputFiles(file);
    await panel.page.getByText('1 waiting').waitFor();
    await panel.place('Glass').locator('input').setInputFiles(file);
    await panel.place('Glass').getByText('memo.png, A4').waitFor();
    const drop = { name: 'dropped.png', octets: [...octets] };
    await panel.page.evaluate(`(${DROP})(document.querySelector('[data-place="feeder"]'), ${JSON.stringify(drop)})`);
    await panel.page.getByText('2 waiting').waitFor();
    expect(story.sender.board.feeder.sheetsWaiting).toBe(2);
    expect(story.sender.board.platen.original?.label).toBe('memo.png');
    await panel.place('Desk').getByText('dropped.png').waitFor();
    await panel.use(panel.button('Throw dropped.png away'));
    await panel.place('Desk').getByText('dropped.png').waitFor({ state: 'detached' });
    await panel.use(panel.button('Lift the sheet'));
    await panel.use(panel.button('Take the sheets out'));
    await panel.page.getByText('No sheets waiting').waitFor();
  });

  test('what is no paper is refused with one sentence, and nothing else happens', async () => {
    const story = await begin();
    const panel = await story.panel();
    const file = { name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('not paper') };
    await panel.place('Document feeder').locator('input').setInputFiles(file);
    await panel.page
      .getByRole('alert')
      .getByText(/expected/)
      .waitFor();
    await panel.turn(panel.button('Dismiss'));
    await panel.page.getByRole('alert').waitFor({ state: 'detached' });
    await panel.page.getByText('No sheets waiting').waitFor();
    // A refusal is an answer too; the browser tells of it.
    expect(story.complaints.splice(0)).toHaveLength(1);
  });

  test('a received page: PNG and PDF, and laid over the page that was sent', async () => {
    const story = await begin({ sender: { settings: { resolution: '200x200' } } });
    await story.api.furnish((await testOriginal()).slice(0, 1));
    const panel = await story.panel();
    await panel.use(panel.button('Put test-original-1.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.journaled();
    await story.rig.until(() => story.recipient.printed.length > 0, 'the page is printed');
    const tray = await story.panel('ifax2');
    const { page } = tray;
    const pdf = await page.request.get(
      new URL((await page.getByRole('link', { name: 'Open as PDF' }).getAttribute('href')) ?? '', page.url()).href,
    );
    expect(pdf.headers()['content-type']).toBe('application/pdf');
    expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
    await tray.turn(tray.button(/^Look at sheet 1/));
    const png = await page.request.get(
      new URL((await page.getByRole('link', { name: 'Open as PNG' }).getAttribute('href')) ?? '', page.url()).href,
    );
    expect(png.headers()['content-type']).toBe('image/png');

    await page.getByRole('combobox', { name: 'Lay over a sent page' }).selectOption({ index: 1 });
    const overlay = page.getByRole('img', { name: /laid over each other/ });
    await overlay.waitFor();
    const seen = async (): Promise<Readonly<Record<'sent' | 'received' | 'both', number>>> =>
      await page.evaluate(`(${COLOURS})(document.querySelector('.overlay canvas'))`);
    await expect.poll(async () => (await seen()).both).toBeGreaterThan(10_000);
    const { sent, received, both } = await seen();
    // Both are the same page but for the header line of the recipient's copy.
    expect(sent + received).toBeLessThan(both / 10);
    await tray.turn(page.getByRole('button', { name: 'sent', exact: true }));
    await expect.poll(async () => (await seen()).both).toBe(0);
    expect((await seen()).sent).toBeGreaterThan(10_000);
    await tray.turn(tray.button('Close'));
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await tray.use(tray.place('Output tray').getByRole('button', { name: 'Take the sheets out' }));
    await tray.place('Output tray').getByText('Empty').waitFor();
    expect(story.recipient.printed).toEqual([]);
  });
});
