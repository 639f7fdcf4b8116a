// When a job next has to look at a key: its deletion, the expiry of its material, its rotation.
import type { KeyRecord } from "@coffer/store";

/** Only while the key is Enabled: a rotation that came due meanwhile happens as soon as it is again. */
export function nextRotationAt(key: KeyRecord): number | undefined {
  const { rotationIntervalSeconds: interval, lastRotatedAt } = key;
  if (interval === undefined || lastRotatedAt === undefined) return undefined;
  return lastRotatedAt + interval * 1000;
}

/** The key's row with the time of its next due work. Every change of a key is stored through this. */
export function withDue(key: KeyRecord): KeyRecord {
  const { dueAt: _, ...rest } = key;
  const times = [
    key.state === "PendingDeletion" ? key.deleteAt : undefined,
    key.materialExpiresAt,
    key.state === "Enabled" ? nextRotationAt(key) : undefined,
  ].filter((time) => time !== undefined);
  return times.length === 0 ? rest : { ...rest, dueAt: Math.min(...times) };
}

/** Without the members that belong to imported material, and waiting for it unless deletion is pending. */
export function withoutMaterial(key: KeyRecord): KeyRecord {
  const { materialExpiresAt: _, ...rest } = key;
  return withDue(key.state === "PendingDeletion" ? rest : { ...rest, state: "PendingImport" });
}

/**
 * When a new version came into being: always after the newest one, so that their order is right even by a clock
 * that stands still or goes back.
 */
export function versionTime(
  now: number,
  newest: { readonly createdAt: number } | undefined,
): number {
  return newest === undefined ? now : Math.max(now, newest.createdAt + 1);
}
