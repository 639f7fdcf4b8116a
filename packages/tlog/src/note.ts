// Signed notes (C2SP signed-note): text, a blank line, and a line for each signature. Keys are Ed25519.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign,
  verify,
} from "node:crypto";

/** A note, a key or a signature that cannot be taken. */
export class NoteError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "NoteError";
  }
}

const ED25519 = 1;
const KEY_BYTES = 32;
const ID_BYTES = 4;
const SIGNATURE_BYTES = 64;
/** In front of the 32 bytes, in DER. */
const PUBLIC_PREFIX = Buffer.from("302a300506032b6570032100", "hex");
const PRIVATE_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

function checkName(name: string): void {
  if (name !== "" && !/[\s+]/u.test(name)) return;
  throw new NoteError("a key's name must be text without spaces and `+`");
}

function keyId(name: string, publicKey: Uint8Array): Buffer {
  const hash = createHash("sha256").update(`${name}\n`).update(Buffer.of(ED25519));
  return hash.update(publicKey).digest().subarray(0, ID_BYTES);
}

function decode(base64: string, what: string): Buffer {
  const bytes = Buffer.from(base64, "base64");
  if (bytes.toString("base64") === base64) return bytes;
  throw new NoteError(`${what} is no Base64`);
}

/** The public half of a key with its name: who verifies has it from a place that the log does not control. */
export class NoteVerifier {
  readonly name: string;
  readonly id: Buffer;
  readonly #bytes: Buffer;
  readonly #key: KeyObject;

  /** @param publicKey 32 bytes @throws NoteError */
  constructor(name: string, publicKey: Uint8Array) {
    checkName(name);
    if (publicKey.length !== KEY_BYTES) throw new NoteError("a public key must have 32 bytes");
    this.name = name;
    this.#bytes = Buffer.from(publicKey);
    this.id = keyId(name, publicKey);
    const der = Buffer.concat([PUBLIC_PREFIX, publicKey]);
    this.#key = createPublicKey({ key: der, format: "der", type: "spki" });
  }

  /** Of its text form: `name+4f3e5c1a+AQ…`. @throws NoteError */
  static parse(text: string): NoteVerifier {
    const [, name = "", id = "", data = ""] = /^([^+\s]+)\+([0-9a-f]{8})\+(\S+)$/.exec(text) ?? [];
    const bytes = decode(data, "the verifier key");
    if (bytes[0] !== ED25519) throw new NoteError("the verifier key is not of Ed25519");
    const verifier = new NoteVerifier(name, bytes.subarray(1));
    if (verifier.id.toString("hex") !== id)
      throw new NoteError("the verifier key's id is another's");
    return verifier;
  }

  toString(): string {
    const data = Buffer.concat([Buffer.of(ED25519), this.#bytes]).toString("base64");
    return `${this.name}+${this.id.toString("hex")}+${data}`;
  }

  verify(text: string, signature: Uint8Array): boolean {
    return verify(null, Buffer.from(text), this.#key, signature);
  }
}

export class NoteSigner {
  readonly verifier: NoteVerifier;
  readonly #key: KeyObject;

  /** @param seed 32 bytes, the private half; remains the caller's @throws NoteError */
  constructor(name: string, seed: Uint8Array) {
    if (seed.length !== KEY_BYTES) throw new NoteError("a private key must have 32 bytes");
    const der = Buffer.concat([PRIVATE_PREFIX, seed]);
    this.#key = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
    der.fill(0);
    const spki = createPublicKey(this.#key).export({ format: "der", type: "spki" });
    this.verifier = new NoteVerifier(name, spki.subarray(PUBLIC_PREFIX.length));
  }

  sign(text: string): Buffer {
    return sign(null, Buffer.from(text), this.#key);
  }
}

/** @param text ends with a line break @throws NoteError */
export function signNote(text: string, signer: NoteSigner): string {
  if (!text.endsWith("\n") || text.includes("\n\n\u2014"))
    throw new NoteError("the text is no note's");
  const { name, id } = signer.verifier;
  const signature = Buffer.concat([id, signer.sign(text)]).toString("base64");
  return `${text}\n\u2014 ${name} ${signature}\n`;
}

/** The text of a note, whoever signed it. @throws NoteError for what is no note */
export function noteText(note: string): string {
  const end = note.lastIndexOf("\n\n");
  if (end === -1 || !note.endsWith("\n")) throw new NoteError("the note has no signatures");
  return note.slice(0, end + 1);
}

/**
 * The text of a note that the verifier's key has signed. Signatures of other keys are passed over.
 * @throws NoteError for anything else
 */
export function openNote(note: string, verifier: NoteVerifier): string {
  const text = noteText(note);
  for (const line of note.slice(text.length + 1, -1).split("\n")) {
    const [, name = "", data = ""] = /^\u2014 (\S+) (\S+)$/.exec(line) ?? [];
    if (name === "") throw new NoteError("a line of the note is no signature");
    if (name !== verifier.name) continue;
    const bytes = decode(data, "a signature");
    if (bytes.compare(verifier.id, 0, ID_BYTES, 0, ID_BYTES) !== 0) continue;
    const isRight =
      bytes.length === ID_BYTES + SIGNATURE_BYTES &&
      verifier.verify(text, bytes.subarray(ID_BYTES));
    if (!isRight) throw new NoteError("the signature is wrong");
    return text;
  }
  throw new NoteError(`the note is not signed by \`${verifier.name}\``);
}
