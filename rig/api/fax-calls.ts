import { z } from '@hono/zod-openapi';
import { encodeMmr } from '../../firmware/coding/encode-mmr.ts';
import { type ReadFaxMessage, readFaxMessage } from '../../firmware/mail/read-fax-message.ts';
import { messagePage, messagePages, messageTiffs } from '../export/message-pages.ts';
import { type ExportPage, pdfOfPages } from '../export/pdf-of-pages.ts';
import { pngOfPage } from '../export/png-of-page.ts';
import type { ApiRig } from './api-rig.ts';
import { type Call, jsonCall, rawCall } from './call.ts';
import type { FaxRecord } from './contract.ts';
import { fileAnswer } from './file-answer.ts';
import { found, machineNamed } from './lookup.ts';
import { MACHINE, MACHINE_BASE } from './machine-calls.ts';
import { printedSheets } from './machine-state.ts';
import { faxOf } from './received-faxes.ts';
import { doneSchema } from './schemas-calls.ts';
import { faxRecordSchema, faxSchema, sentFaxSchema } from './schemas-faxes.ts';
import { printedSheetSchema } from './schemas-machine.ts';

const FAX = { ...MACHINE, id: z.string().max(20) } as const;
const number = z.coerce.number().int().min(1).max(100_000);
const NO_PAGES = 'page in it that can be read';

/** Files out of the rig: printed sheets, messages sent, faxes received. */
export function faxCalls(api: ApiRig): readonly Call[] {
  const { received, rig, sent } = api;
  const faxNamed = ({ machine, id }: { readonly machine: string; readonly id: string }): FaxRecord =>
    found(received.find(machineNamed(api, machine).name, id), `received fax ${JSON.stringify(id)}`);
  const messageOf = async (fax: FaxRecord): Promise<Uint8Array> =>
    found(await received.message(fax), `message of fax ${fax.id}`);
  const readOf = async (fax: FaxRecord): Promise<ReadFaxMessage> => await readFaxMessage(await messageOf(fax));
  const sentMessage = async ({ machine, id }: { readonly machine: string; readonly id: string }) =>
    found(await sent.message(machineNamed(api, machine).name, id), `sent message ${JSON.stringify(id)}`);
  return [
    jsonCall({
      id: 'rig.tray',
      method: 'get',
      path: `${MACHINE_BASE}/tray`,
      summary: 'The sheets in the output tray.',
      params: MACHINE,
      answer: z.strictObject({ sheets: z.array(printedSheetSchema) }),
      run: ({ params }) => ({ sheets: printedSheets(machineNamed(api, params.machine)) }),
    }),
    rawCall({
      id: 'rig.traySheet',
      method: 'get',
      path: `${MACHINE_BASE}/tray/{number}.png`,
      summary:
        'A printed sheet as a picture of true proportions; numbers begin anew with an empty tray, instants do not.',
      params: { ...MACHINE, number },
      query: { printedAt: z.coerce.number().optional() },
      media: 'image/png',
      run: ({ params, query: { printedAt } }) => {
        const { tray } = machineNamed(api, params.machine).board;
        const index = params.number - 1;
        const meant = index < tray.sheets && (printedAt === undefined || tray.facts(index).printedAt === printedAt);
        const sheet = meant ? tray.page(index) : undefined;
        return png(found(sheet, `sheet ${params.number} in the output tray`), `sheet-${params.number}`);
      },
    }),
    rawCall({
      id: 'rig.trayPdf',
      method: 'get',
      path: `${MACHINE_BASE}/tray.pdf`,
      summary: 'All printed sheets as one document.',
      params: MACHINE,
      media: 'application/pdf',
      run: ({ params }) => {
        const { tray } = machineNamed(api, params.machine).board;
        found(tray.sheets === 0 ? undefined : tray, 'sheet in the output tray');
        return pdf(tray.pages(), `${params.machine}-tray`);
      },
    }),
    jsonCall({
      id: 'rig.sent',
      method: 'get',
      path: `${MACHINE_BASE}/sent`,
      summary: 'The last messages that the machine began to send.',
      params: MACHINE,
      answer: z.strictObject({ sent: z.array(sentFaxSchema) }),
      run: async ({ params }) => ({ sent: await sent.of(machineNamed(api, params.machine).name) }),
    }),
    rawCall({
      id: 'rig.sentMessage',
      method: 'get',
      path: `${MACHINE_BASE}/sent/{id}/message.eml`,
      summary: 'A message as it was sent.',
      params: FAX,
      media: 'message/rfc822',
      run: async ({ params }) => fileAnswer('message/rfc822', await sentMessage(params), `sent-${params.id}.eml`),
    }),
    rawCall({
      id: 'rig.sentPage',
      method: 'get',
      path: `${MACHINE_BASE}/sent/{id}/pages/{number}.png`,
      summary: 'A page as it was sent.',
      params: { ...FAX, number },
      media: 'image/png',
      run: async ({ params }) => {
        const page = messagePage(await readFaxMessage(await sentMessage(params)), params.number);
        return png(found(page, `page ${params.number} in message ${params.id}`), `sent-${params.id}-${params.number}`);
      },
    }),
    jsonCall({
      id: 'rig.faxes',
      method: 'get',
      path: `${MACHINE_BASE}/faxes`,
      summary: 'The faxes that the machine has received, oldest first.',
      params: MACHINE,
      answer: z.strictObject({ faxes: z.array(faxSchema) }),
      run: ({ params }) => ({ faxes: received.of(machineNamed(api, params.machine).name).map(faxOf) }),
    }),
    jsonCall({
      id: 'rig.fax',
      method: 'get',
      path: `${MACHINE_BASE}/faxes/{id}`,
      summary: 'The record of a fax: envelope, journal entry, dialogue.',
      params: FAX,
      answer: faxRecordSchema,
      run: ({ params }) => faxNamed(params),
    }),
    rawCall({
      id: 'rig.faxMessage',
      method: 'get',
      path: `${MACHINE_BASE}/faxes/{id}/message.eml`,
      summary: 'The message as it came.',
      params: FAX,
      media: 'message/rfc822',
      run: async ({ params }) =>
        fileAnswer('message/rfc822', await messageOf(faxNamed(params)), `fax-${params.id}.eml`),
    }),
    rawCall({
      id: 'rig.faxTiff',
      method: 'get',
      path: `${MACHINE_BASE}/faxes/{id}/fax.tif`,
      summary: 'The TIFF file in the message as it came, the first unless ?part= says which.',
      params: FAX,
      query: { part: number.default(1) },
      media: 'image/tiff',
      run: async ({ params, query }) => {
        const tiff = messageTiffs(await readOf(faxNamed(params)))[query.part - 1];
        const { octets } = found(tiff, `TIFF file ${query.part} in fax ${params.id}`);
        return fileAnswer('image/tiff', octets, `fax-${params.id}.tif`);
      },
    }),
    rawCall({
      id: 'rig.faxPdf',
      method: 'get',
      path: `${MACHINE_BASE}/faxes/{id}/fax.pdf`,
      summary: 'The pages as one document.',
      params: FAX,
      media: 'application/pdf',
      run: async ({ params }) => {
        const fax = faxNamed(params);
        found(fax.pages === 0 ? undefined : fax, NO_PAGES);
        return pdf(messagePages(await readOf(fax)), `fax-${params.id}`);
      },
    }),
    rawCall({
      id: 'rig.faxPage',
      method: 'get',
      path: `${MACHINE_BASE}/faxes/{id}/pages/{number}.png`,
      summary: 'A page as it came.',
      params: { ...FAX, number },
      media: 'image/png',
      run: async ({ params }) => {
        const page = messagePage(await readOf(faxNamed(params)), params.number);
        return png(found(page, `page ${params.number} in fax ${params.id}`), `fax-${params.id}-${params.number}`);
      },
    }),
    jsonCall({
      id: 'rig.deleteFax',
      method: 'delete',
      path: `${MACHINE_BASE}/faxes/{id}`,
      summary: 'Deletes the rig’s copy of a fax; the machine’s own memory and its tray stay as they are.',
      params: FAX,
      answer: doneSchema,
      run: async ({ params }) => {
        await received.remove(faxNamed(params));
        return { event: rig.log.count };
      },
    }),
  ];
}

function png(page: ExportPage, name: string): Response {
  return fileAnswer('image/png', pngOfPage(page), `${name}.png`);
}

function pdf(pages: Iterable<ExportPage>, name: string): Response {
  return fileAnswer('application/pdf', pdfOfPages(pages, encodeMmr), `${name}.pdf`);
}
