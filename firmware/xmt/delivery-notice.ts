import type { SettingValues } from '../settings/settings.ts';

/** Whether what is sent asks for a disposition notification (RFC 8098 2.1): fax parameter 909, by the mail server 940. */
export function asksNotice(
  settings: Pick<SettingValues, 'deliveryNotice' | 'deliveryNoticeByServer'>,
  via: 'mail-server' | undefined,
): boolean {
  return (via === undefined ? settings.deliveryNotice : settings.deliveryNoticeByServer) === 'On';
}
