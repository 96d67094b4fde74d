import { afterEach, describe, expect, test } from 'vitest';
import { ORIGINAL_OCTETS_LIMIT } from '../../../device-model/scanner/original.ts';
import { readPanelFiles } from '../../../rig/api/panel-files.ts';
import { JSON_OCTETS_LIMIT } from '../../../rig/api/read-body.ts';
import { UPLOADS_LIMIT } from '../../../rig/api/rig-calls.ts';
import { ApiCaller } from '../../support/api-caller.ts';
import { plainSheet } from '../../support/scenario.ts';

let caller: ApiCaller;
afterEach(() => caller.close());

const TOKEN = 'a token of the test'.replaceAll(' ', '-');

async function statusOf(url: string, init: RequestInit = {}): Promise<number> {
  const answer = await caller.app.fetch(new Request(url, init));
  await answer.body?.cancel();
  return answer.status;
}

describe('who calls', () => {
  test.each([
    ['a name that was made to lead here', 'http://evil.example/api/rig', 421],
    ['the same with the right port', 'http://evil.example:8025/api/rig', 421],
    ['an address that is not this server’s', 'http://192.0.2.7/api/rig', 421],
    ['a name that only begins like ours', 'http://localhost.evil.example/api/rig', 421],
    ['ours', 'http://localhost:8025/api/rig', 200],
  ])('Host: %s', async (_, url, status) => {
    caller = await ApiCaller.begin({ dark: true });
    expect(await statusOf(url)).toBe(status);
  });

  test.each([
    ['another site', 'https://evil.example', 403],
    ['another port of this host', 'http://localhost:9999', 403],
    ['another scheme', 'https://localhost:8025', 403],
    ['a sandbox', 'null', 403],
    ['our own page', 'http://localhost:8025', 200],
  ])('Origin: %s', async (_, origin, status) => {
    caller = await ApiCaller.begin({ dark: true });
    const press = {
      method: 'POST',
      body: '{"keys":["1"]}',
      headers: { Origin: origin, 'Content-Type': 'application/json' },
    };
    expect(await statusOf('http://localhost:8025/api/panel/ifax1/press', press)).toBe(status);
    expect(await statusOf('http://localhost:8025/api/rig', { headers: { Origin: origin } })).toBe(status);
    const pressed = caller.api.rig.log.lines.filter(({ event }) => event === 'key.press');
    expect(pressed).toHaveLength(status === 200 ? 1 : 0);
  });

  test.each([
    ['a picture on another site', 'cross-site', 'no-cors', '/api/panel/ifax1/lcd.svg', 403],
    ['another port’s page', 'same-site', 'no-cors', '/api/rig', 403],
    ['a link on another site to a page', 'cross-site', 'navigate', '/', 200],
    ['a link on another site into the API', 'cross-site', 'navigate', '/api/rig', 403],
    ['our own page', 'same-origin', 'cors', '/api/rig', 200],
    ['the address bar', 'none', 'navigate', '/api/rig', 200],
  ])('Sec-Fetch-Site: %s', async (_, site, mode, path, status) => {
    caller = await ApiCaller.begin({ dark: true });
    const headers = { 'Sec-Fetch-Site': site, 'Sec-Fetch-Mode': mode };
    expect(await statusOf(`http://localhost${path}`, { headers })).toBe(status);
  });
});

describe('the token', () => {
  const bearer = (token: string) => ({ headers: { Authorization: `Bearer ${token}` } });

  test('is asked of everybody but a probe', async () => {
    caller = await ApiCaller.begin({ app: { token: TOKEN } });
    for (const path of ['/', '/api', '/openapi.json', '/api/rig', '/api/panel/ifax1', '/machines/ifax1', '/nothing']) {
      expect(await statusOf(`http://localhost${path}`), path).toBe(401);
    }
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'HEAD']) {
      expect(await statusOf('http://localhost/api/rig', { method }), method).toBe(401);
    }
    expect(await statusOf('http://localhost/readyz')).toBe(200);
    expect((await caller.fetch('/api/rig')).headers.get('WWW-Authenticate')).toMatch(/^Bearer/);
  });

  test('comes from programs in the Authorization field', async () => {
    caller = await ApiCaller.begin({ app: { token: TOKEN } });
    expect(await statusOf('http://localhost/api/rig', bearer(TOKEN))).toBe(200);
    for (const wrong of [TOKEN.slice(1), `${TOKEN}x`, TOKEN.toUpperCase(), 'x']) {
      expect(await statusOf('http://localhost/api/rig', bearer(wrong)), wrong).toBe(401);
    }
    expect(await statusOf('http://localhost/api/rig', { headers: { Authorization: `Basic ${TOKEN}` } })).toBe(401);
  });

  test('comes from a browser once in the URL, then in a cookie that no script can read', async () => {
    caller = await ApiCaller.begin({ app: { token: TOKEN } });
    const first = await caller.fetch(`/machines/ifax1?token=${TOKEN}&drawer=log`);
    expect(first.status).toBe(303);
    expect(first.headers.get('Location')).toBe('/machines/ifax1?drawer=log');
    const cookie = first.headers.get('Set-Cookie') ?? '';
    expect(cookie).toMatch(/; HttpOnly; SameSite=Strict; Path=\/;/);
    const headers = { Cookie: `other=1; ${cookie.split(';')[0]}` };
    expect(await statusOf('http://localhost/api/rig', { headers })).toBe(200);
    // Another port of this host has a cookie of its own.
    expect(await statusOf('http://localhost:9999/api/rig', { headers })).toBe(401);
    expect(await statusOf('http://localhost/?token=wrong')).toBe(401);
    // Not on the way to data: a URL is kept in histories and logs.
    expect(await statusOf(`http://localhost/api/rig?token=${TOKEN}`)).toBe(401);
  });

  test('does not help a foreign page', async () => {
    caller = await ApiCaller.begin({ app: { token: TOKEN } });
    const headers = { Authorization: `Bearer ${TOKEN}`, Origin: 'https://evil.example' };
    expect(await statusOf('http://localhost/api/rig', { headers })).toBe(403);
  });
});

describe('what is answered', () => {
  test('every answer, also a refusal, carries a policy that lets nothing inline run', async () => {
    caller = await ApiCaller.begin();
    for (const path of ['/', '/api', '/api/rig', '/api/panel/ifax1/lcd.svg', '/nothing', '/openapi.json']) {
      const { headers } = await caller.fetch(path);
      const policy = headers.get('Content-Security-Policy') ?? '';
      expect(policy, path).toContain("default-src 'none'");
      expect(policy, path).toContain("script-src 'self'");
      expect(policy, path).not.toContain('unsafe');
      expect(headers.get('X-Content-Type-Options'), path).toBe('nosniff');
    }
    const refused = await caller.app.fetch(new Request('http://evil.example/'));
    expect(refused.headers.get('Content-Security-Policy')).toContain("default-src 'none'");
  });

  test('a picture from outside that holds a script is given back as a file to save', async () => {
    caller = await ApiCaller.begin();
    const svg =
      '<svg xmlns="http://www.w3.org/2000/svg" width="210mm" height="297mm"><rect width="9" height="9"/></svg>';
    const laid = await caller.fetch('/api/rig/originals?label=a"b%0d%0aX: y.svg', { method: 'POST', body: svg });
    const { id } = (await laid.json()) as { id: string };
    const back = await caller.fetch(`/api/rig/originals/${id}`);
    expect(back.headers.get('Content-Type')).toBe('application/octet-stream');
    expect(back.headers.get('Content-Disposition')).toBe(`attachment; filename="${id}"`);
  });
});

describe('paths', () => {
  test.each([
    '/../package.json',
    '/..%2f..%2fpackage.json',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/..\\..\\package.json',
    '/assets/../../../package.json',
    '//etc/passwd',
    '/etc/passwd',
    '/machines/..%2f..%2fpackage.json',
    '/machines/nobody',
    '/api/rig/originals/..%2f..%2f..%2fpackage.json',
    '/api/rig/machines/ifax1/faxes/..%2f..%2frecord/message.eml',
    '/api/rig/machines/ifax1/faxes/%00/message.eml',
    '/api/panel/__proto__',
    '/api/panel/constructor/lcd',
    '/api/rig/machines/ifax1/settings/__proto__',
  ])('%s leads nowhere', async (path) => {
    caller = await ApiCaller.begin({ dark: true });
    const answer = await caller.fetch(path);
    expect([400, 404, 409]).toContain(answer.status);
    expect(await answer.text()).not.toMatch(/"dependencies"|root:/);
    expect(caller.faults).toEqual([]);
  });

  test('without a built panel the page says so; with one it is given from memory, for every machine’s URL', async () => {
    caller = await ApiCaller.begin();
    expect(await (await caller.fetch('/')).text()).toContain('not built');
    expect((await readPanelFiles('/no/such/folder')).size).toBe(0);
    caller.close();
    const page = { media: 'text/html; charset=utf-8', octets: new TextEncoder().encode('<p>panel</p>') };
    caller = await ApiCaller.begin({ app: { panel: new Map([['/', page]]) } });
    for (const path of ['/', '/machines/ifax1', '/machines/ifax2']) {
      expect(await (await caller.fetch(path)).text(), path).toBe('<p>panel</p>');
    }
    expect((await caller.fetch('/machines/ifax3')).status).toBe(404);
  });
});

describe('what is brought', () => {
  /** A body that never says how long it is, and is made as it is read. */
  function endless(made: { octets: number }): RequestInit & { duplex: 'half' } {
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => {
        made.octets += 1024 * 1024;
        controller.enqueue(new Uint8Array(1024 * 1024));
      },
    });
    return { method: 'POST', body, duplex: 'half' };
  }

  test('a JSON body and an original have limits, told or not', async () => {
    caller = await ApiCaller.begin();
    const json = { 'Content-Type': 'application/json' };
    const told = { method: 'POST', headers: { ...json, 'Content-Length': String(JSON_OCTETS_LIMIT + 1) }, body: '{}' };
    expect((await caller.fetch('/api/panel/ifax1/press', told)).status).toBe(413);
    const made = { octets: 0 };
    expect((await caller.fetch('/api/panel/ifax1/press', { ...endless(made), headers: json })).status).toBe(413);
    expect(made.octets).toBeLessThan(JSON_OCTETS_LIMIT + 4 * 1024 * 1024);
    made.octets = 0;
    expect((await caller.fetch('/api/rig/originals', endless(made))).status).toBe(413);
    expect(made.octets).toBeLessThan(ORIGINAL_OCTETS_LIMIT + 4 * 1024 * 1024);
    expect(await caller.json('GET', '/api/rig/originals')).toEqual({ originals: [] });
  });

  test('only so many files are on their way at once', async () => {
    caller = await ApiCaller.begin();
    const octets = Uint8Array.from(plainSheet('a').octets);
    const ends: (() => void)[] = [];
    const slow = (): RequestInit & { duplex: 'half' } => {
      const body = new ReadableStream<Uint8Array>({
        start: (controller) => {
          controller.enqueue(octets);
          ends.push(() => controller.close());
        },
      });
      return { method: 'POST', body, duplex: 'half' };
    };
    const arriving = Array.from({ length: UPLOADS_LIMIT }, () => caller.fetch('/api/rig/originals', slow()));
    expect((await caller.fetch('/api/rig/originals', { method: 'POST', body: octets })).status).toBe(503);
    for (const end of ends) end();
    expect((await Promise.all(arriving)).map(({ status }) => status)).toEqual(arriving.map(() => 200));
    expect((await caller.fetch('/api/rig/originals', { method: 'POST', body: octets })).status).toBe(200);
  });

  test('a picture of more pels than any scan needs is refused before it is drawn', async () => {
    caller = await ApiCaller.begin();
    // The head of a PNG of 100 000 × 100 000 pels, complete by its chunks.
    const chunk = (type: string, data: Buffer): Buffer => {
      const size = Buffer.alloc(4);
      size.writeUInt32BE(data.length);
      return Buffer.concat([size, Buffer.from(type, 'latin1'), data, Buffer.alloc(4)]);
    };
    const head = Buffer.from([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 1, 0, 0, 0, 0]);
    const body = Buffer.concat([
      Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
      chunk('IHDR', head),
      chunk('IDAT', Buffer.from([0x78, 0x9c, 3, 0, 0, 0, 0, 1])),
      chunk('IEND', Buffer.alloc(0)),
    ]);
    expect((await caller.fetch('/api/rig/originals', { method: 'POST', body: Uint8Array.from(body) })).status).toBe(
      422,
    );
  });
});
