// Where events of the audit log are handed on to, beside the log itself.

export interface AuditSink {
  /** Under which its place in the log is remembered. */
  readonly name: string;
  /**
   * Hands on entries, all or none as far as it can tell; what failed comes again, so that each comes at least once.
   * @param entries JSON text without line breaks
   */
  deliver(entries: readonly Uint8Array[]): Promise<void>;
  close(): Promise<void>;
}
