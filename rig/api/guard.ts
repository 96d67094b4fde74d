import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { problemAnswer } from './problem.ts';

export interface GuardOptions {
  /** Names and addresses by which the server may be called, lower case: whatever else the Host field names is a stranger's. */
  readonly hosts: readonly string[];
  /** Asked of everybody when there is one. */
  readonly token: string | undefined;
}

/** A probe tells nothing that is worth a token. */
const OPEN_PATHS: readonly string[] = ['/readyz'];
const COOKIE_SECONDS = 30 * 24 * 3_600;

/** What every answer carries: nothing runs, and nothing is shown, that did not come from here. */
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; connect-src 'self'; " +
    "font-src 'self'; object-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
};

/**
 * Lets a request in when it names this server as its host, comes from no foreign page (Origin, Sec-Fetch-Site) and, where a
 * token is set, brings it: in the Authorization field, in the cookie, or once in the URL, which sets the cookie.
 */
export function guard(options: GuardOptions): MiddlewareHandler {
  return async (c, next) => {
    const url = new URL(c.req.url);
    const refused = refusal(c.req.raw, url, options) ?? tokenAnswer(c.req.raw, url, options.token);
    if (refused !== undefined) c.res = refused;
    else await next();
    for (const [name, value] of Object.entries(HEADERS)) c.res.headers.set(name, value);
    // What a machine shows is old at once.
    if (!c.res.headers.has('Cache-Control')) c.res.headers.set('Cache-Control', 'no-store');
    return undefined;
  };
}

function refusal({ headers, method }: Request, url: URL, { hosts }: GuardOptions): Response | undefined {
  if (!hosts.includes(url.hostname.toLowerCase())) {
    return problemAnswer(
      421,
      `This server is not ${JSON.stringify(url.hostname)}; expected one of ${hosts.join(', ')}.`,
    );
  }
  const origin = headers.get('Origin');
  if (origin !== null && origin !== url.origin) {
    return problemAnswer(
      403,
      'A page of another origin calls: expected this server’s own, or a program that names none.',
    );
  }
  // A link from elsewhere may open a page here; it may fetch nothing and change nothing.
  const site = headers.get('Sec-Fetch-Site');
  const page = method === 'GET' && headers.get('Sec-Fetch-Mode') === 'navigate' && !url.pathname.startsWith('/api/');
  if (site !== null && site !== 'same-origin' && site !== 'none' && !page) {
    return problemAnswer(403, 'Another site calls: expected a page of this server, or a program.');
  }
  return undefined;
}

function tokenAnswer({ headers, method }: Request, url: URL, token: string | undefined): Response | undefined {
  if (token === undefined || OPEN_PATHS.includes(url.pathname)) return undefined;
  const cookie = `dpsim-${url.port === '' ? '80' : url.port}`;
  const given = url.searchParams.get('token');
  if (given !== null && method === 'GET' && !url.pathname.startsWith('/api/') && isSame(given, token)) {
    url.searchParams.delete('token');
    const attributes = `HttpOnly; SameSite=Strict; Path=/; Max-Age=${COOKIE_SECONDS}`;
    return new Response(null, {
      status: 303,
      headers: { Location: `${url.pathname}${url.search}`, 'Set-Cookie': `${cookie}=${token}; ${attributes}` },
    });
  }
  const bearer = /^Bearer +(\S+)$/i.exec(headers.get('Authorization') ?? '')?.[1];
  if ([bearer, cookieNamed(cookie, headers.get('Cookie'))].some((one) => one !== undefined && isSame(one, token))) {
    return undefined;
  }
  return problemAnswer(
    401,
    'The token is missing or wrong; expected it as Authorization: Bearer, or the URL that was printed at the start.',
    { 'WWW-Authenticate': 'Bearer realm="dpsim"' },
  );
}

function cookieNamed(name: string, field: string | null): string | undefined {
  const pairs = (field ?? '').split(';').map((pair) => pair.trim());
  return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
}

/** In the same time wherever the two differ. */
function isSame(given: string, token: string): boolean {
  return timingSafeEqual(digest(given), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
