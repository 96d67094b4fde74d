import type { ComponentChildren } from 'preact';
import type { StreamState } from './link/live-stream.ts';

const STREAM_WORDS: Readonly<Record<StreamState, string>> = {
  connecting: 'connecting',
  live: 'live',
  lost: 'connection lost, trying again',
};

/** The bar at the top of every page. */
export function Topbar(props: {
  readonly title: string;
  readonly stream: StreamState;
  readonly calendar: string | undefined;
  readonly children?: ComponentChildren;
}) {
  return (
    <header class="topbar">
      <a href="/">Lab</a>
      <a href="/api">API</a>
      <h1>{props.title}</h1>
      <span class="link-state" data-state={props.stream} role="status">
        <i aria-hidden="true" />
        {STREAM_WORDS[props.stream]}
      </span>
      <span class="spread" />
      {props.calendar === undefined ? null : <span class="clock">{clockText(props.calendar)}</span>}
      {props.children}
    </header>
  );
}

/** The machine's date and time of day as it keeps them, no time zone of the reader's. */
export function clockText(iso: string): string {
  return iso.slice(0, 19).replace('T', ' ');
}
