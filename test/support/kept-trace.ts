import type { TraceData, TraceWriter } from '../../device-model/trace/trace.ts';

/** A trace writer that keeps what it was told. */
export class KeptTrace implements TraceWriter {
  readonly lines: { readonly event: string; readonly data: TraceData | undefined }[] = [];

  write(event: string, data?: TraceData): void {
    this.lines.push({ event, data });
  }

  events(): readonly string[] {
    return this.lines.map((line) => line.event);
  }
}
