import { assign, emit, fromPromise, setup } from 'xstate';
import type { Station } from '../settings/address-book.ts';
import { isSettingKey, parameterOf } from '../settings/settings.ts';
import { type Typed, typedDigits, typedNumber, typedText } from './entries/typed.ts';
import { isOctetKey, typedOctets, wholeAddressFault, withoutLastDigit } from './entries/typed-octets.ts';
import type {
  ChosenDestination,
  PanelAnswer,
  PanelContext,
  PanelEvent,
  PanelHands,
  PanelRequest,
  PanelWish,
  Via,
} from './panel-language.ts';
import { chosenScan } from './scan-choice.ts';
import { type EntryForm, entryFormOf, SETTINGS_LISTS } from './settings-lists.ts';

export const NO_STATION: Station = { number: '', name: '', address: '', direct: true };

/** What a freshly switched-on panel keeps. */
export function emptyContext(hands: PanelHands): PanelContext {
  return {
    hands,
    entered: '',
    hint: '',
    fileNumber: undefined,
    postponed: [],
    destinations: [],
    via: 'direct',
    scan: {},
    top: 0,
    item: '',
    part: 0,
    draft: NO_STATION,
    request: { ask: 'nothing' },
    files: [],
    checks: [],
  };
}

type TextParams = { readonly text: string };

/** How the value of a setting is entered. */
function entersBy(form: EntryForm) {
  return (_: unknown, { item }: { readonly item: string }): boolean => isSettingKey(item) && entryFormOf(item) === form;
}

/** Guards and actions of the panel chart; its states are in the files of `states`. */
export const panelSetup = setup({
  types: {} as { context: PanelContext; events: PanelEvent; emitted: PanelWish; input: PanelHands },
  actors: {
    perform: fromPromise<PanelAnswer, PanelContext>(({ input }) => input.hands.perform(input.request)),
  },
  guards: {
    scanOnKey: ({ event }) => event.type === 'digit.pressed' && event.digit === '1',
    lastCharacter: ({ context }) => context.entered.length <= 1,
    nothingTyped: ({ context }) => context.entered === '',
    hasDestinations: ({ context }) => context.destinations.length > 0,
    severalDestinations: ({ context }) => context.destinations.length > 1,
    oneRuns: (_, params: { readonly running: readonly number[] }) => params.running.length === 1,
    severalRun: (_, params: { readonly running: readonly number[] }) => params.running.length > 1,
    underWay: (_, params: { readonly on: string }) => params.on === 'progress',
    asking: (_, params: { readonly on: string }) => params.on === 'question',
    granted: (_, answer: PanelAnswer) => answer.ok,
    byChoice: entersBy('choice'),
    byDigits: entersBy('digits'),
    byOctets: entersBy('octets'),
    byText: entersBy('text'),
    byPassword: entersBy('password'),
    octetsServe: ({ context: { hands, item, entered } }) =>
      isOctetKey(item) && wholeAddressFault(item, entered, hands.settings()) === undefined,
    ofFaxList: ({ context }) => isSettingKey(context.item) && SETTINGS_LISTS.fax.includes(context.item),
  },
  actions: {
    appendDigit: assign({
      entered: ({ context }, { text }: TextParams) => (context.entered + text).slice(0, STATION_DIGITS),
      hint: '',
    }),
    appendText: assign({
      entered: ({ context }, { text }: TextParams) => (context.entered + text).slice(0, ADDRESS_CHARACTERS),
      hint: '',
    }),
    typeText: assign(({ context }, params: TextParams & { readonly limit: number }) =>
      typed(typedText(context.entered, params.text, params.limit)),
    ),
    typeDigits: assign(({ context }, params: TextParams & { readonly limit: number }) =>
      typed(typedDigits(context.entered, params.text, params.limit)),
    ),
    typeFilter: assign(({ context }, { text }: TextParams) => ({
      ...typed(typedDigits(context.entered, text, FILTER_DIGITS)),
      top: 0,
    })),
    typeNumber: assign(({ context: { item, entered } }, { text }: TextParams) => {
      const range = isSettingKey(item) ? parameterOf(item).range : undefined;
      return range === undefined ? {} : typed(typedNumber(entered, text, range));
    }),
    typeOctets: assign(({ context: { hands, item, entered } }, { text }: TextParams) =>
      isOctetKey(item) ? typed(typedOctets(item, entered, text, hands.settings())) : {},
    ),
    dropCharacter: assign({ entered: ({ context }) => context.entered.slice(0, -1), hint: '', top: 0 }),
    dropOctetDigit: assign({ entered: ({ context }) => withoutLastDigit(context.entered), hint: '' }),
    enter: assign({ entered: (_, { text }: TextParams) => text }),
    forgetEntered: assign({ entered: '', hint: '' }),
    forgetHint: assign({ hint: '' }),
    forgetEntry: assign(({ context }) => ({
      ...emptyContext(context.hands),
      scan: context.scan,
      postponed: context.postponed,
    })),
    forgetScan: assign({ scan: {} }),
    tell: assign({ hint: (_, params: { readonly hint: string }) => params.hint }),
    tellOctetsFault: assign({
      hint: ({ context: { hands, item, entered } }) =>
        (isOctetKey(item) ? wholeAddressFault(item, entered, hands.settings()) : undefined) ?? '',
    }),
    follow: assign({ fileNumber: (_, params: { readonly fileNumber: number }) => params.fileNumber, hint: '' }),
    followRunning: assign({ fileNumber: (_, params: { readonly running: readonly number[] }) => params.running[0] }),
    followItem: assign({ fileNumber: (_, params: { readonly item: string }) => Number(params.item) }),
    unfollow: assign({ fileNumber: undefined }),
    postpone: assign({
      postponed: ({ context: { postponed, fileNumber } }) =>
        fileNumber === undefined || postponed.includes(fileNumber) ? postponed : [...postponed, fileNumber],
    }),
    answered: assign({
      postponed: ({ context: { postponed, fileNumber } }) => postponed.filter((one) => one !== fileNumber),
    }),
    askAgain: assign({ postponed: [] }),
    keepDestinations: assign({
      destinations: (_, params: { readonly destinations: readonly ChosenDestination[] }) => params.destinations,
      entered: '',
      hint: '',
      top: 0,
    }),
    toggleStation: assign({
      destinations: ({ context: { destinations } }, { item }: { readonly item: string }) =>
        destinations.some(({ to }) => to === item)
          ? destinations.filter(({ to }) => to !== item)
          : [...destinations, { to: item, via: undefined }],
      hint: '',
    }),
    removeDestination: assign({
      destinations: ({ context }) => context.destinations.filter((_, place) => String(place) !== context.item),
      top: 0,
    }),
    sendBy: assign({
      destinations: ({ context: { destinations, item } }, params: { readonly via: Via }) =>
        destinations.map((one, place) => (String(place) === item ? { ...one, via: params.via } : one)),
    }),
    addressBy: assign({ via: (_, params: { readonly via: Via }) => params.via }),
    chooseScan: assign({
      scan: ({ context }, { value }: { readonly value: string | number }) =>
        chosenScan(context.scan, context.item, value),
    }),
    turnPage: assign({ top: (_, params: { readonly top: number }) => params.top, hint: '' }),
    fromTop: assign({ top: 0, entered: '', hint: '' }),
    choose: assign({ item: (_, params: { readonly item: string }) => params.item }),
    choosePart: assign({ part: (_, { item }: { readonly item: string }) => Number(item), entered: '' }),
    draft: assign({ draft: ({ context }, params: Partial<Station>) => ({ ...context.draft, ...params }) }),
    want: assign({ request: (_, params: PanelRequest) => params }),
    hear: assign(({ context }, answer: PanelAnswer) =>
      answer.ok
        ? {
            hint: answer.told === '' ? context.hint : answer.told,
            ...(answer.files === undefined ? {} : { files: answer.files }),
            ...(answer.checks === undefined ? {} : { checks: answer.checks }),
          }
        : { hint: answer.sentence },
    ),
    hearFault: assign({ hint: 'MACHINE ERROR 999' }),
    orderStation: emit({ type: 'station.ordered' }),
    orderAddress: emit({ type: 'address.ordered' }),
    orderDestinations: emit({ type: 'destinations.ordered' }),
    addDestination: emit({ type: 'destination.added' }),
    tryDoor: emit({ type: 'door.tried' }),
    beep: emit({ type: 'beeper.wanted' }),
    cancelJob: emit({ type: 'xmt.cancel' }),
    scanOn: emit({ type: 'xmt.scan-on' }),
    sendStored: emit({ type: 'xmt.send-stored' }),
    resendJob: emit({ type: 'xmt.resend' }),
    discardJob: emit({ type: 'xmt.discard' }),
    beIdle: emit({ type: 'panel.idle' }),
    wantIncomplete: emit({ type: 'incomplete.wanted' }),
  },
});

export const STATION_DIGITS = 3;
/** RFC 5321 4.5.3.1.3: a path has 256 octets; a dozen of them with their commas (*own design*). */
export const ADDRESS_CHARACTERS = 12 * 257;
/** Numbers of settings, stations and info codes have at most three digits. */
const FILTER_DIGITS = 3;

function typed({ entered, hint }: Typed): Typed {
  return { entered, hint };
}
