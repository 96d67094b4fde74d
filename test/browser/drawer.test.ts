import { expect, test } from 'vitest';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { withBrowser } from './with-browser.ts';

withBrowser('what no real machine shows', (begin) => {
  test('the dialogue grows while it is spoken; phases, both voices, the capability', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.turn(panel.button('Drawer'));
    const drawer = panel.page.getByRole('complementary', { name: 'Drawer' });
    await drawer.getByText('No SMTP session yet.').waitFor();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.delivering('addressing', 0);
    await drawer.getByText('EHLO ifax1.panasonic.example').waitFor();
    await drawer.getByText('On line').waitFor();
    await drawer.getByText('RCPT TO:<june@ifax2.panasonic.example> CONNEG').waitFor();
    await story.journaled();
    await drawer.getByText('QUIT', { exact: true }).waitFor();
    await drawer.getByText('Ended').waitFor();
    const client = await drawer.locator('li[data-direction="C"] code').allTextContents();
    expect(client.slice(0, 4)).toEqual([
      'EHLO ifax1.panasonic.example',
      expect.stringMatching(/^MAIL FROM:<pcc@ifax1\.panasonic\.example>/),
      'RCPT TO:<june@ifax2.panasonic.example> CONNEG',
      'DATA',
    ]);
    // RFC 4141: the capability comes in the lines of the reply to RCPT.
    expect(await drawer.locator('li[data-direction="S"] code').allTextContents()).toContainEqual(
      expect.stringMatching(/^250-.*image-file-structure/),
    );
    expect(await drawer.locator('.phase').count()).toBeGreaterThan(3);
  });

  test('why, journal and event log tell of the same transmission', async () => {
    const story = await begin();
    const panel = await story.panel();
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.journaled();
    await panel.turn(panel.button('Drawer'));
    const page = async (name: string) => {
      await panel.page.getByRole('tab', { name }).click();
      return panel.page.getByRole('tabpanel', { name });
    };
    await (await page('Why')).getByRole('heading', { name: 'XMT file 001: OK' }).waitFor();
    const row = (await page('Journal')).getByRole('row', { name: /june@ifax2/ });
    expect(await row.getByRole('cell').allTextContents()).toEqual(
      expect.arrayContaining(['001', 'XMT', expect.stringContaining('JUNE'), '1', expect.stringMatching(/^OK/)]),
    );
    const log = await page('Event log');
    await log.getByText('journal.entered').waitFor();
    await log.getByRole('searchbox').fill('smtp.line');
    await log.getByText('journal.entered').waitFor({ state: 'detached' });
    expect(await log.getByRole('listitem').count()).toBeGreaterThan(5);
    await log.getByRole('searchbox').fill('key.press');
    const presses = await log.getByRole('listitem').count();
    await panel.press('RESET');
    await log.getByText('RESET').waitFor();
    expect(await log.getByRole('listitem').count()).toBe(presses + 1);
  });

  test('the charts: the drawing is the one of the chart, and the state it is in is lit', async () => {
    const story = await begin();
    const panel = await story.panel();
    const lit = async (): Promise<readonly string[]> =>
      await panel.page.locator('.chart .active').evaluateAll((found) => found.map(({ id }) => id));
    await panel.turn(panel.button('Drawer'));
    await panel.page.getByRole('tab', { name: 'Charts' }).click();
    await expect.poll(lit).toEqual(['panel.operating', 'panel.operating.standby']);
    await panel.press('FUNCTION');
    await expect
      .poll(lit)
      .toEqual(['panel.operating', 'panel.operating.functions', 'panel.operating.functions.functionMenu']);
    await panel.press('RESET');
    await panel.use(panel.button('Put letter.png into the feeder'));
    await panel.write('001');
    await panel.press('START');
    await story.delivering('hello', 0);
    await panel.page
      .getByRole('tabpanel')
      .getByRole('button', { name: /^delivery/ })
      .click();
    await expect.poll(lit).toEqual(['delivery.calling', 'delivery.calling.onLine', 'delivery.calling.onLine.hello']);
    await panel.page.getByRole('tabpanel').getByRole('button', { name: /^job/ }).click();
    await expect.poll(lit).toEqual(['job.delivering', 'job.delivering.running']);
    await story.journaled();
    await panel.page.getByText('Not running now.').waitFor();
    await expect.poll(lit).toEqual([]);
  });

  test('the overview: the LAN as it is wired, displays as they change, and the way to each panel', async () => {
    const story = await begin.of(twoMachines());
    const page = await story.open('/');
    const lan = page.getByRole('region', { name: 'LAN', exact: true });
    await lan.getByText('ifax2').waitFor();
    for (const words of ['sales', 'works', 'router', '192.168.10.1', '10.20.30.1', 'dns', '10.20.30.53']) {
      expect(await lan.getByText(words, { exact: true }).count(), words).toBe(1);
    }
    const machines = page.getByRole('region', { name: 'Machines' });
    await machines.getByText('READY').first().waitFor();
    await story.sender.press('0', '0', '1');
    await machines.getByText('STATION 001').waitFor();
    await story.recipient.cutPower();
    await lan.getByText('power off').waitFor();
    await machines.getByRole('link', { name: 'ifax1' }).click();
    await page.waitForURL(`${story.url}/machines/ifax1`);
    await page.getByRole('region', { name: 'Front panel of ifax1' }).waitFor();
  });
});
