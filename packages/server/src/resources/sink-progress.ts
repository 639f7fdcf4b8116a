// How far the sinks of the audit log are: the log itself is their spool, so that a place in it is all they need.
import type { AuditSettingsReader } from "@coffer/store";

const SETTING = "sinks";

export interface SinkProgress {
  readonly name: string;
  /** Events below this place are handed on, or dropped. */
  readonly delivered: number;
  readonly dropped: number;
}

export async function readSinkProgress(
  store: AuditSettingsReader,
): Promise<readonly SinkProgress[]> {
  const text = await store.auditSetting(SETTING);
  return text === undefined ? [] : (JSON.parse(text) as SinkProgress[]); // written below
}

/** Of one sink, or undefined for one that has never begun. */
export async function findSinkProgress(
  store: AuditSettingsReader,
  name: string,
): Promise<SinkProgress | undefined> {
  return (await readSinkProgress(store)).find((each) => each.name === name);
}

export async function writeSinkProgress(
  store: AuditSettingsReader & { putAuditSetting(name: string, value: string): Promise<void> },
  progress: SinkProgress,
): Promise<void> {
  const others = (await readSinkProgress(store)).filter(({ name }) => name !== progress.name);
  await store.putAuditSetting(SETTING, JSON.stringify([...others, progress]));
}
