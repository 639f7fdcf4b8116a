// Proofs in one file (C2SP tlog-proof): an entry's place, its path, and the checkpoint that the path leads to.
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { HASH_BYTES, leafHash } from "./hashes.ts";
import { type NoteVerifier, openNote } from "./note.ts";
import { verifyInclusion } from "./tree.ts";

const HEADER = "c2sp.org/tlog-proof@v1";

export interface InclusionProof {
  readonly index: number;
  readonly path: readonly Uint8Array[];
  /** The signed note. */
  readonly checkpoint: string;
  /** Without meaning here. */
  readonly extra?: Uint8Array;
}

/** A proof that cannot be read or does not hold. */
export class ProofError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "ProofError";
  }
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

export function formatProof({ index, path, checkpoint, extra }: InclusionProof): string {
  const lines = [
    HEADER,
    ...(extra === undefined ? [] : [`extra ${base64(extra)}`]),
    `index ${index}`,
    ...path.map(base64),
  ];
  return `${lines.join("\n")}\n\n${checkpoint}`;
}

function decoded(text: string, bytes?: number): Buffer {
  const found = Buffer.from(text, "base64");
  const isRight = base64(found) === text && (bytes === undefined || found.length === bytes);
  if (!isRight) throw new ProofError("the proof has a line that is no Base64 of a hash");
  return found;
}

/** @throws ProofError */
export function parseProof(text: string): InclusionProof {
  const end = text.indexOf("\n\n");
  if (end === -1) throw new ProofError("the proof has no checkpoint");
  const lines = text.slice(0, end).split("\n");
  if (lines.shift() !== HEADER) throw new ProofError(`the proof does not begin with \`${HEADER}\``);
  const extra = lines[0]?.startsWith("extra ") ? decoded(lines.shift()?.slice(6) ?? "") : undefined;
  const index = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? "")?.[1];
  if (index === undefined) throw new ProofError("the proof names no index");
  return {
    index: Number(index),
    path: lines.map((line) => decoded(line, HASH_BYTES)),
    checkpoint: text.slice(end + 2),
    ...(extra === undefined ? {} : { extra }),
  };
}

/**
 * The checkpoint under which the entry is in the log.
 * @throws ProofError when the path does not lead there, NoteError when the checkpoint is not the log's
 */
export function verifyProof(
  proof: InclusionProof,
  entry: Uint8Array,
  verifier: NoteVerifier,
): Checkpoint {
  const checkpoint = parseCheckpoint(openNote(proof.checkpoint, verifier));
  const { size, root } = checkpoint;
  const leaf = { index: proof.index, size, hash: leafHash(entry) };
  if (verifyInclusion(leaf, proof.path, root)) return checkpoint;
  throw new ProofError("the entry is not in the log at that place");
}
