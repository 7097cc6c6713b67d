/** @module An entry as exports show it: index, event, and for what is no event its bytes. */
import type { AuditEvent } from '@muster/audit';
import type { ShownEntry } from '../entries.ts';

/** An entry that is an event. */
export interface ExportedEvent {
  readonly index: number;
  readonly event: AuditEvent;
}

/** A format: what stands before the entries, what each becomes, and what stands after them. Empty texts are nothing. */
export interface ExportFormat {
  begin(log: { readonly origin: string; readonly size: number }): string;
  entry(entry: ShownEntry): string;
  end(): string;
}
