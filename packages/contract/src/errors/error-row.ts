// One error code of the wire.

export interface ErrorRow {
  /** HTTP status. */
  readonly status: number;
  /** The default sentence; a thrower may give a more precise one. */
  readonly message: string;
  readonly note?: string;
}
