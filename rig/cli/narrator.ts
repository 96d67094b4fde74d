import type { TraceEvent, TraceValue } from '../../device-model/index.ts';
import { STAGE_TEXT } from '../../firmware/index.ts';

/**
 * Tells the event log as a story, line by line: what each machine does, and the SMTP dialogue as on manual page 472.
 * Undefined for events that are of no interest to a person who watches.
 */
export function narrate(event: TraceEvent): string | undefined {
  const { machine, data } = event;
  const say = (text: string): string => `${clockOf(event.at)}  ${machine.padEnd(8)} ${text}`;
  switch (event.event) {
    case 'power.on':
      return say('power on, self-test');
    case 'machine.ready':
      return say('READY');
    case 'lan.configured':
      return say(`LAN ${str(data['address'])} mask ${str(data['mask'])} gateway ${str(data['gateway'])}`);
    case 'lan.unconfigured':
      return say(`LAN not configured: ${str(data['sentence'])}`);
    case 'originals.loaded':
      return say(`originals in the feeder: ${list(data['labels'])}`);
    case 'key.press':
      return say(`[${str(data['key'])}]`);
    case 'text.type':
      return say(`types ${str(data['text'])}`);
    case 'page.scanned':
      return say(
        `scanned ${str(data['label'])}: ${str(data['width'])} × ${str(data['height'])} pels at ${str(data['resolution'])}, ${str(data['paper'])}`,
      );
    case 'job.entered':
    case 'delivery.entered': {
      const stage = str(data['state']);
      // The job chart's word for what the delivery chart tells in detail.
      if (stage === 'running') return undefined;
      return say(`${stage} (${(STAGE_TEXT[stage] ?? stage).replace(/[#%@]/g, '').trim().toLowerCase()})`);
    }
    case 'route.found':
      return say('sentence' in data ? str(data['sentence']) : `${str(data['via'])} ${list(data['addresses'])}`);
    case 'own-name.doubted':
      return say(`warning: ${str(data['sentence'])}`);
    case 'smtp.line':
      return data['role'] === 'client' ? say(`    ${str(data['direction'])}: ${str(data['text'])}`) : undefined;
    case 'format.negotiated':
      return say(`negotiated ${str(data['format'])}: ${str(data['why'])}`);
    case 'attempt.failed':
      return say(`attempt failed, info code ${str(data['infoCode'])}: ${str(data['sentence'])}`);
    case 'message.spooled':
      return say(`message of ${str(data['octets'])} octets kept durably as file ${str(data['fileNumber'])}`);
    case 'page.printed':
      return say(
        `printed ${str(data['label'])}: ${str(data['width'])} × ${str(data['height'])} pels at ${str(data['resolution'])}`,
      );
    case 'journal.entered':
      return say(
        `journal: ${str(data['direction'])} ${str(data['address'])} ${str(data['pages'])} page(s) ${str(data['result'])}`,
      );
    default:
      return undefined;
  }
}

/** `0:12.345`: minutes, seconds and milliseconds since the rig began. */
export function clockOf(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return `${minutes}:${((ms % 60_000) / 1000).toFixed(3).padStart(6, '0')}`;
}

function str(value: TraceValue | undefined): string {
  return typeof value === 'string' ? value : JSON.stringify(value ?? null);
}

function list(value: TraceValue | undefined): string {
  return Array.isArray(value) ? value.map((one: TraceValue) => str(one)).join(', ') : str(value);
}
