// The loop of the Node.js drivers: a line with a call in, a line with what came of it out.
import { createInterface } from "node:readline";
import type { Call, Reply, SeenError } from "../../driver.ts";

/** @returns the answer's body with the names of the wire; `missing` for an operation that the client lacks */
export type Handle = (call: Call) => Promise<unknown>;

export const missing = Symbol("missing");

type Thrown = Error & {
  code?: string;
  statusCode?: number;
  data?: { RequestId?: string; statusCode?: number };
};

function seen(thrown: unknown): SeenError {
  const { name, code, statusCode, data, message } = thrown as Thrown;
  const type = (thrown as Thrown).constructor.name;
  const status = statusCode ?? data?.statusCode;
  return {
    class: type === "Error" ? name : type,
    ...(code === undefined ? {} : { code }),
    ...(status === undefined ? {} : { status }),
    ...(data?.RequestId === undefined ? {} : { requestId: data.RequestId }),
    message,
  };
}

export async function serve(handle: Handle): Promise<void> {
  for await (const line of createInterface({ input: process.stdin })) {
    let reply: Reply;
    try {
      const body = await handle(JSON.parse(line));
      reply = body === missing ? { missing: true } : { body };
    } catch (error) {
      reply = { error: seen(error) };
    }
    process.stdout.write(`${JSON.stringify(reply)}\n`);
  }
}

/** CommonJS packages: the class is one level deeper when imported as a module. */
export const inner = <Class>(module: unknown): Class => (module as { default: Class }).default;
