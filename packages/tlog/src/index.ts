// @coffer/tlog: transparency logs in published formats. RFC 6962 trees, C2SP tlog-tiles, tlog-checkpoint, signed-note
// and tlog-proof; docs/formats/audit-log.md says how Coffer uses them.
export { appendLeaves, type NewTile } from "./append.ts";
export { BundleError, decodeBundle, encodeBundle, MOST_ENTRY_BYTES } from "./bundle.ts";
export { type Checkpoint, formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
export { createLogDirectory, type LogDirectory } from "./directory.ts";
export { HASH_BYTES, leafHash, nodeHash } from "./hashes.ts";
export { formatKeptFrom, type KeptFrom, parseKeptFrom } from "./kept-from.ts";
export { NoteError, NoteSigner, NoteVerifier, noteText, openNote, signNote } from "./note.ts";
export { formatProof, type InclusionProof, ProofError, parseProof, verifyProof } from "./proof.ts";
export { TILE_WIDTH, type TileReader, tilePath, widthOf } from "./tiles.ts";
export {
  consistencyProof,
  inclusionProof,
  rootHash,
  verifyConsistency,
  verifyInclusion,
} from "./tree.ts";
export { type LogReader, type Verdict, verifyLog } from "./verify-log.ts";
