import { ApiRig, type ApiRigOptions } from '../../rig/api/api-rig.ts';
import { type ApiApp, type AppOptions, apiApp } from '../../rig/api/app.ts';
import type { Call } from '../../rig/api/call.ts';
import type { LabDescription } from '../../rig/lab/lab-description.ts';
import { twoMachines } from '../../rig/lab/two-machines.ts';
import { plainSheet } from './scenario.ts';

export const ORIGIN = 'http://localhost';

export interface CallerOptions extends ApiRigOptions {
  readonly lab?: LabDescription;
  readonly app?: Partial<AppOptions>;
  /** Left switched off. */
  readonly dark?: true;
}

/** The app without a socket, over a rig in virtual time, and hands to call it. */
export class ApiCaller {
  readonly api: ApiRig;
  readonly app: ApiApp;
  readonly faults: unknown[];

  private constructor(api: ApiRig, app: ApiApp, faults: unknown[]) {
    this.api = api;
    this.app = app;
    this.faults = faults;
  }

  static async begin(options: CallerOptions = {}): Promise<ApiCaller> {
    const api = await ApiRig.create(options.lab ?? twoMachines(), options);
    const faults: unknown[] = [];
    const app = apiApp(api, {
      hosts: ['localhost'],
      token: undefined,
      panel: new Map(),
      version: '0.0.0',
      onFault: (error) => faults.push(error),
      ...options.app,
    });
    if (options.dark !== true) await api.powerOn();
    return new ApiCaller(api, app, faults);
  }

  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    return await this.app.fetch(new Request(`${ORIGIN}${path}`, init));
  }

  /** The answer's JSON; throws unless it is 200 and what the call's own schema says. */
  async json<T>(method: string, path: string, body?: unknown): Promise<T> {
    const response = await this.send(method, path, body);
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    const told: unknown = JSON.parse(text);
    this.#callAt(method, path)?.answer.parse(told);
    return told as T;
  }

  #callAt(method: string, path: string): Call | undefined {
    const segments = path.replace(/\?.*/, '').split('/');
    return this.app.calls.find((call) => {
      const own = call.path.split('/');
      const fits =
        own.length === segments.length && own.every((one, at) => one.startsWith('{') || one === segments[at]);
      return fits && call.method === method.toLowerCase();
    });
  }

  async send(method: string, path: string, body?: unknown): Promise<Response> {
    if (body === undefined) return await this.fetch(path, { method });
    return await this.fetch(path, {
      method,
      body: JSON.stringify(body),
      headers: { 'Content-Type': 'application/json' },
    });
  }

  /** Status and the sentence of a problem. */
  async problem(method: string, path: string, body?: unknown): Promise<{ status: number; detail: string }> {
    const response = await this.send(method, path, body);
    const { status, detail } = (await response.json()) as { status: number; detail: string };
    if (status !== response.status) throw new Error(`the problem says ${status}, the answer ${response.status}`);
    return { status, detail };
  }

  /** Lays plain sheets on the desk and into the feeder of ifax1, and orders them sent to ifax2. */
  async send001(sheets = 1): Promise<void> {
    const ids: string[] = [];
    for (let number = 1; number <= sheets; number += 1) {
      const { label, octets } = plainSheet(`sheet ${number}`);
      const path = `/api/rig/originals?label=${encodeURIComponent(label)}`;
      const answer = await this.fetch(path, { method: 'POST', body: Uint8Array.from(octets) });
      const { id } = (await answer.json()) as { id: string };
      ids.push(id);
    }
    await this.json('POST', '/api/panel/ifax1/feeder/load', { originals: ids });
    await this.json('POST', '/api/panel/ifax1/press', { keys: ['RESET', '0', '0', '1', 'START'] });
  }

  close(): void {
    this.app.close();
    this.api.close();
  }
}
