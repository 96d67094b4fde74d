import { spawnSync } from 'node:child_process';
import { type Browser, chromium } from 'playwright-core';

/** It neither draws with a graphics card nor calls home. */
const QUIET = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-dev-shm-usage',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

/** Debian's chromium. */
export async function launchChromium(): Promise<Browser> {
  const executablePath = spawnSync('which', ['chromium'], { encoding: 'utf8' }).stdout.trim();
  return await chromium.launch({ executablePath, args: QUIET });
}
