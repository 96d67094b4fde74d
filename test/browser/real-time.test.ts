import { expect, test } from 'vitest';
import { servedMachines } from '../../rig/lab/served-machines.ts';
import { withBrowser } from './with-browser.ts';

withBrowser('the machines of `dpsim serve`, in real time', (begin) => {
  test('two pages follow one transmission by themselves, from START to the page in the tray', async () => {
    const story = await begin.of(servedMachines({ address: '127.0.0.1', smtpPort: 0, farEndPort: 25 }));
    const [sender, recipient] = [await story.panel('ifax1'), await story.panel('ifax2')];
    await sender.tells('READY');
    await sender.use(sender.button('Put letter.png into the feeder'));
    await sender.write('001');
    await sender.press('START');
    await sender.tells('TRANSMISSION', 'XMT FILE 001');
    await story.rig.until(() => story.recipient.printed.length > 0, 'the page is printed');
    await sender.tells(/XMT FILE 001\s+OK/);
    await recipient.place('Output tray').getByText('1 sheet').waitFor();
    expect(await recipient.button(/^Look at sheet/).count()).toBe(1);
  });
});
