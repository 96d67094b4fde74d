import type { TraceEvent, TraceValue } from '../../device-model/index.ts';
import { STAGE_TEXT } from '../../firmware/index.ts';
import { traceText } from './trace-text.ts';

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
      return say(
        `LAN ${traceText(data['address'])} mask ${traceText(data['mask'])} gateway ${traceText(data['gateway'])}`,
      );
    case 'lan.unconfigured':
      return say(`LAN not configured: ${traceText(data['sentence'])}`);
    case 'originals.loaded':
      return say(`originals in the feeder: ${list(data['labels'])}`);
    case 'key.press':
      return say(`[${traceText(data['key'])}]`);
    case 'softkey.touch':
      return say(`touches ${traceText(data['label'])}`);
    case 'text.type':
      return say(`types ${traceText(data['text'])}`);
    case 'page.scanned':
      return say(
        `scanned ${traceText(data['label'])}: ${traceText(data['width'])} × ${traceText(data['height'])} pels at ${traceText(data['resolution'])}, ${traceText(data['paper'])}`,
      );
    case 'job.entered':
    case 'delivery.entered': {
      const stage = traceText(data['state']);
      // The job chart's word for what the delivery chart tells in detail.
      if (stage === 'running') return undefined;
      return say(`${stage} (${(STAGE_TEXT[stage] ?? stage).replace(/[#%@]/g, '').trim().toLowerCase()})`);
    }
    case 'route.found':
      return say(
        'sentence' in data ? traceText(data['sentence']) : `${traceText(data['via'])} ${list(data['addresses'])}`,
      );
    case 'own-name.doubted':
      return say(`warning: ${traceText(data['sentence'])}`);
    case 'smtp.line':
      return data['role'] === 'client'
        ? say(`    ${traceText(data['direction'])}: ${traceText(data['text'])}`)
        : undefined;
    case 'format.negotiated':
      return say(`negotiated ${traceText(data['format'])}: ${traceText(data['why'])}`);
    case 'attempt.failed':
      return say(`attempt failed, info code ${traceText(data['infoCode'])}: ${traceText(data['sentence'])}`);
    case 'message.spooled':
      return say(
        `message of ${traceText(data['octets'])} octets kept durably as file ${traceText(data['fileNumber'])}`,
      );
    case 'page.printed':
      return say(
        `printed ${traceText(data['label'])}: ${traceText(data['width'])} × ${traceText(data['height'])} pels at ${traceText(data['resolution'])}`,
      );
    case 'journal.entered':
      return say(
        `journal: ${traceText(data['direction'])} ${traceText(data['address'])} ${traceText(data['pages'])} page(s) ${traceText(data['result'])}`,
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

function list(value: TraceValue | undefined): string {
  return Array.isArray(value) ? value.map((one: TraceValue) => traceText(one)).join(', ') : traceText(value);
}
