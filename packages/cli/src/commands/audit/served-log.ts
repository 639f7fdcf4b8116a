// The audit log as the server tells it, tile by tile. Whole tiles never change, so each is asked for once.
import { type Client, ServerError } from "@coffer/client";
import { ADMIN_OPERATIONS } from "@coffer/contract";
import { type LogReader, TILE_WIDTH } from "@coffer/tlog";

/** Whole tiles of hashes that are kept: 8 KB each. */
const MOST_KEPT = 2_000;

export interface ServedLog extends LogReader {
  /** What the server says is the key that verifies its checkpoints. */
  verifierKey(): Promise<string>;
  /** How many events have no place in the log yet. */
  waiting(): Promise<number>;
}

export function createServedLog(client: Client): ServedLog {
  const kept = new Map<string, Uint8Array>();
  const head = () => client.callOf(ADMIN_OPERATIONS, "GetAuditCheckpoint", {});

  async function read(level: number | "entries", index: number): Promise<Uint8Array | undefined> {
    try {
      const request = { Level: String(level), Index: index };
      const { Tile } = await client.callOf(ADMIN_OPERATIONS, "GetAuditTile", request);
      return new Uint8Array(Buffer.from(Tile, "base64"));
    } catch (error) {
      if (error instanceof ServerError && error.code === "EntityNotExist.AuditTile")
        return undefined;
      throw error;
    }
  }

  return {
    async tile(level, index, width) {
      const name = `${level}/${index}`;
      const found = kept.get(name) ?? (await read(level, index));
      const isWhole = width === TILE_WIDTH && found !== undefined;
      if (isWhole && kept.size < MOST_KEPT) kept.set(name, found);
      return found;
    },
    entries: (index) => read("entries", index),
    checkpoint: async () => (await head()).Checkpoint,
    keptFrom: async () => (await head()).KeptFrom,
    verifierKey: async () => (await head()).VerifierKey,
    waiting: async () => (await head()).WaitingEvents,
  };
}
